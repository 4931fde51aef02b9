import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CAUSES } from "@/lib/core/outcome";
import { prepareWaste, type WasteChartInput, type WasteOfCause } from "./prepare-waste";

const HOUR_MS = 3_600_000;
const USD = 1_000_000_000_000n;
const first = Date.UTC(2026, 10, 22, 10);
const slots = [0, 1, 2].map((index) => ({ start: new Date(first + index * HOUR_MS), end: new Date(first + (index + 1) * HOUR_MS) }));

const of = (slot: number, more: Partial<WasteOfCause>): WasteOfCause => ({
  slot, cause: "stream_cut", failed: 1, unknown: 0, costPico: 0n, estimatedPico: 0n, ...more,
});
const inputOf = (rows: WasteOfCause[], more: Partial<WasteChartInput> = {}): WasteChartInput => ({
  slots, rows, unit: "hour", from: new Date(first), zone: "UTC", now: new Date(first + 2.5 * HOUR_MS),
  callsHref: (from, to) => `${from.toISOString()}/${to.toISOString()}`, ...more,
});

describe("waste over time", () => {
  const chart = prepareWaste(inputOf([
    of(0, { costPico: 3n * USD, estimatedPico: USD, failed: 2 }),
    of(0, { cause: "rate_limited", costPico: USD, failed: 4 }),
    of(2, { cause: "timeout_stall", failed: 5, unknown: 5 }),
  ]));
  const [full, empty, filling] = chart.columns;

  test("stacks the looks of causes from the ground up, what is estimated above what was reported", () => {
    expect(chart.ticks.at(-1)).toEqual({ label: "$4.00", y: 0 });
    expect(full?.segments).toEqual([
      { look: "limit", isEstimated: false, y: 75, height: 25 },
      { look: "cut", isEstimated: false, y: 25, height: 50 },
      { look: "cut", isEstimated: true, y: 0, height: 25 },
    ]);
  });

  test("has nothing in a slot without failed attempts, and says zero, for it is a sum", () => {
    expect(empty).toMatchObject({ segments: [], unknown: 0, summary: "22 Nov, 11:00: waste $0.00, 0 failed attempts." });
  });

  test("counts what is unknown in words, in no height", () => {
    expect(filling).toMatchObject({ segments: [], unknown: 5, top: 100, partial: "still filling" });
    expect(filling?.summary).toBe("22 Nov, 12:00: waste $0.00, 5 failed attempts, 5 of unknown cost, still filling.");
    expect(chart.summary).toBe(
      "Waste of $4.00 in 11 failed attempts, the most in the hour of 22 Nov, 10:00: $4.00. 5 attempts of unknown cost are in no column.",
    );
  });

  test("leads to the calls within the range alone", () => {
    const from = new Date(first + HOUR_MS / 4);
    expect(prepareWaste(inputOf([], { from })).columns[0]).toMatchObject({
      href: `${from.toISOString()}/${new Date(first + HOUR_MS).toISOString()}`, partial: "cut by the start of the range",
    });
  });

  test("of nothing says so", () => {
    const nothing = prepareWaste(inputOf([]));
    expect(nothing.summary).toBe("No failed attempt had a known cost in this range; 0 attempts failed.");
    expect([nothing.looks, nothing.hasEstimated, nothing.hasUnknown]).toEqual([[], false, false]);
  });

  test("draws every amount once: heights are in the proportion of the slots' sums, and none leaves the plot", () => {
    const row = fc.record({
      slot: fc.nat({ max: 2 }), cause: fc.constantFrom(...CAUSES), failed: fc.nat({ max: 9 }), unknown: fc.nat({ max: 3 }),
      costPico: fc.bigInt({ min: 0n, max: 10n * USD }), share: fc.bigInt({ min: 0n, max: 4n }),
    }).map(({ share, ...rest }): WasteOfCause => ({ ...rest, estimatedPico: (rest.costPico * share) / 4n }));
    fc.assert(fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const { columns } = prepareWaste(inputOf(rows));
      const sums = columns.map((_, slot) => rows.filter((one) => one.slot === slot).reduce((sum, one) => sum + Number(one.costPico), 0));
      const heights = columns.map(({ segments }) => segments.reduce((sum, { height }) => sum + height, 0));
      const highest = sums.indexOf(Math.max(...sums));
      for (const [slot, height] of heights.entries()) {
        expect(height).toBeLessThanOrEqual(100.02);
        if ((sums[highest] ?? 0) > 0) expect(height).toBeCloseTo(((heights[highest] ?? 0) * (sums[slot] ?? 0)) / (sums[highest] ?? 1), 1);
      }
    }));
  });
});
