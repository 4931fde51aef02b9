import { csvCell, type Cell, jsonCell } from "./cell";

export type ExportColumn<Row> = { name: string; value: (row: Row) => Cell };

/** What a file says of itself before its rows, in order. Null is not known. */
export type ExportHeader = Readonly<Record<string, Cell>>;

/** What is known at the end alone. */
export type ExportFooter = { rows: number; sha256: string; complete: boolean };

/** How a file is written. `row` is what the checksum is of: with its line end, without what separates it from the next. */
export type ExportFormat = {
  contentType: string;
  head: (header: ExportHeader, columns: readonly string[]) => string;
  row: (columns: readonly string[], cells: readonly Cell[]) => string;
  separator: string;
  foot: (footer: ExportFooter) => string;
};

/** RFC 4180, but for lines before and after the table that begin with `#` (pandas, R and DuckDB can leave those out). */
const csv: ExportFormat = {
  contentType: "text/csv; charset=utf-8; header=present",
  head: (header, columns) =>
    [...Object.entries(header).map(([name, value]) => comment(name, value)), columns.map(csvCell).join(",")].map(csvLine).join(""),
  row: (_columns, cells) => csvLine(cells.map(csvCell).join(",")),
  separator: "",
  foot: (footer) => Object.entries(footer).map(([name, value]) => csvLine(comment(name, value))).join(""),
};

function csvLine(text: string): string {
  return `${text}\r\n`;
}

/** Never quoted, or it would not begin with `#`; so what would need quotes is left out. */
function comment(name: string, value: Cell): string {
  return `# ${name}: ${value === null ? "unknown" : String(value instanceof Date ? value.toISOString() : value).replace(/[",\r\n]+/g, " ")}`;
}

/**
 * One document, `{"header": …, "rows": […], "footer": …}`, with each row on a line of its own: JSON.parse and jq read
 * it as it is, and what reads line by line never holds more than a row, which is all that NDJSON would give.
 */
const json: ExportFormat = {
  contentType: "application/json; charset=utf-8",
  head: (header) => `{"header":${jsonObject(Object.keys(header), Object.values(header))},"rows":[\n`,
  row: (columns, cells) => `${jsonObject(columns, cells)}\n`,
  separator: ",",
  foot: (footer) => `],"footer":${JSON.stringify(footer)}}\n`,
};

function jsonObject(names: readonly string[], cells: readonly Cell[]): string {
  return `{${names.map((name, index) => `${JSON.stringify(name)}:${jsonCell(cells[index] ?? null)}`).join(",")}}`;
}

export const EXPORT_FORMATS = { csv, json } as const satisfies Record<string, ExportFormat>;

export type FormatName = keyof typeof EXPORT_FORMATS;

export function parseFormat(given: string | undefined): FormatName {
  return given === "json" ? "json" : "csv";
}
