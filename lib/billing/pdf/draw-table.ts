import type { PaperCell, PaperTable } from "@/lib/core/paper";
import { inBrackets } from "./brackets";
import { INK, PAGE, type Sheet, type Style, WIDTH } from "./sheet";

const ROW = 16;
const GAP = 8;
const LINE = 10.5;
const MAX_LINES = 4;
const NOTE_ROOM = 26;
const TEXT: Style = { size: 8 };
const HEAD: Style = { size: 7.5, weight: 600, colour: INK.muted };
const BOLD: Style = { size: 8, weight: 600 };

type Place = { x: number; width: number; isFigure: boolean };

/**
 * A table that goes on over pages, each with its heads: never heads alone, nor a total or a note without a row.
 * @param isAlone without its title, which is its section's
 */
export function drawTable(sheet: Sheet, table: PaperTable, isAlone: boolean): void {
  const { title, columns, rows, total, empty, note } = table;
  const places = placeColumns(columns);
  const headLines = headHeight(sheet, columns, places);
  sheet.need(20 + headLines + ROW * Math.min(3, Math.max(1, rows.length)) + 8);
  if (!isAlone) sheet.paragraph(title, { type: "H3", size: 9.5, weight: 600, after: 2 });
  if (rows.length === 0) {
    sheet.paragraph(empty, { size: 8.5, colour: INK.muted, after: 14 });
    return;
  }
  const element = sheet.element("Table", undefined, { title });
  drawHeads(sheet, table, places, element, headLines);
  const tail = (total ? ROW : 0) + (note === null ? 0 : NOTE_ROOM);
  rows.forEach((row, index) => {
    const lines = prepareCells(sheet, row, places, columns);
    const isLast = index === rows.length - 1;
    if (sheet.room < heightOf(lines) + (isLast ? tail : 0)) {
      sheet.addPage();
      drawHeads(sheet, table, places, element, headLines);
    }
    drawRow(sheet, lines, places, TEXT, element);
    sheet.decor(() => { sheet.rule(PAGE.left, sheet.y, WIDTH); });
  });
  if (total) drawRow(sheet, prepareCells(sheet, total, places, columns, BOLD), places, BOLD, element);
  sheet.y += 3;
  if (note !== null) sheet.paragraph(note, { size: 7.5, colour: INK.subtle, after: 0 });
  sheet.y += 14;
}

function placeColumns(columns: PaperTable["columns"]): Place[] {
  const whole = columns.reduce((sum, { weight }) => sum + weight, 0);
  let x: number = PAGE.left;
  return columns.map(({ weight, isFigure }, index) => {
    const width = (WIDTH * weight) / whole;
    const place = { x, width: width - (index === columns.length - 1 ? 0 : GAP), isFigure };
    x += width;
    return place;
  });
}

function headHeight(sheet: Sheet, columns: PaperTable["columns"], places: readonly Place[]): number {
  const lines = columns.map(({ head }, index) => sheet.wrap(head, places[index]?.width ?? 0, HEAD).length);
  return Math.max(...lines) * 10 + 6;
}

function drawHeads(sheet: Sheet, { columns }: PaperTable, places: readonly Place[], table: PDFKit.PDFStructureElement, height: number): void {
  const row = sheet.element("TR", table);
  columns.forEach(({ head }, index) => {
    const place = places[index] as Place;
    const lines = sheet.wrap(head, place.width, HEAD);
    const cell = sheet.element("TH", row, { scope: "Column" });
    sheet.tagged(cell, () => {
      lines.forEach((line, at) => { put(sheet, line, place, sheet.y + height - 5 - (lines.length - at) * 10, HEAD); });
    });
  });
  sheet.y += height;
  sheet.decor(() => { sheet.rule(PAGE.left, sheet.y, WIDTH, INK.strong, 0.9); });
}

/** The lines of each cell: names are cut, sentences go on, figures stand whole. */
function prepareCells(sheet: Sheet, cells: readonly PaperCell[], places: readonly Place[], columns: PaperTable["columns"], style: Style = TEXT): string[][] {
  return cells.map(({ text }, index) => {
    const { width = 0, isFigure = false } = places[index] ?? {};
    if (isFigure) return [inBrackets(text)];
    return columns[index]?.wraps === true ? sheet.wrap(text, width, style).slice(0, MAX_LINES) : [sheet.fit(text, width, style)];
  });
}

function heightOf(cells: readonly string[][]): number {
  return ROW + (Math.max(1, ...cells.map(({ length }) => length)) - 1) * LINE;
}

function drawRow(sheet: Sheet, cells: readonly string[][], places: readonly Place[], style: Style, table: PDFKit.PDFStructureElement): void {
  const row = sheet.element("TR", table);
  const y = sheet.y + (ROW - style.size * 1.21) / 2;
  cells.forEach((lines, index) => {
    const cell = sheet.element(index === 0 ? "TH" : "TD", row, index === 0 ? { scope: "Row" } : {});
    if (lines.join("") === "") return;
    sheet.tagged(cell, () => {
      lines.forEach((line, at) => { put(sheet, line, places[index] as Place, y + at * LINE, style); });
    });
  });
  sheet.y += heightOf(cells);
}

/** A figure that is wider than its column reaches into the one before it rather than lose a digit. */
function put(sheet: Sheet, text: string, { x, width, isFigure }: Place, y: number, style: Style): void {
  sheet.write(text, isFigure ? x + width - sheet.measure(text, style) : x, y, style);
}
