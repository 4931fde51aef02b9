import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatUsdRatio, type Pico } from "./money";
import { priceUsage } from "./price";
import { add, compare, divide, formatRatio, multiply, type Ratio, ratio, sum } from "./ratio";
import { type GoldenWarc, parseGoldenAmount, parseGoldenPrice, readGolden } from "./testing/golden";
import { usageTokens } from "./usage";
import { bridge, computeWarc, type PeriodSums, type TierSums } from "./warc";

const nine = (value: Ratio | null) => value && formatRatio(value, 9, "half-even");
const isEqual = (a: Ratio | null, b: Ratio | null) => a !== null && b !== null && compare(a, b) === 0;

/** A tier of `calls` served calls, all known, with as many million tokens at a price in cents per million. */
function tierOf(tier: number, calls: number, centsPerMillion: bigint, primaryCents = 100n): TierSums {
  const tokens = BigInt(calls) * 1_000_000n;
  return {
    tier,
    served: calls,
    servedKnown: calls,
    tokens,
    costPico: tokens * centsPerMillion * 10_000n,
    primaryCostPico: tokens * primaryCents * 10_000n,
    primaryKnown: calls,
  };
}

function periodOf(tiers: TierSums[], more: Partial<PeriodSums> = {}): PeriodSums {
  const attempts = tiers.reduce((all, tier) => all + tier.served, 0);
  return { tiers, wastePico: 0n, abortedPico: 0n, unserved: 0, attempts, unknownAmounts: 0, ...more };
}

/** The sums that rollups would hold for a worked case. */
function sumGolden({ prices, calls }: GoldenWarc): PeriodSums & { rescued: number } {
  const primary = prices[0] && parseGoldenPrice(prices[0]);
  if (!primary) throw new Error("A worked case needs a primary");
  const tiers = prices.map((_price, index) => tierOf(index + 1, 0, 0n));
  const sums = { ...periodOf(tiers), rescued: 0 };
  for (const call of calls) {
    const amounts = call.failedAttempts.map((attempt) => parseGoldenAmount(attempt.costPico));
    sums.wastePico += amounts.reduce((all: Pico, amount) => all + (amount ?? 0n), 0n);
    const row = tiers.find(({ tier }) => tier === call.servedTier);
    if (row && call.usage) {
      const costPico = parseGoldenAmount(call.costPico);
      amounts.push(costPico);
      row.served += 1;
      if (call.failedAttempts.some(({ tier }) => tier < row.tier)) sums.rescued += 1;
      if (costPico !== null) {
        row.servedKnown += 1;
        row.primaryKnown += 1;
        row.tokens += BigInt(usageTokens(call.usage));
        row.costPico += costPico;
        row.primaryCostPico += priceUsage(primary, call.usage).costPico;
      }
    } else {
      sums.unserved += 1;
    }
    sums.attempts += amounts.length;
    sums.unknownAmounts += amounts.filter((amount) => amount === null).length;
  }
  return sums;
}

describe("worked cases", () => {
  test.each(readGolden("warc").map((golden, index) => [index, golden] as const))("WARC %i", (_index, golden) => {
    const sums = sumGolden(golden);
    const found = computeWarc(sums);
    // The three fields about the baseline are `savings.test.ts`'s.
    expect(golden.expected).toMatchObject({
      served: found.served,
      servedKnown: found.servedKnown,
      unserved: found.unserved,
      rescued: sums.rescued,
      unknownAmounts: sums.unknownAmounts,
      tiers: found.tiers.map((tier) => ({
        tier: tier.tier,
        served: tier.servedKnown,
        tokens: Number(tier.tokens),
        costPico: String(tier.costPico),
        P: nine(tier.share),
        C: nine(tier.compositeCost),
      })),
      warc: nine(found.warc),
      warcByTokens: nine(found.warcByTokens),
      primary: nine(found.primary),
      premium: nine(found.premium),
      weighting: nine(found.weighting),
      wastePerMillion: nine(found.wastePerMillion),
      effective: nine(found.effective),
      servedSpendPico: String(found.servedSpendPico),
      wastePico: String(found.wastePico),
      spendPico: String(found.spendPico),
    });
  });

  test("95% at $1.00 and 5% at $5.00 are $1.20, not $1.00", () => {
    const found = computeWarc(periodOf([tierOf(1, 95, 100n), tierOf(2, 5, 500n)]));
    expect(found.warc && formatUsdRatio(found.warc)).toBe("$1.20");
    expect(isEqual(found.warc, ratio(6n, 5n))).toBe(true);
    expect(isEqual(found.primary, ratio(1n))).toBe(true);
    expect(isEqual(found.premium, ratio(1n, 5n))).toBe(true);
    expect(isEqual(found.perThousandCalls, ratio(1_200n))).toBe(true);
    expect(found.tiers.map((tier) => nine(tier.share))).toEqual(["0.950000000", "0.050000000"]);
  });
});

const pico = fc.bigInt({ min: 0n, max: 10n ** 18n });

const anyTier: fc.Arbitrary<TierSums> = fc
  .record({
    servedKnown: fc.nat(5_000),
    unknown: fc.nat(50),
    tokens: fc.bigInt({ min: 1n, max: 10n ** 10n }),
    costPico: pico,
    primaryCostPico: pico,
  })
  .map(({ servedKnown, unknown, ...sums }) => {
    const known = servedKnown > 0 ? sums : { tokens: 0n, costPico: 0n, primaryCostPico: 0n };
    return { ...known, tier: 1, served: servedKnown + unknown, servedKnown, primaryKnown: servedKnown };
  });

const anyPeriod = fc
  .record({ tiers: fc.array(anyTier, { maxLength: 6 }), wastePico: pico, abortedPico: pico, unserved: fc.nat(9) })
  .map(({ tiers, ...more }) => periodOf(tiers, more));

describe("properties", () => {
  test("weighted by tokens, Σ P × C is served spend over served tokens exactly", () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const found = computeWarc(period);
        const tokens = period.tiers.reduce((all, tier) => all + tier.tokens, 0n);
        if (tokens === 0n) {
          expect(found.warcByTokens).toBeNull();
          return;
        }
        const parts = found.tiers.map((tier) =>
          tier.compositeCost ? multiply(ratio(tier.tokens, tokens), tier.compositeCost) : ratio(0n),
        );
        expect(isEqual(found.warcByTokens, sum(parts))).toBe(true);
        expect(isEqual(found.warcByTokens, ratio(found.servedSpendPico, tokens * 1_000_000n))).toBe(true);
      }),
    );
  });

  test("shares sum to one, contributions to WARC, amounts to spend", () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const found = computeWarc(period);
        expect(found.spendPico - found.servedSpendPico - found.wastePico).toBe(period.abortedPico);
        const shares = found.tiers.map((tier) => tier.share).filter((share) => share !== null);
        const contributions = found.tiers.map((tier) => tier.contribution).filter((part) => part !== null);
        if (found.servedKnown === 0) {
          expect([found.warc, found.primary, found.effective, shares.length]).toEqual([null, null, null, 0]);
          return;
        }
        expect(isEqual(sum(shares), ratio(1n))).toBe(true);
        expect(isEqual(sum(contributions), found.warc)).toBe(true);
      }),
    );
  });

  test("the bridge's four steps sum exactly, by way of WARC, to effective cost", () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const found = computeWarc(period);
        const steps = bridge(found);
        expect(steps === null).toBe(found.servedKnown === 0);
        if (!steps) return;
        expect(isEqual(steps[1]?.total ?? null, found.warc)).toBe(true);
        expect(isEqual(steps[2]?.total ?? null, found.warcByTokens)).toBe(true);
        expect(isEqual(steps[3]?.total ?? null, found.effective)).toBe(true);
        expect(isEqual(sum(steps.map((step) => step.usdPerMillion)), found.effective)).toBe(true);
      }),
    );
  });

  test("WARC lies between the cheapest and the dearest tier that served", () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const { tiers, warc } = computeWarc(period);
        const costs = tiers.map((tier) => tier.compositeCost).filter((cost) => cost !== null).sort(compare);
        const [cheapest, dearest] = [costs[0], costs.at(-1)];
        if (!warc || !cheapest || !dearest) return;
        expect(compare(cheapest, warc)).toBeLessThanOrEqual(0);
        expect(compare(warc, dearest)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe("what is unknown", () => {
  test("nothing served: every ratio is unknown, spend is still known", () => {
    const found = computeWarc(periodOf([tierOf(1, 0, 0n)], { wastePico: 7n, unserved: 3, attempts: 3 }));
    expect(found).toMatchObject({
      warc: null,
      warcByTokens: null,
      perThousandCalls: null,
      primary: null,
      premium: null,
      weighting: null,
      wastePerMillion: null,
      effective: null,
    });
    expect(found.tiers[0]).toMatchObject({ share: null, compositeCost: null, contribution: null });
    expect(found.spendPico).toBe(7n);
    expect(bridge(found)).toBeNull();
    expect(computeWarc(periodOf([])).coverage).toBeNull();
  });

  test("a tier that served nothing has no cost, and WARC does without it", () => {
    const found = computeWarc(periodOf([tierOf(1, 10, 100n), tierOf(2, 0, 0n)]));
    expect(found.tiers[1]?.compositeCost).toBeNull();
    expect(nine(found.tiers[1]?.contribution ?? null)).toBe("0.000000000");
    expect(isEqual(found.warc, ratio(1n))).toBe(true);
  });

  test("one primary without a price leaves primary cost and premium unknown, but not WARC", () => {
    const found = computeWarc(periodOf([{ ...tierOf(1, 10, 100n), primaryKnown: 9 }, tierOf(2, 5, 500n)]));
    expect([found.primary, found.premium, bridge(found)]).toEqual([null, null, null]);
    expect(found.tiers[0]?.primaryCost).toBeNull();
    expect(found.warc).not.toBeNull();
    expect(found.effective).not.toBeNull();
  });

  test("served calls without tokens leave their tier's cost and WARC unknown, not the spend per token", () => {
    const fee = { ...tierOf(2, 1, 0n), tokens: 0n, costPico: 5n };
    const found = computeWarc(periodOf([tierOf(1, 1, 100n), fee]));
    expect([found.warc, found.primary]).toEqual([null, null]);
    expect(isEqual(found.warcByTokens, ratio(1_000_000_000_005n, 10n ** 12n))).toBe(true);
  });

  test("calls of unknown cost leave the shares and lower the coverage", () => {
    const tiers = [{ ...tierOf(1, 3, 100n), served: 4 }, tierOf(2, 1, 500n)];
    const found = computeWarc(periodOf(tiers, { attempts: 8, unknownAmounts: 2 }));
    expect(found.served).toBe(5);
    expect(nine(found.tiers[0]?.share ?? null)).toBe("0.750000000");
    expect(nine(found.coverage)).toBe("0.750000000");
  });

  test("a premium is negative when fallbacks are cheaper", () => {
    const { premium, primary } = computeWarc(periodOf([tierOf(1, 1, 100n), tierOf(2, 1, 50n)]));
    expect(nine(premium)).toBe("-0.250000000");
    expect(premium && primary && nine(divide(premium, primary))).toBe("-0.250000000");
    expect(premium && primary && nine(add(premium, primary))).toBe("0.750000000");
  });
});
