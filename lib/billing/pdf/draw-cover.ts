import type { Paper, PaperFigure } from "@/lib/core/paper";
import { inBrackets } from "./brackets";
import { INK, PAGE, type Sheet, type Style, WIDTH } from "./sheet";

const TERM: Style = { size: 8.5, colour: INK.subtle };
const VALUE: Style = { size: 8.5 };
const TERM_WIDTH = 92;
const GAP = 12;

/** The first page: what it is, of whom and when, the five figures, and how sure they are. */
export function drawCover(sheet: Sheet, { title, team, standing, warnings, facts, figures, notes }: Paper): void {
  sheet.decor(() => { sheet.document.rect(0, 0, PAGE.width, 8).fillColor(INK.bar).fill(); });
  sheet.y = 52;
  sheet.paragraph("RouteLedger", { size: 9, weight: 600, colour: INK.brand, after: 34 });
  sheet.paragraph(title, { type: "H1", size: 25, weight: 600, leading: 1.2, after: 4 });
  sheet.paragraph(sheet.fit(team, WIDTH * 2, { size: 14 }), { size: 14, colour: INK.muted, leading: 1.3, after: 6 });
  sheet.paragraph(standing, { size: 10, weight: 600, colour: INK.brand, after: 14 });
  for (const warning of warnings) drawWarning(sheet, warning);
  drawFigures(sheet, figures);
  for (const note of notes) sheet.paragraph(note, { size: 9, colour: INK.muted, after: 3 });
  sheet.y += 16;
  drawFacts(sheet, facts);
}

function drawWarning(sheet: Sheet, text: string): void {
  const style: Style = { size: 9 };
  const lines = sheet.wrap(text, WIDTH - 24, style);
  const height = lines.length * 13 + 12;
  sheet.decor(() => {
    sheet.document.rect(PAGE.left, sheet.y, WIDTH, height).fillColor(INK.fill).fill();
    sheet.document.rect(PAGE.left, sheet.y, 3, height).fillColor(INK.muted).fill();
  });
  const element = sheet.element("P");
  lines.forEach((line, index) => {
    sheet.tagged(element, () => { sheet.write(line, PAGE.left + 14, sheet.y + 6 + index * 13, style); });
  });
  sheet.y += height + 6;
}

/** Two in the first row, three in the second: the cost and the savings are what is looked for. */
function drawFigures(sheet: Sheet, figures: readonly PaperFigure[]): void {
  sheet.y += 10;
  const [cost, calls, price, waste, savings] = figures;
  for (const row of [[cost, savings], [calls, price, waste]]) {
    const present = row.filter((figure) => figure !== undefined);
    const width = (WIDTH - GAP * (present.length - 1)) / present.length;
    const notes = present.map(({ note }) => sheet.wrap(note, width - 24, { size: 8 }));
    const isLarge = present.length === 2;
    const height = (isLarge ? 62 : 54) + Math.max(...notes.map((lines) => lines.length)) * 11;
    present.forEach((figure, index) => { drawFigure(sheet, figure, notes[index] ?? [], { x: PAGE.left + index * (width + GAP), width, height, isLarge }); });
    sheet.y += height + GAP;
  }
  sheet.y += 6;
}

function drawFigure(sheet: Sheet, { label, value }: PaperFigure, note: readonly string[], { x, width, height, isLarge }: { x: number; width: number; height: number; isLarge: boolean }): void {
  const top = sheet.y;
  sheet.decor(() => { sheet.document.roundedRect(x, top, width, height, 5).lineWidth(0.8).strokeColor(INK.line).stroke(); });
  const number: Style = { size: isLarge ? 21 : 16, weight: 600 };
  const name: Style = { size: 8.5, colour: INK.subtle };
  sheet.tagged(sheet.element("P"), () => {
    sheet.write(sheet.fit(label, width - 24, name), x + 12, top + 11, name);
    sheet.write(sheet.fit(inBrackets(value), width - 24, number), x + 12, top + 24, number);
    note.forEach((line, index) => { sheet.write(line, x + 12, top + (isLarge ? 54 : 47) + index * 11, { size: 8, colour: INK.muted }); });
  });
}

function drawFacts(sheet: Sheet, facts: Paper["facts"]): void {
  sheet.decor(() => { sheet.rule(PAGE.left, sheet.y, WIDTH); });
  sheet.y += 10;
  for (const { term, value } of facts) {
    const element = sheet.element("P");
    const lines = sheet.wrap(value, WIDTH - TERM_WIDTH, VALUE);
    sheet.tagged(element, () => { sheet.write(term, PAGE.left, sheet.y, TERM); });
    for (const line of lines) {
      sheet.tagged(element, () => { sheet.write(line, PAGE.left + TERM_WIDTH, sheet.y, VALUE); });
      sheet.y += 13;
    }
    sheet.y += 2;
  }
}
