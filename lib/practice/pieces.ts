const WORDS = "The practice provider answers with plain words that mean little and cost exactly what they say so that books can be held against them."
  .split(" ");

/** Words without end, one token each; the first has no space before it. */
function word(index: number): string {
  return `${index === 0 ? "" : " "}${WORDS[index % WORDS.length]}`;
}

/** `count` tokens of plain text. */
export function wordPieces(count: number): string[] {
  return Array.from({ length: count }, (_, index) => word(index));
}

/** `count` tokens that together are one JSON object. */
export function jsonPieces(count: number): string[] {
  if (count < 2) return ["{}"].slice(0, count);
  return ['{"answer":"', ...wordPieces(count - 2), '"}'];
}

/** A given text in exactly `count` tokens, cut between characters; some are empty when it is short. */
export function textPieces(text: string, count: number): string[] {
  const characters = Array.from(text);
  const cut = (index: number) => Math.floor((index * characters.length) / count);
  return Array.from({ length: count }, (_, index) => characters.slice(cut(index), cut(index + 1)).join(""));
}
