import { findMembers, type Member } from "./json-members";

/** What becomes of a member: its new JSON text, `null` to leave it out, `undefined` to leave it as it is. */
export type Edits = Readonly<Record<string, string | null | undefined>>;

export type Frame = { before: Uint8Array; behind: Uint8Array };

const NO_FRAME: Frame = { before: new Uint8Array(), behind: new Uint8Array() };

/** UTF-8 takes no more for a UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Changes members of a JSON object's text and leaves every other byte as it is, numbers beyond double precision
 * included. A member that is not there yet is added at the end.
 * @param json an object that `findMembers` accepted
 * @param frame what is written before and behind it
 */
export function spliceMembers(json: Uint8Array, members: readonly Member[], edits: Edits, frame = NO_FRAME): Uint8Array {
  const out = new ObjectWriter(json.length + boundOf(edits), frame);
  const done = new Set<string>();
  for (const member of members) {
    const { key } = member;
    const edit = Object.hasOwn(edits, key) ? edits[key] : undefined;
    if (edit === undefined) {
      out.copy(json, member);
      continue;
    }
    if (edit !== null && !done.has(key)) out.add(key, edit);
    done.add(key);
  }
  for (const key of Object.keys(edits)) {
    const edit = edits[key] ?? null;
    if (edit !== null && !done.has(key)) out.add(key, edit);
  }
  return out.finish();
}

/** The same for a text. */
export function spliceText(json: string, edits: Edits): string {
  const bytes = Buffer.from(json);
  return asBuffer(spliceMembers(bytes, findMembers(bytes), edits)).toString();
}

/** The same bytes, not a copy. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes that the edits add at the most, with names, quotes, colons and commas, and the outermost braces. */
function boundOf(edits: Edits): number {
  let bytes = 2;
  // A character of a name may become an escape of six.
  for (const key of Object.keys(edits)) bytes += 6 * key.length + (edits[key]?.length ?? 0) * MAX_BYTES_PER_UNIT + 4;
  return bytes;
}

/** Writes an object into one buffer: this runs for every chunk of every stream. */
class ObjectWriter {
  private readonly bytes: Buffer;
  private at: number;

  constructor(
    maxBytes: number,
    private readonly frame: Frame,
  ) {
    this.bytes = Buffer.allocUnsafe(maxBytes + frame.before.length + frame.behind.length);
    this.bytes.set(frame.before);
    this.at = frame.before.length;
  }

  copy(json: Uint8Array, { start, end }: Member): void {
    this.separate();
    this.bytes.set(json.subarray(start, end), this.at);
    this.at += end - start;
  }

  add(key: string, value: string): void {
    this.separate();
    this.at += this.bytes.write(`${JSON.stringify(key)}:${value}`, this.at);
  }

  finish(): Uint8Array {
    const { before, behind } = this.frame;
    if (this.at === before.length) this.bytes[this.at++] = OPEN_BRACE;
    this.bytes[this.at++] = CLOSE_BRACE;
    this.bytes.set(behind, this.at);
    return this.bytes.subarray(0, this.at + behind.length);
  }

  private separate(): void {
    this.bytes[this.at] = this.at === this.frame.before.length ? OPEN_BRACE : COMMA;
    this.at += 1;
  }
}
