import { csvCell } from "@/lib/reports/export/cell";
import type { FocusColumn } from "./columns";

/**
 * A line of a FOCUS file: null is an empty field, and a text that a spreadsheet would run as a formula is made
 * harmless. Decimals, times and JSON are written by us, and an amount may begin with a minus.
 */
export function csvLine(cells: readonly { type: FocusColumn["type"]; value: string | null }[]): string {
  return `${cells.map(({ type, value }) => cell(type, value)).join(",")}\r\n`;
}

function cell(type: FocusColumn["type"], value: string | null): string {
  if (value === null) return "";
  if (type === "JSON") return `"${value.replaceAll('"', '""')}"`;
  return type === "String" ? csvCell(value) : value;
}
