import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventReader, formatEvent, SseError } from "./sse";

async function read(...chunks: Uint8Array[]): Promise<string[]> {
  const reader = new EventReader();
  return Promise.resolve([...chunks.flatMap((chunk) => reader.feed(chunk)), ...reader.end()]);
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe("an event stream", () => {
  it.each([
    ["LF", "data: a\n\ndata: b\n\n"],
    ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n"],
    ["CR", "data: a\r\rdata: b\r\r"],
    ["no space, comments and other fields", ": hi\n\nevent: x\nid: 1\ndata:a\n\n\n\ndata:b\n\n"],
    ["a byte order mark", "\uFEFFdata: a\n\ndata: b\n\n"],
    ["an event at the end that was cut short", "data: a\n\ndata: b\n\ndata: {\"c"],
  ])("is read with %s", async (_, text) => {
    expect(await read(bytes(text))).toEqual(["a", "b"]);
  });

  it("joins the lines of one event", async () => {
    expect(await read(bytes('data: {"a":\ndata: 1}\n\n'))).toEqual(['{"a":\n1}']);
  });

  it("reads what was written, however the bytes are cut", async () => {
    const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/[\r\n]/.test(text)), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 7 }), async (events, size) => {
        const whole = Buffer.concat(events.map(formatEvent));
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < whole.length; at += size) chunks.push(whole.subarray(at, at + size));
        expect(await read(...chunks)).toEqual(events);
      }),
    );
  });

  it("refuses bytes that are not UTF-8 and an event without end", async () => {
    await expect(read(Uint8Array.of(0x64, 0xff, 0xfe))).rejects.toThrow(SseError);
    const flood = Array.from({ length: 18 }, () => bytes("x".repeat(1_048_576)));
    await expect(read(bytes("data: "), ...flood)).rejects.toThrow(SseError);
  });
});
