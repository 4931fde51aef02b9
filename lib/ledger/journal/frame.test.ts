import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFrames, encodeFrame, HEADER_BYTES, MAX_PAYLOAD_BYTES } from "./frame";

const payloads = ["first", "", '{"id":"second"}', "third ✓"].map((text) => Buffer.from(text));
const frames = payloads.map((payload, index) => encodeFrame(index + 1, payload));
const whole = Buffer.concat(frames);
const texts = (bytes: Buffer) => decodeFrames(bytes).frames.map((frame) => frame.payload.toString());
const first = (count: number) => payloads.slice(0, count).map((payload) => payload.toString());
const lengthOf = (count: number) => frames.slice(0, count).reduce((sum, frame) => sum + frame.length, 0);

describe("frames", () => {
  it("come back as they were written", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }).filter((bytes) => !bytes.includes(0xff))), (written) => {
        const bytes = Buffer.concat(written.map((payload, index) => encodeFrame(index + 7, payload)));
        const decoded = decodeFrames(bytes);
        expect(decoded.frames.map((frame) => frame.sequence)).toEqual(written.map((_, index) => index + 7));
        expect(decoded.frames.map((frame) => [...frame.payload])).toEqual(written.map((payload) => [...payload]));
        expect(decoded).toMatchObject({ end: bytes.length, damaged: [] });
      }),
    );
  });

  it("recover exactly the whole records of every byte prefix", () => {
    for (let length = 0; length <= whole.length; length++) {
      const count = frames.filter((_, index) => lengthOf(index + 1) <= length).length;
      const decoded = decodeFrames(whole.subarray(0, length));
      expect(decoded.frames.map((frame) => frame.payload.toString())).toEqual(first(count));
      expect(decoded.end).toBe(lengthOf(count));
    }
  });

  it("lose the last record, and nothing else, to any flipped bit of it", () => {
    for (let bit = lengthOf(3) * 8; bit < whole.length * 8; bit++) {
      const damaged = Buffer.from(whole);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(texts(damaged)).toEqual(first(3));
    }
  });

  it.each([0x00, 0xff])("read no record from a tail of %i bytes up to 4 KiB", (value) => {
    for (let length = 0; length <= 4096; length += length < 64 ? 1 : 37) {
      const decoded = decodeFrames(Buffer.concat([whole, Buffer.alloc(length, value)]));
      expect(decoded.frames).toHaveLength(4);
      expect(decoded).toMatchObject({ end: whole.length, damaged: [] });
    }
  });

  it("read no record from a torn record that is continued by zeros", () => {
    for (let length = lengthOf(3) + 1; length < whole.length; length++) {
      const torn = Buffer.concat([whole.subarray(0, length), Buffer.alloc(4096)]);
      expect(texts(torn)).toEqual(first(3));
    }
  });

  it("keep the records behind damage, and say how much was damaged", () => {
    const damaged = Buffer.from(whole);
    damaged.fill(0, lengthOf(2), lengthOf(3));
    const decoded = decodeFrames(damaged);
    expect(decoded.frames.map((frame) => frame.sequence)).toEqual([1, 2, 4]);
    expect(decoded).toMatchObject({ end: whole.length, damaged: [Buffer.alloc(lengthOf(3) - lengthOf(2))] });
  });

  it("stop at the limit of records", () => {
    expect(decodeFrames(whole, 2)).toMatchObject({ end: lengthOf(2) });
  });

  it("read no record from a length that the file does not hold", () => {
    const lying = Buffer.from(frames[0] ?? []);
    lying.writeUInt32BE(0xffff_ffff, 12);
    expect(decodeFrames(Buffer.concat([lying, Buffer.alloc(100)])).frames).toEqual([]);
  });

  it("take no payload above the bound", () => {
    expect(() => encodeFrame(1, Buffer.alloc(MAX_PAYLOAD_BYTES + 1))).toThrow(RangeError);
    expect(encodeFrame(1, Buffer.alloc(10))).toHaveLength(HEADER_BYTES + 10);
  });
});
