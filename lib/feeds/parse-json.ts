import { FeedError } from "./feed-error";

const MAX_DEPTH = 32;

/** A feed's body as JSON, whole or not at all. @throws FeedError */
export function parseJson(text: string): unknown {
  requireShallow(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new FeedError("its answer is not whole, or no JSON");
  }
}

/** Before it is parsed: what nests too deep is in the way of whatever reads it. */
function requireShallow(text: string): void {
  let [depth, isInText] = [0, false];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInText) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) isInText = false;
    } else if (code === 0x22) isInText = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) throw new FeedError(`its answer is nested deeper than ${MAX_DEPTH} levels`);
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
}
