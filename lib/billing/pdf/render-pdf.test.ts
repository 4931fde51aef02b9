import { extractText, getDocumentProxy } from "unpdf";
import { beforeAll, describe, expect, test } from "vitest";
import type { Paper, PaperBlock } from "@/lib/core/paper";
import { preparePaper } from "../paper/prepare-paper";
import { richMonth } from "../testing/month";
import { inBrackets } from "./brackets";
import { renderPdf } from "./render-pdf";

const CLOSED = { state: "closed", version: 2, closedAt: "2026-12-05T00:00:00.000Z", sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" } as const;
/** Where one run of text ends and the next begins, readers put spaces as they like. */
const bare = (text: string) => text.replace(/\s+/g, "");

function figuresOf(block: PaperBlock): string[] {
  if (block.kind === "columns") return block.ticks.map(({ label }) => label);
  if (block.kind === "steps") return [block.equation, ...block.rows.map(({ value }) => inBrackets(value))];
  if (block.kind === "text") return block.paragraphs;
  return [...block.rows, block.total ?? []].flatMap((row) => row.flatMap(({ text }, index) => (block.columns[index]?.isFigure === true ? [inBrackets(text)] : [])));
}

let pdf: Uint8Array;
let pages: string[];
let paper: Paper;

beforeAll(async () => {
  pdf = await renderPdf(richMonth(), CLOSED);
  paper = preparePaper(richMonth(), CLOSED);
  pages = (await extractText(await getDocumentProxy(pdf.slice()), { mergePages: false })).text;
});

describe("the printed month", () => {
  test("has every figure of the page, and the sentences around them", () => {
    const text = bare(pages.join(""));
    const told = [paper.title, ...paper.warnings, ...paper.notes, ...paper.facts.map(({ value }) => value), ...paper.figures.flatMap(({ value, note }) => [inBrackets(value), note])];
    const figures = paper.sections.flatMap(({ blocks }) => blocks).flatMap(figuresOf);
    expect(figures.length).toBeGreaterThan(200);
    for (const figure of [...told, ...figures]) expect(text).toContain(bare(figure));
    expect(text).toContain("($120.50)");
    expect(text).not.toContain("NaN");
  });

  test("is the same file to the byte whenever it is made, and another one for another figure", async () => {
    expect(Buffer.from(await renderPdf(richMonth(), CLOSED)).equals(pdf)).toBe(true);
    expect(Buffer.from(await renderPdf(richMonth({ correctionsUsd: "1" }), CLOSED)).equals(pdf)).toBe(false);
  });

  test("says on each page which it is, and of which version", () => {
    pages.forEach((text, index) => { expect(bare(text)).toContain(`Page${index + 1}of${pages.length}`); });
    for (const text of pages) expect(bare(text)).toContain("Closedv2·SHA-2569f86d081884c7d65");
  });

  test("has a title, a language and a structure for who listens to it", async () => {
    const document = await getDocumentProxy(pdf.slice());
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Title: `${paper.title}, ${paper.team}`, Language: "en", CreationDate: "D:20261205000000Z" });
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
    expect(JSON.stringify(await (await document.getPage(1)).getStructTree())).toContain('"role":"H1"');
    expect(JSON.stringify(await (await document.getPage(2)).getStructTree())).toContain('"role":"TH"');
  });

  test("draws names in other scripts, and says which characters it cannot draw", () => {
    const text = pages.join(" ");
    expect(text).toContain("Жук Олександр");
    expect(text).toContain("Łódź");
    expect(text).toContain("3 characters of names are not in this file's typeface and printed as “?”: U+738B, U+5C0F, U+660E.");
  });
});

test("an amount below zero stands in brackets where it is alone, and keeps its minus in a sentence", () => {
  expect(["-$1.20", "-$0.05/M", "$1.20", "costs -$1.20", ">-$0.01"].map(inBrackets)).toEqual(["($1.20)", "($0.05)/M", "$1.20", "costs -$1.20", ">-$0.01"]);
});
