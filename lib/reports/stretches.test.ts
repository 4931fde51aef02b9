import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketStarts, QUARTER_MS, type Range } from "@/lib/core/period";
import { listStretches, type Stretch } from "./stretches";

const LENGTH = { quarter: QUARTER_MS, hour: 4 * QUARTER_MS, day: 96 * QUARTER_MS };
const ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland"];

const ranges = fc
  .record({ quarter: fc.nat(40_000), length: fc.integer({ min: 1, max: 40 * 96 }) })
  .map(({ quarter, length }): Range => {
    const fromMs = Date.UTC(2025, 11, 1) + quarter * QUARTER_MS;
    return { from: new Date(fromMs), to: new Date(fromMs + length * QUARTER_MS) };
  });
const charts = fc.record({ range: ranges, unit: fc.constantFrom("hour" as const, "day" as const), zone: fc.constantFrom(...ZONES) });

/** When each of its units begins. */
function unitsOf({ unit, from, to }: Stretch): number[] {
  const count = (to.getTime() - from.getTime()) / LENGTH[unit];
  expect(Number.isInteger(count)).toBe(true);
  return Array.from({ length: count }, (_, index) => from.getTime() + index * LENGTH[unit]);
}

describe("the stretches of a range", () => {
  test("have every moment of it once, in order, and nothing else", () => {
    fc.assert(fc.property(charts, ({ range, unit, zone }) => {
      const stretches = listStretches(range, bucketStarts(range, unit, zone));
      expect(stretches[0]?.from).toEqual(range.from);
      expect(stretches.at(-1)?.to).toEqual(range.to);
      for (const [index, { from }] of stretches.entries()) if (index > 0) expect(from).toEqual(stretches[index - 1]?.to);
    }));
  });

  /** Whether a slot of the chart begins inside. */
  const isCut = (starts: ReadonlySet<number>, fromMs: number, length: number) => {
    for (let at = fromMs + QUARTER_MS; at < fromMs + length; at += QUARTER_MS) if (starts.has(at)) return true;
    return false;
  };
  const startsOf = ({ range, unit, zone }: { range: Range; unit: "hour" | "day"; zone: string }) => bucketStarts(range, unit, zone);

  test("are of whole units of UTC, none of which is in two slots of the chart", () => {
    fc.assert(fc.property(charts, (chart) => {
      const starts = startsOf(chart);
      const cuts = new Set(starts.map((start) => start.getTime()));
      for (const stretch of listStretches(chart.range, starts)) {
        const units = unitsOf(stretch);
        expect(units.filter((fromMs) => fromMs % LENGTH[stretch.unit] !== 0 || isCut(cuts, fromMs, LENGTH[stretch.unit]))).toEqual([]);
      }
    }));
  });

  test("never take a shorter unit where a longer one fits", () => {
    fc.assert(fc.property(charts, (chart) => {
      const { range } = chart;
      const starts = startsOf(chart);
      const cuts = new Set(starts.map((start) => start.getTime()));
      const fits = (at: number, length: number) => at >= range.from.getTime() && at + length <= range.to.getTime() && !isCut(cuts, at, length);
      for (const stretch of listStretches(range, starts)) {
        for (const longer of (["hour", "day"] as const).filter((other) => LENGTH[other] > LENGTH[stretch.unit])) {
          const couldBe = unitsOf(stretch).filter((fromMs) => fits(Math.floor(fromMs / LENGTH[longer]) * LENGTH[longer], LENGTH[longer]));
          expect(couldBe).toEqual([]);
        }
      }
    }));
  });

  const at = (text: string) => new Date(`${text}:00Z`);
  const range = { from: at("2026-11-15T14:15"), to: at("2026-11-22T14:15") };
  const describeAll = (zone: string, unit: "hour" | "day") =>
    listStretches(range, bucketStarts(range, unit, zone)).map(({ unit, from, to }) => `${unit} ${from.toISOString().slice(8, 16)}-${to.toISOString().slice(8, 16)}`);

  test("of a week by the day in UTC are six days with hours and quarter-hours at its ends", () => {
    expect(describeAll("UTC", "day")).toEqual([
      "quarter 15T14:15-15T15:00", "hour 15T15:00-16T00:00", "day 16T00:00-22T00:00", "hour 22T00:00-22T14:00", "quarter 22T14:00-22T14:15",
    ]);
  });

  test("of the same week by the day in another zone are hours, and quarter-hours around its midnights where need be", () => {
    expect(describeAll("Europe/Berlin", "day")).toEqual(["quarter 15T14:15-15T15:00", "hour 15T15:00-22T14:00", "quarter 22T14:00-22T14:15"]);
    expect(describeAll("Asia/Kathmandu", "day").slice(0, 4)).toEqual([
      "quarter 15T14:15-15T15:00", "hour 15T15:00-15T18:00", "quarter 15T18:00-15T19:00", "hour 15T19:00-16T18:00",
    ]);
  });

  test("of nothing are none", () => {
    expect(listStretches({ from: range.from, to: range.from }, [])).toEqual([]);
  });
});
