import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StreamEvent } from "./dialect";
import { encodeEvent, streamShapeSchema } from "./event-stream";

const shapes = fc.record({
  newline: fc.constantFrom("lf", "cr", "crlf"),
  multiline: fc.boolean(),
  comments: fc.boolean(),
  extras: fc.boolean(),
  space: fc.boolean(),
  blankLines: fc.nat({ max: 5 }),
});
const events = fc.array(
  fc.record({ name: fc.constantFrom(null, "ping", "message_stop"), data: fc.oneof(fc.json(), fc.constant("[DONE]")) }),
  { minLength: 1, maxLength: 8 },
);

/** What a parser that is not ours makes of it; JSON as its value, since its white space may change. */
function parsed(chunks: string[]): unknown[] {
  const found: unknown[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => found.push([event ?? null, data === "[DONE]" ? data : JSON.parse(data)]) });
  for (const chunk of chunks) parser.feed(chunk);
  return found;
}

function valueOf({ name, data }: StreamEvent): unknown {
  return [name, data === "[DONE]" ? data : JSON.parse(data)];
}

describe("encodeEvent", () => {
  it("says the same in every shape, whole or split at every character", () => {
    fc.assert(
      fc.property(shapes, events, fc.boolean(), (given, list, split) => {
        const shape = streamShapeSchema.parse(given);
        const text = list.map((event) => encodeEvent(event, shape)).join("");
        // After a last CR a parser has to wait whether an LF follows it.
        expect(parsed([...(split ? text : [text]), "\n"])).toEqual(list.map(valueOf));
      }),
    );
  });

  it("is plain where nothing is scripted", () => {
    const plain = streamShapeSchema.parse({});
    expect(encodeEvent({ name: "ping", data: "{}" }, plain)).toBe("event: ping\ndata: {}\n\n");
    expect(encodeEvent({ name: null, data: "{}" }, plain)).toBe("data: {}\n\n");
  });

  it("really is in the shape that is scripted", () => {
    const shape = streamShapeSchema.parse({ newline: "cr", multiline: true, comments: true, extras: true, space: false, blankLines: 2 });
    expect(encodeEvent({ name: "a", data: '{"b":1}' }, shape)).toBe(': practice\rid:practice\rretry:1000\revent:a\rdata:{\rdata: "b": 1\rdata:}\r\r\r\r');
  });
});
