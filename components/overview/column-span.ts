/** Columns from one to another, in either direction of a drag. */
export type Span = { first: number; last: number };

export function spanOf(start: number, end: number): Span {
  return { first: Math.min(start, end), last: Math.max(start, end) };
}

/** The column under a pointer. @param at where it is, of the plot's width, from 0 to 1 */
export function columnAt(at: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(at * count)));
}

/** The page's address with the span of the columns as its range. @param kept what else the address says */
export function zoomHref(columns: readonly { from: string; to: string }[], { first, last }: Span, kept: readonly (readonly [string, string])[]): string | null {
  const [from, to] = [columns[first]?.from, columns[last]?.to];
  if (from === undefined || to === undefined) return null;
  const params = new URLSearchParams(kept.map(([key, value]) => [key, value]));
  params.set("from", from);
  params.set("to", to);
  return `?${params}`;
}
