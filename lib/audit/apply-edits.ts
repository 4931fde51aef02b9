import type { Edit } from "./finding";

/**
 * A text with its edits made. null where what they replace does not stand there any more: the text is not the one that
 * they were planned for.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string | null {
  let made = "";
  let from = 0;
  for (const { start, end, before, after } of listOnce(edits)) {
    if (start < from || text.slice(start, end) !== before) return null;
    made += text.slice(from, start) + after;
    from = end;
  }
  return made + text.slice(from);
}

/** In order; two clients that share an address share its edit. */
function listOnce(edits: readonly Edit[]): Edit[] {
  const once = new Map(edits.map((edit) => [`${edit.start} ${edit.end}`, edit]));
  return [...once.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
