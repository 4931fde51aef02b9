import { inflateSync } from "node:zlib";

const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

/**
 * A WOFF 1.0 font (w3.org/TR/WOFF) as the plain font inside it: what lays out text would otherwise inflate it in
 * JavaScript for every document. Throws RangeError for what is no such file.
 */
export function readWoff(file: Buffer): Buffer {
  if (file.toString("latin1", 0, 4) !== "wOFF") throw new RangeError("Not a WOFF font");
  const count = file.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => {
    const at = WOFF_HEADER + index * WOFF_ENTRY;
    const [offset, packed, length] = [file.readUInt32BE(at + 4), file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
    const bytes = file.subarray(offset, offset + packed);
    return { tag: file.subarray(at, at + 4), checksum: file.readUInt32BE(at + 16), bytes: packed === length ? bytes : inflateSync(bytes) };
  });
  const head = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY);
  const log = Math.floor(Math.log2(count));
  file.copy(head, 0, 4, 8);
  [count, 16 * 2 ** log, log, 16 * (count - 2 ** log)].forEach((value, index) => head.writeUInt16BE(value, 4 + index * 2));
  let offset = head.length;
  const parts = tables.map(({ tag, checksum, bytes }, index) => {
    const at = SFNT_HEADER + index * SFNT_ENTRY;
    tag.copy(head, at);
    [checksum, offset, bytes.length].forEach((value, field) => head.writeUInt32BE(value, at + 4 + field * 4));
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    offset += padded.length;
    return padded;
  });
  return Buffer.concat([head, ...parts]);
}
