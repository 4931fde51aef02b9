const MAX_CHARS = 500;
/** Keys and tokens as providers print them in their errors, often half hidden. */
const SECRET = /\b(?:sk|gsk|rl_live|pk|xai|key)[-_][\w*.-]{4,}|Bearer\s+\S+/gi;
/** Control characters, line ends included, and the colour codes of terminals. */
const CONTROL = /(?:\p{Cc}\[[\d;]*[A-Za-z]|\p{Cc})+/gu;

/** A provider's own words made fit to be stored and shown: one bounded line, without anything that looks like a key. */
export function scrub(text: string): string {
  return text.slice(0, MAX_CHARS).toWellFormed().replace(CONTROL, " ").replace(SECRET, "[secret]").trim();
}
