import fc from "fast-check";
import { expect, test } from "vitest";
import { addMonths, dayOf, isMonth, monthOf, monthRange } from "./month";
import { QUARTER_MS } from "./period";

const ZONES = ["UTC", "Asia/Kathmandu", "Asia/Kolkata", "America/New_York", "Europe/Berlin", "Africa/Cairo", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe"];

test("a month is four digits of a year and two of a month, and nothing else", () => {
  for (const text of ["2026-11", "1999-01", "2100-12"]) expect(isMonth(text)).toBe(true);
  for (const text of ["2026-13", "2026-00", "2026-1", "2026-11-01", "1969-12", " 2026-11", ""]) expect(isMonth(text)).toBe(false);
});

test("months follow each other without a gap in every zone, and an instant is in the month that contains it", () => {
  fc.assert(fc.property(fc.integer({ min: 360, max: 840 }), fc.constantFrom(...ZONES), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (number, zone, share) => {
    const month = addMonths("1970-01", number);
    const { from, to } = monthRange(month, zone);
    expect(monthRange(addMonths(month, 1), zone).from).toEqual(to);
    expect(from.getTime() % QUARTER_MS).toBe(0);
    const at = new Date(from.getTime() + Math.floor(share * (to.getTime() - from.getTime())));
    expect([monthOf(at, zone), dayOf(at, zone).slice(0, 7)]).toEqual([month, month]);
  }), { numRuns: 200 });
});

test("clocks that change make a month an hour longer or shorter", () => {
  const hours = (month: string, zone: string) => (monthRange(month, zone).to.getTime() - monthRange(month, zone).from.getTime()) / 3_600_000;
  expect([hours("2026-10", "Europe/Berlin"), hours("2026-03", "Europe/Berlin"), hours("2026-10", "UTC")]).toEqual([745, 743, 744]);
  expect(monthRange("2026-11", "Asia/Kathmandu").from.toISOString()).toBe("2026-10-31T18:15:00.000Z");
});

test("the last month that there is ends, too", () => {
  expect(monthRange("2999-12", "Asia/Kathmandu").to.toISOString()).toBe("2999-12-31T18:15:00.000Z");
});

test("what is no month is refused", () => {
  expect(() => monthRange("2026-13", "UTC")).toThrow("not a month");
});
