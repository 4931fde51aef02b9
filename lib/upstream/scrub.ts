const MAX_CHARS = 500;
/** No more of it is looked at: what is shown stands at its beginning. */
const MAX_READ_CHARS = 65_536;
/** Keys and tokens as providers print them in their errors, often half hidden. */
const SECRET = /\b(?:sk|gsk|rl_live|pk|xai|key)[-_][\w*.-]{4,}|Bearer\s+\S+/gi;
/** Control characters, line ends included, and the colour codes of terminals. */
const CONTROL = /(?:\p{Cc}\[[\d;]*[A-Za-z]|\p{Cc})+/gu;

/**
 * A provider's own words made fit to be stored and shown: one bounded line, without anything that looks like a key.
 * @param credential what the provider was asked with; it is taken out before the line is cut, or a part would stay
 */
export function scrub(text: string, credential: string | null): string {
  const read = text.slice(0, MAX_READ_CHARS);
  const without = credential ? read.replace(anySpelling(credential), "[secret]") : read;
  return without.replace(CONTROL, " ").replace(SECRET, "[secret]").trim().slice(0, MAX_CHARS).toWellFormed();
}

/** The text as it is, or with any of its characters escaped as in a URL or in JSON. */
function anySpelling(text: string): RegExp {
  const spellings = Array.from(text, (char) => {
    const hex = (char.codePointAt(0) ?? 0).toString(16).padStart(2, "0");
    return `(?:${char.replace(/[^\w]/, "\\$&")}|%${hex}|\\\\u${hex.padStart(4, "0")})`;
  });
  return new RegExp(spellings.join(""), "gi");
}
