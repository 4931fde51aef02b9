import { type CST, Parser } from "yaml";

/** Far more than any honest file has. */
const MAX_DEPTH = 100;

/**
 * Whether a text opens more brackets, lists or mappings within each other than any file needs. Asked before it is read as
 * YAML: the reader goes down from call to call, and a stack that runs out there may end the process.
 */
export function isNestedTooDeeply(text: string): boolean {
  let level: CST.Token[] = [...new Parser().parse(text)];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap(listWithin);
    if (level.length === 0) return false;
  }
  return true;
}

function listWithin(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value ? [token.value] : [];
  if (!("items" in token)) return [];
  const items: readonly CST.CollectionItem[] = token.items;
  return items.flatMap(({ key, value }) => [key, value].filter((each) => each != null));
}
