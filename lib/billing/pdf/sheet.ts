import PDFDocument from "pdfkit";
import { Typeface, type Weight } from "./typeface";

/** Of A4, in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 48, right: 48, top: 64, bottom: 60 } as const;
export const WIDTH = PAGE.width - PAGE.left - PAGE.right;
const BOTTOM = PAGE.height - PAGE.bottom;

/** Far enough apart in grey: 14.7, 7.9 and 5.9 to 1 on white for what is read. */
export const INK = { text: "#0f172a", muted: "#44526a", subtle: "#566479", line: "#d5dce6", strong: "#7f8da3", fill: "#f1f4f8", bar: "#172554", less: "#5b8fd6", more: "#334155", brand: "#1d4ed8" } as const;

export type Style = { size: number; weight?: Weight; colour?: string };
type Element = PDFKit.PDFStructureElement;

/** A document that is written from the top down: where the next thing goes, and what a screen reader is told that it is. */
export class Sheet {
  readonly document: PDFKit.PDFDocument;
  readonly typeface: Typeface;
  y: number = PAGE.top;
  private readonly chunks: Buffer[] = [];
  /** At size 1, by weight and text: laying out is what takes time. */
  private readonly widths = new Map<string, number>();
  private readonly root: Element;

  /** @param at what the file says of when it was made: of the report, so that the same report is the same file */
  constructor({ title, author, at }: { title: string; author: string; at: Date }) {
    this.document = new PDFDocument({
      size: "A4", margin: 0, bufferPages: true, autoFirstPage: false, pdfVersion: "1.7", lang: "en", tagged: true, displayTitle: true,
      info: { Title: title, Author: author, Creator: "RouteLedger", Producer: "RouteLedger", CreationDate: at, ModDate: at },
    });
    this.document.on("data", (chunk: Buffer) => this.chunks.push(chunk));
    this.typeface = new Typeface(this.document);
    this.root = this.document.struct("Document");
    this.document.addStructure(this.root);
    this.addPage();
  }

  addPage(): void {
    this.document.addPage();
    this.y = PAGE.top;
  }

  get room(): number {
    return BOTTOM - this.y;
  }

  /** Begins a new page where less than that is left. */
  need(height: number): void {
    if (this.room < height && this.y > PAGE.top) this.addPage();
  }

  /** An element of the document's structure. */
  element(type: string, parent: Element = this.root, options: { alt?: string; title?: string; scope?: "Column" | "Row" } = {}): Element {
    const element = this.document.struct(type, options as PDFKit.Mixins.StructureElementOptions);
    parent.add(element);
    return element;
  }

  /** What `draw` puts on the page belongs to that element. */
  tagged(element: Element, draw: () => void): void {
    const content = this.document.markStructureContent("Span");
    draw();
    this.document.endMarkedContent();
    element.add(content);
  }

  /** What `draw` puts on the page is for the eye alone. */
  decor(draw: () => void): void {
    this.document.markContent("Artifact", { type: "Layout" });
    draw();
    this.document.endMarkedContent();
  }

  measure(text: string, { size, weight = 400 }: Style): number {
    const key = `${weight} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      width = 0;
      for (const run of this.typeface.split(text, weight)) width += this.document.font(run.face).fontSize(1).widthOfString(run.text, { features: run.features });
      this.widths.set(key, width);
    }
    return width * size;
  }

  /** One line; `y` is its top. */
  write(text: string, x: number, y: number, style: Style): void {
    const { size, weight = 400, colour = INK.text } = style;
    let at = x;
    for (const run of this.typeface.split(text, weight)) {
      this.document.font(run.face).fontSize(size).fillColor(colour).text(run.text, at, y, { lineBreak: false, features: run.features });
      at += this.measure(run.text, style);
    }
  }

  /** As much of a text as fits, with an ellipsis where that is not all. */
  fit(text: string, width: number, style: Style): string {
    if (this.measure(text, style) <= width) return text;
    const characters = [...text];
    let [low, high] = [0, characters.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.measure(`${characters.slice(0, middle).join("").trimEnd()}…`, style) <= width) low = middle;
      else high = middle - 1;
    }
    return `${characters.slice(0, low).join("").trimEnd()}…`;
  }

  /** Lines of at most that width. A word that is wider is cut where it must be. */
  wrap(text: string, width: number, style: Style): string[] {
    const lines: string[] = [];
    let line = "";
    const put = (word: string): void => {
      const longer = line === "" ? word : `${line} ${word}`;
      if (this.measure(longer, style) <= width) line = longer;
      else if (line !== "") {
        lines.push(line);
        line = "";
        put(word);
      } else {
        const head = this.fit(word, width, style).replace(/…$/, "") || word.slice(0, 1);
        lines.push(head);
        if (head.length < word.length) put(word.slice(head.length));
      }
    };
    for (const word of text.split(/\s+/)) put(word);
    return line === "" ? lines : [...lines, line];
  }

  /** A paragraph at the place of writing, which moves below it. */
  paragraph(text: string, { type = "P", x = PAGE.left, width = WIDTH, leading = 1.45, after = 6, ...style }: Style & { type?: string; x?: number; width?: number; leading?: number; after?: number }): void {
    const element = this.element(type);
    const height = style.size * leading;
    for (const line of this.wrap(text, width, style)) {
      this.need(height);
      this.tagged(element, () => { this.write(line, x, this.y, style); });
      this.y += height;
    }
    this.y += after;
  }

  rule(x: number, y: number, width: number, colour: string = INK.line, thick = 0.6): void {
    this.document.moveTo(x, y).lineTo(x + width, y).lineWidth(thick).strokeColor(colour).stroke();
  }

  /** Draws on every page once all are there. */
  onEachPage(draw: (page: number, of: number) => void): void {
    const { start, count } = this.document.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.document.switchToPage(start + page);
      this.decor(() => { draw(page + 1, count); });
    }
  }

  async end(): Promise<Uint8Array> {
    const ended = new Promise((resolve, reject) => this.document.on("end", resolve).on("error", reject));
    this.document.end();
    await ended;
    return new Uint8Array(Buffer.concat(this.chunks));
  }
}
