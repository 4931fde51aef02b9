import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketStarts, QUARTER_MS } from "@/lib/core/period";
import { listStretches } from "./stretches";
import { listDaysAndQuarters } from "./day-rollups";

const DAY_MS = 96 * QUARTER_MS;

test("days and quarter-hours cover what the stretches of all units cover, with the same days and nothing between them", () => {
  const ranges = fc.record({ quarter: fc.nat(40_000), length: fc.integer({ min: 1, max: 20 * 96 }) });
  const zones = fc.constantFrom("UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/New_York");
  fc.assert(fc.property(ranges, zones, fc.constantFrom("hour" as const, "day" as const), ({ quarter, length }, zone, unit) => {
    const fromMs = Date.UTC(2025, 9, 1) + quarter * QUARTER_MS;
    const range = { from: new Date(fromMs), to: new Date(fromMs + length * QUARTER_MS) };
    const cuts = bucketStarts(range, unit, zone);
    const stretches = listDaysAndQuarters(range, cuts);
    expect(stretches[0]?.from).toEqual(range.from);
    expect(stretches.at(-1)?.to).toEqual(range.to);
    for (const [index, { unit: length, from, to }] of stretches.entries()) {
      expect(stretches[index - 1]?.unit).not.toBe(length);
      if (index > 0) expect(from).toEqual(stretches[index - 1]?.to);
      expect(to.getTime() % (length === "day" ? DAY_MS : QUARTER_MS)).toBe(0);
    }
    const isDay = ({ unit }: { unit: string }) => unit === "day";
    expect(stretches.filter(isDay)).toEqual(listStretches(range, cuts).filter(isDay));
  }));
});
