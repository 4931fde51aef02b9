import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readWoff } from "./read-woff";

/** The scripts of Inter, each in a file of its own; the first that has a character draws it. */
const SCRIPTS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese"] as const;
const FOLDER = join(process.cwd(), "node_modules/@fontsource/inter/files");
/** Drawn for what no file has. It is said on the last page that it stands for other characters. */
const REPLACEMENT = "?";

/** What Inter lacks and something else says as well. */
const SUBSTITUTES: Readonly<Record<string, string>> = { "→": "›", "←": "‹", "‑": "-", "\u202f": "\u00a0", "≤": "<=" };

export type Weight = 400 | 600;
type Face = { name: string; has: (codePoint: number) => boolean };
/**
 * fontkit takes an object too, which can leave a feature out: Inter's contextual forms of arrows and the like, that
 * nothing here has, are most of the work of laying it out.
 */
export type Features = PDFKit.Mixins.OpenTypeFeatures[];
const PLAIN = { calt: false } as unknown as Features;
const TABULAR = { calt: false, tnum: true } as unknown as Features;

/** A stretch of text that one file can draw. Figures have one width each, and no kerning that hides a point below a 7. */
export type Run = { face: string; text: string; features: Features };
const FIGURE = /(\$?\d[\d.,:]*)/;

/** What of pdfkit is asked here, and what it does not declare: the font that is in use, as fontkit has it. */
type Fonts = { registerFont: (name: string, file: Buffer) => unknown; font: (name: string) => unknown };
type WithFont = { _font: { font: { hasGlyphForCodePoint: (codePoint: number) => boolean } } };

const files = new Map<string, Buffer>();

function readFace(name: string): Buffer {
  let file = files.get(name);
  if (!file) {
    // woff, not woff2: fontkit cannot write a subset of the latter.
    file = readWoff(readFileSync(join(FOLDER, `${name}.woff`)));
    files.set(name, file);
  }
  return file;
}

/** Splits text by the files that can draw it. */
export class Typeface {
  private readonly faces = new Map<string, Face>();
  private readonly known = new Map<string, Face | null>();
  /** Characters that no file has. */
  readonly replaced = new Set<string>();

  constructor(private readonly document: Fonts) {}

  split(text: string, weight: Weight): Run[] {
    return text.split(FIGURE).flatMap((part, index) => (part === "" ? [] : this.splitByFace(part, weight, index % 2 === 1 ? TABULAR : PLAIN)));
  }

  private splitByFace(text: string, weight: Weight, features: Features): Run[] {
    const runs: Run[] = [];
    for (const character of text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").replace(/[→←‑\u202f≤]/gu, (character) => SUBSTITUTES[character] ?? character).normalize("NFC")) {
      const face = this.faceOf(character, weight);
      const drawn = face ? character : REPLACEMENT;
      if (!face) this.replaced.add(character);
      const name = (face ?? this.open("latin", weight)).name;
      const last = runs.at(-1);
      if (last?.face === name) last.text += drawn;
      else runs.push({ face: name, text: drawn, features });
    }
    return runs;
  }

  private faceOf(character: string, weight: Weight): Face | null {
    const key = `${weight}${character}`;
    let face = this.known.get(key);
    if (face === undefined) {
      const codePoint = character.codePointAt(0) ?? 0;
      face = SCRIPTS.map((script) => this.open(script, weight)).find(({ has }) => has(codePoint)) ?? null;
      this.known.set(key, face);
    }
    return face;
  }

  private open(script: (typeof SCRIPTS)[number], weight: Weight): Face {
    const name = `inter-${script}-${weight}-normal`;
    let face = this.faces.get(name);
    if (!face) {
      this.document.registerFont(name, readFace(name));
      this.document.font(name);
      const { font } = (this.document as unknown as WithFont)._font;
      face = { name, has: (codePoint) => font.hasGlyphForCodePoint(codePoint) };
      this.faces.set(name, face);
    }
    return face;
  }
}
