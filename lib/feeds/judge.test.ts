import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourcePrice } from "@/lib/catalog/known/read-price";
import { type Price, resolvePrice } from "@/lib/core/price";
import { judge } from "./judge";

const price = (input: bigint, output: bigint, more: Partial<Price["base"]> = {}, steps: Price["steps"] = []): Price => ({ base: { input, output, ...more }, steps });
const said = (input: number, output: number, more: Partial<SourcePrice> = {}, classes: SourcePrice["base"] = {}): SourcePrice => ({ base: { input, output, ...classes }, steps: [], isFree: false, ...more });
const BEFORE = price(3_000_000n, 15_000_000n, { cachedInput: 300_000n });

describe("a feed's price", () => {
  test.each([
    ["the same", said(3, 15, {}, { cachedInput: 0.3 }), "same"],
    ["the same, as far as it speaks", said(3, 15), "same"],
    ["a little less", said(2.5, 12), "change"],
    ["a class more, at a tenth of its parent", said(3, 15, {}, { cacheWrite5m: 3.75, reasoning: 15 }), "change"],
    ["float noise", said(2.4999999999999996, 15), "change"],
    ["five times as much", said(15, 15), "propose"],
    ["a fifth", said(0.6, 15), "propose"],
    ["zero", said(0, 0), "propose"],
    ["zero, and free as it says", said(0, 0, { isFree: true }, { cachedInput: 0 }), "change"],
    ["negative", said(-3, 15), "propose"],
    ["no number", said(NaN, 15), "propose"],
    ["endless", said(Infinity, 15), "propose"],
    ["more decimals than can be kept", said(2.5000005, 15), "propose"],
    ["above any price", said(3, 5_000), "propose"],
  ] as const)("that is %s", (_what, given, kind) => {
    expect(judge(BEFORE, given).kind).toBe(kind);
  });

  test("that nobody knew before is taken, and one that the feed does not know either is none", () => {
    expect(judge(null, said(3, 15))).toMatchObject({ kind: "change", price: price(3_000_000n, 15_000_000n) });
    expect(judge(null, said(0, 0))).toEqual({ kind: "unknown" });
    expect(judge(null, said(0.000003, 15))).toMatchObject({ kind: "propose", price: price(3n, 15_000_000n), reason: expect.stringContaining("another unit") as string });
    expect(judge(null, said(0.001, 0.001))).toMatchObject({ kind: "change" });
    expect(judge(null, said(-1, 2))).toMatchObject({ kind: "propose", price: null });
    expect(judge(null, said(0, 0, { isFree: true }))).toMatchObject({ kind: "change", price: price(0n, 0n) });
  });

  test("keeps what it does not speak of, says what was rounded, and waits where longer prompts are left out", () => {
    expect(judge(BEFORE, said(2.5, 12))).toMatchObject({ price: { base: { cachedInput: 300_000n } } });
    expect(judge(BEFORE, said(2.4999999999999996, 15))).toMatchObject({ price: { base: { input: 2_500_000n } }, notes: ["input rounded from 2.4999999999999996"] });
    const stepped = price(3_000_000n, 15_000_000n, {}, [{ aboveInputTokens: 200_000, prices: { input: 6_000_000n } }]);
    expect(judge(stepped, said(2.5, 15))).toMatchObject({ kind: "propose", reason: expect.stringContaining("longer prompts") as string });
    expect(judge(stepped, said(3, 15, { steps: [{ aboveInputTokens: 199_999, prices: { input: 6 } }] }))).toEqual({ kind: "same" });
    expect(judge(stepped, said(3, 15, { steps: [{ aboveInputTokens: 200_000, prices: { input: 60 } }] }))).toMatchObject({ kind: "propose" });
  });

  test("in force without approval is between a fifth and five times of what it was, and what is taken is what was said", () => {
    const cents = fc.integer({ min: 1, max: 9_999 });
    fc.assert(fc.property(cents, cents, cents, cents, (a, b, c, d) => {
      const before = price(BigInt(a) * 10_000n, BigInt(b) * 10_000n);
      const verdict = judge(before, said(c / 100, d / 100));
      const isNear = (from: number, to: number) => to < 5 * from && to * 5 > from;
      if (a === c && b === d) expect(verdict.kind).toBe("same");
      else expect(verdict.kind).toBe((a === c || isNear(a, c)) && (b === d || isNear(b, d)) ? "change" : "propose");
      if ("price" in verdict && verdict.price) expect(resolvePrice(verdict.price, 0).prices).toMatchObject({ input: BigInt(c) * 10_000n, output: BigInt(d) * 10_000n });
    }));
  });

  test("is judged without an error, whatever it says", () => {
    const anything = fc.record({ input: fc.double(), output: fc.double() });
    fc.assert(fc.property(anything, fc.boolean(), fc.boolean(), (base, isFree, isKnown) => {
      const verdict = judge(isKnown ? BEFORE : null, { base, steps: [], isFree });
      if ("price" in verdict && verdict.price) for (const pico of Object.values(verdict.price.base)) expect(pico >= 0n).toBe(true);
    }));
  });
});
