import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json";

test("keys stand in order, whatever order they were written in", () => {
  expect(canonicalJson({ b: [1, "x", null], a: { d: true, c: -0 } })).toBe('{"a":{"c":0,"d":true},"b":[1,"x",null]}');
});

test("what is read back and written again has the same bytes", () => {
  const values = fc.letrec((tie) => ({
    value: fc.oneof(fc.string(), fc.constantFrom("\ud800", "\u0000", "é😀"), fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.array(tie("value"), { maxLength: 3 }), tie("object")),
    object: fc.dictionary(fc.string(), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  })).object;
  fc.assert(fc.property(values, (value) => {
    const text = canonicalJson(value);
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  }), { numRuns: 30 });
});

test("a fraction is refused, and so is what JSON would leave out", () => {
  for (const value of [0.5, NaN, 2 ** 53, undefined, new Date(0), { a: undefined }, 1n]) expect(() => canonicalJson(value)).toThrow();
});
