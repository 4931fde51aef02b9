import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMembers, JsonMembersError } from "./json-members";
import { spliceText } from "./splice";

describe("splicing a JSON object", () => {
  it("replaces, removes and adds members, and leaves every other byte alone", () => {
    const text = '{ "model" : ["a"], "seed": 9007199254740993 , "x":{"model":1}, "plugins":{} }';
    expect(spliceText(text, { model: '"b"', plugins: null, provider: '"groq"' })).toBe(
      '{"model":"b","seed": 9007199254740993,"x":{"model":1},"provider":"groq"}',
    );
  });

  it("leaves one member where an edited one stood twice", () => {
    expect(spliceText('{"usage":1,"a":2,"usage":3}', { usage: "4" })).toBe('{"usage":4,"a":2}');
  });

  it("finds the end of a string of any length, whatever is escaped in it", () => {
    const text = fc.array(fc.constantFrom("\\", '"', "\n", "é", "x", "x".repeat(40)), { maxLength: 60 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, (before, value) => {
        const json = JSON.stringify({ before, nested: [{ value }], model: "a" });
        expect(JSON.parse(spliceText(json, { model: '"b"' }))).toEqual({ before, nested: [{ value }], model: "b" });
      }),
      { numRuns: 1_000 },
    );
  });

  it("sees a key behind escapes for what it is", () => {
    expect(spliceText('{"\\u006dodel":1}', { model: "2" })).toBe('{"model":2}');
  });

  it("has room for texts that take more bytes than characters", () => {
    const edits = { "ключ\u0001": '"€€€€€€€€€€€€€€€€"', model: '"😀😀😀😀"' };
    expect(JSON.parse(spliceText("{}", edits))).toEqual({ "ключ\u0001": "€".repeat(16), model: "😀".repeat(4) });
  });

  it("treats keys like __proto__ as any other", () => {
    expect(spliceText('{"__proto__":{"a":1},"constructor":2}', { model: '"m"' })).toBe(
      '{"__proto__":{"a":1},"constructor":2,"model":"m"}',
    );
  });

  it("gives what parsing, assigning and writing would give, for any object", () => {
    const edits = fc.dictionary(
      fc.string(),
      fc.option(fc.jsonValue().map((value) => JSON.stringify(value)), { nil: null }),
    );
    const plain = (key: string) => key !== "__proto__";
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), edits, (object, changes) => {
        fc.pre(Object.keys(object).every(plain) && Object.keys(changes).every(plain));
        const expected = new Map<string, unknown>(Object.entries(object));
        for (const [key, value] of Object.entries(changes)) {
          if (value === null) expected.delete(key);
          else expected.set(key, JSON.parse(value));
        }
        const spliced = JSON.parse(spliceText(JSON.stringify(object, null, 1), changes)) as object;
        // JSON has no negative zero of its own: compare what was written.
        const inOrder = (entries: [string, unknown][]) => entries.sort(([a], [b]) => (a < b ? -1 : 1));
        expect(JSON.stringify(inOrder(Object.entries(spliced)))).toBe(JSON.stringify(inOrder([...expected])));
      }),
    );
  });

  it.each(["", "[]", "null", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":"', '{"a":[', "{a:1}", '{"a" 1}', '{"\\x":1}'])(
    "refuses %j",
    (text) => {
      expect(() => findMembers(new TextEncoder().encode(text))).toThrow(JsonMembersError);
    },
  );

  it("refuses what nests deeper than 64 levels or has a senseless number of values, and takes what does not", () => {
    const nested = (depth: number) => new TextEncoder().encode(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`);
    expect(findMembers(nested(63))).toHaveLength(1);
    expect(() => findMembers(nested(64))).toThrow(/nested deeper/);
    const many = (values: number) => new TextEncoder().encode(`{"a":[${"1,".repeat(values)}1]}`);
    expect(findMembers(many(500_000))).toHaveLength(1);
    expect(() => findMembers(many(500_001))).toThrow(/more than/);
    expect(() => findMembers(new TextEncoder().encode(`{${'"a":1,'.repeat(1_000)}"a":1}`))).toThrow(/more than/);
  });

  it("never does more than refuse, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          findMembers(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonMembersError);
        }
      }),
    );
  });
});
