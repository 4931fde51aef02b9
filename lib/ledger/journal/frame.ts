import { crc32 } from "node:zlib";

/**
 * A record in a journal segment: magic (4 bytes), sequence (u64), payload length (u32), CRC-32 (u32) over all of the
 * former and the payload, then the payload; integers are big-endian. The header is inside the checksum because
 * zero bytes are what a file system leaves after a crash, and crc32("") is 0: eight zero bytes would be a record.
 */
const MAGIC = Uint8Array.of(0xff, 0x52, 0x4c, 0x01); // 0xff is never part of UTF-8, so no payload contains it
const CHECKED_BYTES = 16;
export const HEADER_BYTES = 20;

/** A length above this is damage, not a record. Texts are bounded before they come here, see `../storable.ts`. */
export const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

export type Frame = { sequence: number; payload: Buffer };

/** @throws RangeError for a payload above MAX_PAYLOAD_BYTES */
export function encodeFrame(sequence: number, payload: Uint8Array): Buffer {
  if (payload.length > MAX_PAYLOAD_BYTES) throw new RangeError(`a record of ${payload.length} bytes does not fit the journal`);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  frame.set(MAGIC, 0);
  frame.writeBigUInt64BE(BigInt(sequence), 4);
  frame.writeUInt32BE(payload.length, 12);
  frame.set(payload, HEADER_BYTES);
  frame.writeUInt32BE(checksum(frame), CHECKED_BYTES);
  return frame;
}

function checksum(frame: Buffer): number {
  return crc32(frame.subarray(HEADER_BYTES), crc32(frame.subarray(0, CHECKED_BYTES)));
}

/** What a stretch of a segment holds. */
export type Decoded = {
  frames: Frame[];
  /** Where the last whole record ends: what follows is torn, or has not been read far enough. */
  end: number;
  /** What stands before `end` and belongs to no record: damage between records. */
  damaged: Buffer[];
};

/**
 * The whole records in `bytes`, which begin at a record. Stops at a torn tail. Damage with whole records behind it is
 * stepped over, since those records were promised too.
 * @param limit of records
 */
export function decodeFrames(bytes: Buffer, limit = Infinity): Decoded {
  const frames: Frame[] = [];
  let end = 0;
  const damaged: Buffer[] = [];
  let offset = bytes.indexOf(MAGIC);
  while (offset !== -1 && frames.length < limit) {
    const frame = findFrame(bytes, offset);
    if (frame) {
      if (offset > end) damaged.push(bytes.subarray(end, offset));
      frames.push(frame);
      end = offset + HEADER_BYTES + frame.payload.length;
      offset = bytes.indexOf(MAGIC, end);
    } else {
      offset = bytes.indexOf(MAGIC, offset + 1);
    }
  }
  return { frames, end, damaged };
}

function findFrame(bytes: Buffer, offset: number): Frame | null {
  if (bytes.length - offset < HEADER_BYTES) return null;
  const length = bytes.readUInt32BE(offset + 12);
  if (length > MAX_PAYLOAD_BYTES || bytes.length - offset - HEADER_BYTES < length) return null;
  const whole = bytes.subarray(offset, offset + HEADER_BYTES + length);
  if (whole.readUInt32BE(CHECKED_BYTES) !== checksum(whole)) return null;
  return { sequence: Number(whole.readBigUInt64BE(4)), payload: whole.subarray(HEADER_BYTES) };
}
