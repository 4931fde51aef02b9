/** A sorted list's value that `share` (above 0, up to 1) of it do not exceed, by nearest rank. NaN for an empty one. */
export function rankOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}

export function medianOf(values: readonly number[]): number {
  return rankOf(values, 0.5);
}

/** The lowest and the highest, as text. */
export function formatSpread(values: readonly number[], places: number): string {
  return `${Math.min(...values).toFixed(places)} … ${Math.max(...values).toFixed(places)}`;
}

/** Rows under a head, the first column to the left and figures to the right. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("   ").trimEnd();
  return [line(head), widths.map((width) => "─".repeat(width)).join("   "), ...rows.map(line)].join("\n");
}

/** The same in Markdown. */
export function formatMarkdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${head.map((_, column) => cells[column] ?? "").join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
