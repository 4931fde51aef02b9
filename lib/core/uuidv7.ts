/** How many random bytes one id takes. */
export const UUID_RANDOM_BYTES = 10;
const ZEROS = new Uint8Array(UUID_RANDOM_BYTES);

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const UUIDV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * A UUIDv7 (RFC 9562, 5.7): 48 bits of time, so that ids sort by it and partitions can be cut on them, then randomness.
 * Ids of one millisecond come in no particular order.
 * @param nowMs milliseconds since the epoch, a whole number
 * @param random at least `UUID_RANDOM_BYTES` from `offset` on, from a cryptographic source
 */
export function uuidv7(nowMs: number, random: Uint8Array, offset = 0): string {
  const bytes = new Uint8Array(16);
  let rest = nowMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(offset, offset + UUID_RANDOM_BYTES), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);

  let text = "";
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += "-";
    text += HEX[bytes[i] ?? 0] ?? "";
  }
  return text;
}

/** The smallest id of a moment: ids of a time span are those from one floor on and below the next. */
export function uuidv7Floor(atMs: number): string {
  return uuidv7(atMs, ZEROS);
}

/** Whether a text is a UUIDv7 as `uuidv7` writes it: lower case, with hyphens. */
export function isUuidv7(text: string): boolean {
  return UUIDV7.test(text);
}

/** The time inside a UUIDv7, in milliseconds since the epoch. Meaningless for any other text. */
export function uuidv7TimeMs(id: string): number {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
