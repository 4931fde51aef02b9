import fc from "fast-check";
import { expect, test } from "vitest";
import { formatJsonLine, JsonLineReader } from "./json-lines";

test("whatever is told line by line is read again, wherever its bytes are cut", () => {
  const told = fc.array(fc.record({ type: fc.string(), text: fc.string({ unit: "grapheme" }) }), { maxLength: 8 });
  fc.assert(fc.property(told, fc.integer({ min: 1, max: 40 }), (events, size) => {
    const bytes = events.flatMap((event) => [...formatJsonLine(event)]);
    const reader = new JsonLineReader<(typeof events)[number]>();
    const read: typeof events = [];
    for (let from = 0; from < bytes.length; from += size) read.push(...reader.feed(Uint8Array.from(bytes.slice(from, from + size))));
    expect(read).toEqual(events);
  }));
});
