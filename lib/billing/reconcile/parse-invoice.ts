import { parse } from "csv-parse/sync";
import type { Month } from "@/lib/core/month";
import { CSV_FORMS, type LineCells } from "./csv-forms";
import { type InvoiceForm, type InvoiceLine, sumLines } from "./invoice-line";
import { InvoiceError, parseAmount, parseDay, parseTokens } from "./read-cells";

/** What a form of the page can carry. */
export const MAX_INVOICE_CHARS = 900_000;
const MAX_ROWS = 20_000;
const MAX_CELL_CHARS = 2_000;

/** What a provider says of a month. */
export type ParsedInvoice = {
  /** null where it tells tokens alone. */
  totalPico: bigint | null;
  lines: InvoiceLine[];
};

/**
 * Reads an invoice's total such as "1,234.50", or an export's CSV. Cells are texts, numbers and dates to us and nothing
 * else; columns that are not known are passed over.
 * @throws InvoiceError that names the line and what was expected in it
 */
export function parseInvoice(form: InvoiceForm, text: string, month: Month): ParsedInvoice {
  if (text.length > MAX_INVOICE_CHARS) throw new InvoiceError(`It has ${Math.ceil(text.length / 1_000)} kB, and at most ${MAX_INVOICE_CHARS / 1_000} kB can be read: export it by day, not by request`);
  if (text.trim() === "") throw new InvoiceError("There is nothing in it: choose a file, or paste a total or a CSV");
  if (form === "total") return parseTotal(text);
  const { name, needs, read } = CSV_FORMS[form];
  const delimiter = delimiterOf(text);
  const [header, ...rows] = readRows(text, delimiter);
  const columns = (header?.record ?? []).map((column) => column.trim().toLowerCase());
  if (!needs.some((set) => set.every((column) => columns.includes(column)))) {
    throw new InvoiceError(`Line 1: ${name} has the columns ${needs.map((set) => set.join(", ")).join(", or ")}, and this file has ${columns.slice(0, 12).join(", ").slice(0, 300) || "none"}`);
  }
  const lines = sumLines(rows.flatMap(({ record, line }) => read(cellsOf(columns, record, line, delimiter)).map((each) => requireInMonth(each, month, line))));
  if (lines.length === 0) throw new InvoiceError("There is no line with an amount or a count below the header");
  const amounts = lines.flatMap(({ amountPico }) => amountPico ?? []);
  return { lines, totalPico: amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0n) };
}

function parseTotal(text: string): ParsedInvoice {
  const totalPico = parseAmount(text);
  if (totalPico === null) throw new InvoiceError(`${JSON.stringify(text.trim().slice(0, 40))} is not an amount in USD such as 1,234.50`);
  return { totalPico, lines: [] };
}

type Row = { record: string[]; line: number };

/** What is pasted from a spreadsheet is parted by tabs. */
function delimiterOf(text: string): string {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  return ["\t", ";", ","].find((each) => firstLine.includes(each)) ?? ",";
}

function readRows(text: string, delimiter: string): Row[] {
  try {
    const rows = parse(text, { bom: true, delimiter, info: true, skip_empty_lines: true, max_record_size: 100_000, to: MAX_ROWS + 2 }) as unknown as { record: string[]; info: { lines: number } }[];
    if (rows.length > MAX_ROWS + 1) throw new InvoiceError(`It has more than ${MAX_ROWS} lines: export it by day, not by request`);
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (error instanceof InvoiceError || !(error instanceof Error)) throw error;
    throw new InvoiceError(`It is no CSV: ${error.message}`);
  }
}

function cellsOf(columns: readonly string[], record: readonly string[], line: number, delimiter: string): LineCells {
  const find = (names: readonly string[]): { name: string; value: string } => {
    for (const name of names) {
      const value = record[columns.indexOf(name)]?.trim() ?? "";
      if (value.length > MAX_CELL_CHARS) throw new InvoiceError(`Line ${line}, ${name}: expected at most ${MAX_CELL_CHARS} characters`);
      if (value !== "") return { name, value };
    }
    return { name: names[0] ?? "", value: "" };
  };
  const refuse = (column: string, expected: string): never => {
    throw new InvoiceError(`Line ${line}, ${column}: expected ${expected}, found ${JSON.stringify(find([column]).value.slice(0, 40))}`);
  };
  const as = <T>(parseCell: (text: string) => T | null, expected: string) => (...names: string[]): T | null => {
    const { name, value } = find(names);
    return value === "" ? null : (parseCell(value) ?? refuse(name, expected));
  };
  // Where semicolons part cells a comma is most often a decimal one: 1,234 would be taken for a thousand times as much.
  const isAmbiguous = (value: string) => delimiter === ";" && value.includes(",");
  return {
    text: (...names) => find(names).value,
    amount: (...names) => {
      const { name, value } = find(names);
      if (isAmbiguous(value)) refuse(name, "an amount without a comma, since semicolons part the cells,");
      return as(parseAmount, "an amount in USD such as 12.34")(...names);
    },
    tokens: as(parseTokens, "a count such as 1200"),
    day: as(parseDay, "a date such as 2026-11-22"),
    refuse,
  };
}

/** A file of another month is a mistake, not a difference. */
function requireInMonth(line: InvoiceLine, month: Month, at: number): InvoiceLine {
  if (line.day !== null && line.day.slice(0, 7) !== month) throw new InvoiceError(`Line ${at}: ${line.day} is not in ${month}: give the file of that month alone`);
  return line;
}
