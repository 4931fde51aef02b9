import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallRecord } from "./record";
import { cleanText, makeStorable } from "./storable";
import { callRecords } from "./testing/records";

/** Any UTF-16, lone surrogates and NUL among it. */
const anything = fc
  .array(fc.oneof(fc.constantFrom(0, 0xd800, 0xdfff, 0xd83d, 0xde00), fc.nat({ max: 0xffff })))
  .map((units) => String.fromCharCode(...units));

describe("texts for Postgres", () => {
  it("hold no NUL, are well-formed UTF-16 and bounded, whatever they were", () => {
    fc.assert(
      fc.property(anything, fc.nat({ max: 20 }), (text, maxChars) => {
        const clean = cleanText(text, maxChars);
        expect(clean).not.toContain("\0");
        expect(Buffer.from(clean).toString()).toBe(clean);
        expect(clean.length).toBeLessThanOrEqual(maxChars);
      }),
    );
  });

  it.each([
    ["plain", "plain"],
    ["emoji 😀 stay", "emoji 😀 stay"],
    ["\ud83d alone", "\ufffd alone"],
    ["a\0b", "ab"],
  ])("%j becomes %j", (text, clean) => {
    expect(cleanText(text, 100)).toBe(clean);
  });

  it("does not leave half a character at the cut", () => {
    expect(cleanText("ab😀", 3)).toBe("ab\ufffd");
  });

  it("leaves clean records as they are", () => {
    const clean = callRecords().filter((record) => !JSON.stringify(record.tags).includes("\\u"));
    fc.assert(fc.property(clean, (record) => {
      expect(makeStorable(record)).toEqual(record);
    }));
  });

  it("cleans every text of a record that comes from outside", () => {
    const [sample] = fc.sample(callRecords().filter((record) => record.outcome === "served"), { numRuns: 1, seed: 7 });
    const bad = "x\0\ud800";
    const dirty: CallRecord = {
      ...(sample as CallRecord),
      profileSlug: bad,
      requestedModel: bad,
      servedEndpoint: bad,
      plan: [{ endpoint: bad, tier: 1, kept: true, reason: bad, drop: null, expectedCostUsd: null, expectedMs: null }],
      tags: { [bad]: bad },
      attempts: (sample as CallRecord).attempts.map((attempt) => ({ ...attempt, endpoint: bad, provider: bad, detail: bad })),
    };
    const text = JSON.stringify(makeStorable(dirty), (_, value: unknown) => (typeof value === "bigint" ? "" : value));
    expect(text).not.toMatch(/\\u0000|\\ud800/);
    expect(text.match(/x\uFFFD/g)?.length).toBe(7 + 3 * dirty.attempts.length);
  });
});
