import * as fc from "fast-check";
import { expect, test } from "vitest";
import { measureTiers, measureWarc } from "./measure-warc";
import { add, compare, formatRatio, type Ratio, ratio, sum } from "./ratio";
import { computeWarc, type TierSums } from "./warc";
import { MEASURES } from "./warc-measure";

const isEqual = (a: Ratio | null, b: Ratio | null) => a !== null && b !== null && compare(a, b) === 0;
const two = (value: Ratio | null) => value && formatRatio(value, 2, "half-even");

const tierOf = (tier: number, calls: number, tokensPerCall: bigint, usdPerMillion: bigint): TierSums => {
  const tokens = BigInt(calls) * tokensPerCall;
  return { tier, served: calls, servedKnown: calls, tokens, costPico: tokens * usdPerMillion * 1_000_000n, primaryCostPico: tokens * 1_000_000n, primaryKnown: calls };
};
const warcOf = (tiers: TierSums[]) => computeWarc({ tiers, wastePico: 3_000_000_000n, abortedPico: 0n, unserved: 0, attempts: 9, unknownAmounts: 0 });

const anyTier = fc
  .record({ calls: fc.integer({ min: 1, max: 5_000 }), tokens: fc.bigInt({ min: 1n, max: 10n ** 9n }), costPico: fc.bigInt({ min: 0n, max: 10n ** 16n }), primaryCostPico: fc.bigInt({ min: 0n, max: 10n ** 16n }) })
  .map(({ calls, ...sums }): TierSums => ({ tier: 1, served: calls, servedKnown: calls, primaryKnown: calls, ...sums }));

test("the three measures of the same calls are three figures, with no factor between them", () => {
  // Tier 2's calls are ten times as long: they weigh more by tokens, and cost more a call.
  const warc = warcOf([tierOf(1, 95, 1_000n, 1n), tierOf(2, 5, 10_000n, 5n)]);
  expect(MEASURES.map((measure) => two(measureWarc(warc, measure).warc))).toEqual(["1.20", "2.38", "3.45"]);
  expect(MEASURES.map((measure) => two(measureWarc(warc, measure).primary))).toEqual(["1.00", "1.00", "1.45"]);
});

test("in every measure P × C sums to WARC, and primary, premium, weighting and waste to effective cost", () => {
  fc.assert(fc.property(fc.array(anyTier, { minLength: 1, maxLength: 5 }), fc.constantFrom(...MEASURES), (tiers, measure) => {
    const found = measureWarc(warcOf(tiers), measure);
    const known = (values: (Ratio | null)[]) => values.filter((value) => value !== null);
    expect(isEqual(sum(known(found.tiers.map((tier) => tier.contribution))), found.warc)).toBe(true);
    expect(isEqual(sum(known(found.tiers.map((tier) => tier.share))), ratio(1n))).toBe(true);
    const steps = known([found.primary, found.premium, found.weighting, found.waste]);
    expect(steps).toHaveLength(4);
    expect(isEqual(sum(steps), found.effective)).toBe(true);
  }));
});

test("by calls is computeWarc's own, by tokens and per call are its other two", () => {
  const warc = warcOf([tierOf(1, 95, 1_000n, 1n), tierOf(2, 5, 10_000n, 5n), tierOf(3, 0, 0n, 0n)]);
  const [byCalls, byTokens, perCall] = MEASURES.map((measure) => measureWarc(warc, measure));
  expect(isEqual(byCalls?.warc ?? null, warc.warc) && isEqual(byCalls?.effective ?? null, warc.effective)).toBe(true);
  expect(isEqual(byTokens?.warc ?? null, warc.warcByTokens) && isEqual(perCall?.warc ?? null, warc.perThousandCalls)).toBe(true);
  expect(measureTiers(warc.tiers, "by-calls")).toEqual(warc.tiers);
});

test("nothing served is unknown in every measure, and one primary without a price leaves the premium unknown", () => {
  for (const measure of MEASURES) {
    expect(measureWarc(warcOf([]), measure)).toMatchObject({ warc: null, primary: null, premium: null, weighting: null, waste: null, effective: null });
    const partly = measureWarc(warcOf([{ ...tierOf(1, 2, 10n, 1n), primaryKnown: 1 }]), measure);
    expect([partly.primary, partly.premium]).toEqual([null, null]);
    expect(isEqual(partly.effective, partly.warc && partly.waste && add(partly.warc, partly.waste))).toBe(true);
  }
});
