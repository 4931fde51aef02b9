import { describe, expect, test } from "vitest";
import { computeWarc } from "@/lib/core/warc";
import type { Figures } from "@/lib/reports/overview";
import { comparePrediction, MIN_CALLS } from "./compare-prediction";
import { widenIntervals } from "./widen-intervals";

const MILLION = 1_000_000n;
const PICO_PER_USD = 1_000_000_000_000n;

/** Calls of a million tokens each, served so often at each tier for so many USD; `unpriced` more of the first without a price. */
function figuresOf(tiers: readonly { served: number; usd: number }[], { failed = 0, unpriced = 0 } = {}): Figures {
  const rows = tiers.map(({ served, usd }, index) => ({
    tier: index + 1, endpoint: `p${index + 1}/m`, served: served + (index === 0 ? unpriced : 0), servedKnown: served, tokens: BigInt(served) * MILLION,
    costPico: BigInt(served) * BigInt(Math.round(usd * 1_000)) * (PICO_PER_USD / 1_000n), primaryCostPico: 0n, primaryKnown: 0,
  }));
  const warc = computeWarc({ tiers: rows, wastePico: 0n, abortedPico: 0n, unserved: failed, attempts: 0, unknownAmounts: unpriced });
  const served = rows.reduce((all, row) => all + row.served, 0);
  const calls = { all: served + failed, served, failed, aborted: 0, rescued: tiers[1]?.served ?? 0 };
  return { warc, tiers: warc.tiers, calls } as unknown as Figures;
}

const predicted = (p: readonly number[], warcUsdPerMillion: number | null) => ({
  availability: 0.99, warcUsdPerMillion, effectiveUsdPerMillion: null, intervals: null,
  tiers: p.map((share, index) => ({ tier: index + 1, endpoint: `p${index + 1}/m`, p: share })),
}) as unknown as Parameters<typeof comparePrediction>[0];

const WORKED = predicted([0.95, 0.05], 1.2);

describe("a prediction beside what happened", () => {
  test("is held against P among the served calls, and WARC by the same", () => {
    const { tiers, warcUsdPerMillion } = comparePrediction(WORKED, figuresOf([{ served: 950, usd: 1 }, { served: 50, usd: 5 }], { failed: 500 }));
    expect(tiers.map(({ happened }) => happened)).toEqual([0.95, 0.05]);
    expect(tiers.map(({ agrees }) => agrees)).toEqual([true, true]);
    expect(warcUsdPerMillion).toMatchObject({ happened: 1.2, agrees: true });
    // ±1.96 × sqrt((0.95 × 1 + 0.05 × 25 − 1.44) / 1,000)
    expect(warcUsdPerMillion.sampling?.[0]).toBeCloseTo(1.2 - 1.959964 * Math.sqrt(0.76 / 1_000), 6);
    expect(warcUsdPerMillion.sampling?.[1]).toBeCloseTo(1.2 + 1.959964 * Math.sqrt(0.76 / 1_000), 6);
  });

  test("looks for P at the calls whose price is known, as WARC does", () => {
    const { tiers, calls } = comparePrediction(WORKED, figuresOf([{ served: 475, usd: 1 }, { served: 25, usd: 5 }], { unpriced: 500 }));
    expect(calls).toBe(1_000);
    expect(tiers[0]?.happened).toBe(0.95);
  });

  test("is refuted on either side of what chance leaves open", () => {
    const high = comparePrediction(WORKED, figuresOf([{ served: 800, usd: 1 }, { served: 200, usd: 5 }]));
    const low = comparePrediction(WORKED, figuresOf([{ served: 1_000, usd: 1 }, { served: 2, usd: 5 }]));
    for (const { warcUsdPerMillion, tiers } of [high, low]) {
      expect(warcUsdPerMillion.agrees).toBe(false);
      expect(tiers.map(({ agrees }) => agrees)).toEqual([false, false]);
    }
    expect(high.availability.agrees).toBe(false);
  });

  test("leaves out of availability what no profile could have served", () => {
    const figures = figuresOf([{ served: 950, usd: 1 }, { served: 40, usd: 5 }], { failed: 110 });
    expect(comparePrediction(WORKED, figures).availability).toMatchObject({ happened: 0.9, agrees: false });
    expect(comparePrediction(WORKED, figures, 100)).toMatchObject({ calls: 1_000, availability: { happened: 0.99, agrees: true } });
  });

  test("is not judged by fewer than 200 calls, nor where nobody knows", () => {
    const few = comparePrediction(WORKED, figuresOf([{ served: MIN_CALLS - 1, usd: 9 }, { served: 0, usd: 5 }]));
    expect([few.warcUsdPerMillion.agrees, few.availability.agrees, few.tiers[1]?.agrees]).toEqual([null, null, null]);
    const none = comparePrediction(WORKED, null);
    expect(none).toMatchObject({ calls: 0, availability: { happened: null }, warcUsdPerMillion: { happened: null, sampling: null }, tiers: [{ happened: null }, { happened: null }] });
    expect(comparePrediction(predicted([1], null), figuresOf([{ served: 500, usd: 1 }])).warcUsdPerMillion.agrees).toBeNull();
  });

  test("of one tier that serves all is no matter of chance: what calls are like is not known to be the cause", () => {
    const { warcUsdPerMillion, tiers } = comparePrediction(predicted([1], 1.2), figuresOf([{ served: 500, usd: 1.3 }]));
    expect(warcUsdPerMillion).toMatchObject({ happened: 1.3, sampling: null, agrees: null });
    expect(tiers[0]?.agrees).toBe(true);
  });
});

describe("the intervals of a simulated prediction", () => {
  type Answer = Parameters<typeof widenIntervals>[0];
  const answerOf = (availability: number, warc: number, intervals: Partial<NonNullable<Answer["intervals"]>> | null) => ({
    availability, warcUsdPerMillion: warc, effectiveUsdPerMillion: null, monthlyUsd: null, firstTokenMs: null, tiers: [{ p: 0.9 }, { p: 0.1 }],
    intervals: intervals && { replications: 8, effectiveUsdPerMillion: null, monthlyUsd: null, firstTokenP95Ms: null, p: [], ...intervals },
  }) as unknown as Answer;
  const simulated = answerOf(0.99, 1.2, { availability: [0.98, 0.995], warcUsdPerMillion: [1.1, 1.3], p: [[0.88, 0.92], [0.08, 0.12]] });

  test("are widened by what the record leaves open, on its own side each, and shares stay shares", () => {
    const formulas = answerOf(0.97, 1, { availability: [0.9, 0.99], warcUsdPerMillion: [0.5, 1.05], p: [[0.7, 0.95], [0.05, 0.3]] });
    expect(widenIntervals(simulated, formulas)).toMatchObject({
      replications: 8, availability: [expect.closeTo(0.91, 9), 1], warcUsdPerMillion: [expect.closeTo(0.6, 9), expect.closeTo(1.35, 9)],
      p: [[expect.closeTo(0.68, 9), expect.closeTo(0.97, 9)], [expect.closeTo(0.03, 9), expect.closeTo(0.32, 9)]], effectiveUsdPerMillion: null,
    });
  });

  test("stay as they are where formulas have none", () => {
    expect(widenIntervals(simulated, answerOf(0.97, 1, null))).toEqual(simulated.intervals);
    expect(widenIntervals(answerOf(0.99, 1.2, null), simulated)).toBeNull();
  });
});
