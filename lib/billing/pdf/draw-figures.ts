import type { PaperColumns, PaperSteps } from "@/lib/core/paper";
import { inBrackets } from "./brackets";
import { INK, PAGE, type Sheet, type Style, WIDTH } from "./sheet";

const AXIS = 52;
const HEIGHT = 150;
const LABEL: Style = { size: 7.5, colour: INK.subtle };
const BAR = 7;
const STEP = 23;

/** Columns by day, dark on white; a day with something unknown has an empty outline above it. */
export function drawColumns(sheet: Sheet, { title, summary, ticks, columns, labelled }: PaperColumns): void {
  sheet.need(HEIGHT + 70);
  sheet.paragraph(title, { type: "H3", size: 9.5, weight: 600, after: 1 });
  sheet.paragraph(summary, { size: 8, colour: INK.muted, after: 8 });
  const [left, top, width] = [PAGE.left + AXIS, sheet.y, WIDTH - AXIS];
  const figure = sheet.element("Figure", undefined, { alt: `${title}. ${summary} ${columns.map(({ label, value }) => `${label}: ${value}`).join("; ")}.` });
  sheet.tagged(figure, () => {
    for (const { label, y } of ticks) {
      const at = top + (HEIGHT * y) / 100;
      sheet.rule(left, at, width, y === 100 ? INK.strong : INK.line);
      sheet.write(label, left - 6 - sheet.measure(label, LABEL), at - 4.5, LABEL);
    }
    for (const { x, width: wide, height, hasUnknown } of columns) {
      const [at, span, tall] = [left + (width * (x + wide * 0.14)) / 100, (width * wide * 0.72) / 100, (HEIGHT * height) / 100];
      if (tall > 0) sheet.document.rect(at, top + HEIGHT - tall, span, tall).fillColor(INK.bar).fill();
      if (hasUnknown) sheet.document.rect(at, top + HEIGHT - tall - 8, span, 6).lineWidth(0.7).dash(1.5, { space: 1.5 }).strokeColor(INK.muted).stroke().undash();
    }
    for (const index of labelled) {
      const column = columns[index];
      if (column) sheet.write(column.label, left + (width * (column.x + column.width * 0.14)) / 100, top + HEIGHT + 5, LABEL);
    }
  });
  sheet.y = top + HEIGHT + 22;
  if (columns.some(({ hasUnknown }) => hasUnknown)) sheet.paragraph("An empty outline: something of that day has a cost that nobody knows.", { size: 7.5, colour: INK.subtle, after: 0 });
  sheet.y += 10;
}

/** A sum in steps: what is added, and the totals, each beside its bar. */
export function drawSteps(sheet: Sheet, { title, rows, equation }: PaperSteps): void {
  sheet.need(34 + rows.length * STEP);
  sheet.paragraph(title, { type: "H3", size: 9.5, weight: 600, after: 3 });
  const list = sheet.element("L");
  for (const { label, value, kind, x, width } of rows) {
    const style: Style = { size: 8, ...(kind === "total" ? { weight: 600 } : { colour: INK.muted }) };
    const amount = inBrackets(value);
    const y = sheet.y;
    sheet.tagged(sheet.element("LBody", sheet.element("LI", list)), () => {
      sheet.write(sheet.fit(label, WIDTH - 120, style), PAGE.left, y, style);
      sheet.write(amount, PAGE.left + WIDTH - sheet.measure(amount, style), y, style);
    });
    sheet.decor(() => {
      sheet.document.rect(PAGE.left, y + 12, WIDTH, BAR).fillColor(INK.fill).fill();
      const bar = sheet.document.rect(PAGE.left + (WIDTH * x) / 100, y + 12, (WIDTH * Math.max(width, width > 0 ? 0.3 : 0)) / 100, BAR);
      if (kind === "less") bar.lineWidth(0.8).fillAndStroke("#ffffff", INK.bar);
      else bar.fillColor(kind === "total" ? INK.bar : INK.less).fill();
    });
    sheet.y += STEP;
  }
  sheet.paragraph(equation, { size: 7.5, colour: INK.subtle, after: 14 });
}
