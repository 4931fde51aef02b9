import type { Paper, PaperBlock, PaperSection } from "@/lib/core/paper";
import { plural } from "@/lib/core/text/counts";
import type { MonthReport } from "../month-report";
import { preparePaper } from "../paper/prepare-paper";
import type { PaperState } from "../paper/paper-state";
import { drawCover } from "./draw-cover";
import { drawColumns, drawSteps } from "./draw-figures";
import { drawTable } from "./draw-table";
import { INK, PAGE, Sheet, type Style, WIDTH } from "./sheet";

const PROSE = { size: 8.5, after: 5 };
const MARGINAL: Style = { size: 7.5, colour: INK.subtle };

/** The month as a tagged A4 file for print. The same report and standing are the same bytes, whenever it is made. */
export async function renderPdf(report: MonthReport, standing: PaperState): Promise<Uint8Array> {
  const paper = preparePaper(report, standing);
  const sheet = new Sheet({ title: `${paper.title}, ${paper.team}`, author: paper.team, at: new Date(standing.closedAt ?? report.readTo) });
  drawCover(sheet, paper);
  sheet.addPage();
  const lacking = describeReplaced(sheet, paper);
  for (const section of paper.sections) drawSection(sheet, section, section.key === "exceptions" ? lacking : []);
  sheet.onEachPage((page, of) => { drawMargins(sheet, paper, page, of); });
  return sheet.end();
}

/** @param more paragraphs at its end */
function drawSection(sheet: Sheet, { title, lead, blocks }: PaperSection, more: readonly string[]): void {
  sheet.need(130);
  sheet.paragraph(title, { type: "H2", size: 14, weight: 600, leading: 1.3, after: 1 });
  sheet.paragraph(lead, { size: 8.5, colour: INK.muted, after: 9 });
  for (const block of blocks) drawBlock(sheet, block, blocks.length === 1);
  for (const text of more) sheet.paragraph(text, PROSE);
  sheet.y += 8;
}

/** @param isAlone its section has the same title, and no other block */
function drawBlock(sheet: Sheet, block: PaperBlock, isAlone: boolean): void {
  if (block.kind === "table") drawTable(sheet, block, isAlone);
  else if (block.kind === "columns") drawColumns(sheet, block);
  else if (block.kind === "steps") drawSteps(sheet, block);
  else {
    if (block.title !== null) sheet.paragraph(block.title, { type: "H3", size: 9.5, weight: 600, after: 2 });
    block.paragraphs.forEach((text, index) => { sheet.paragraph(block.isNumbered ? `${index + 1}. ${text}` : text, PROSE); });
  }
}

/** Nobody should take a question mark for the name: what cannot be drawn is said, by its code points. */
function describeReplaced(sheet: Sheet, paper: Paper): string[] {
  // Asked before it is drawn, since it stands before the end.
  JSON.stringify(paper, (_key, value: unknown) => {
    if (typeof value === "string") sheet.typeface.split(value, 400);
    return value;
  });
  const codes = [...sheet.typeface.replaced].map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`);
  if (codes.length === 0) return [];
  const named = codes.slice(0, 24).join(", ") + (codes.length > 24 ? ", …" : "");
  const [verb, those] = codes.length === 1 ? ["is", "it"] : ["are", "them"];
  return [`${plural(codes.length, "character")} of names ${verb} not in this file's typeface and printed as “?”: ${named}. The page, the CSV and the JSON have ${those}.`];
}

function drawMargins(sheet: Sheet, { title, team, standing, sha256 }: Paper, page: number, of: number): void {
  const number = `Page ${page} of ${of}`;
  const y = PAGE.height - 36;
  sheet.rule(PAGE.left, y - 7, WIDTH);
  sheet.write(sha256 === null ? standing : `${standing} · SHA-256 ${sha256.slice(0, 16)}…`, PAGE.left, y, MARGINAL);
  sheet.write(number, PAGE.left + WIDTH - sheet.measure(number, MARGINAL), y, MARGINAL);
  if (page === 1) return;
  const left = sheet.fit(team, WIDTH / 2, MARGINAL);
  sheet.write(left, PAGE.left, 34, MARGINAL);
  sheet.write(title, PAGE.left + WIDTH - sheet.measure(title, MARGINAL), 34, MARGINAL);
  sheet.rule(PAGE.left, 48, WIDTH);
}
