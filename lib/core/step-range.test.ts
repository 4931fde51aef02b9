import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getRange, type Range } from "./period";
import { comparisonRange, stepRange } from "./step-range";

const at = (text: string) => new Date(text);
const range = (from: string, to: string): Range => ({ from: at(from), to: at(to) });
const NOW = at("2026-11-22T14:05:30Z");

describe("the period before", () => {
  test.each<[name: string, of: Range, zone: string, expected: Range]>([
    ["a month so far is the whole month before", getRange("this-month", NOW, "UTC"), "UTC", range("2026-10-01T00:00Z", "2026-11-01T00:00Z")],
    ["a whole month is the one before it", range("2026-03-01T00:00Z", "2026-04-01T00:00Z"), "UTC", range("2026-02-01T00:00Z", "2026-03-01T00:00Z")],
    ["a day so far is yesterday, in its zone", getRange("today", NOW, "Asia/Kathmandu"), "Asia/Kathmandu", range("2026-11-20T18:15Z", "2026-11-21T18:15Z")],
    ["a day after the clocks went back has 25 hours", range("2026-11-02T05:00Z", "2026-11-03T05:00Z"), "America/New_York", range("2026-11-01T04:00Z", "2026-11-02T05:00Z")],
    ["any other range is as long as the range", range("2026-11-10T01:15Z", "2026-11-11T00:15Z"), "UTC", range("2026-11-09T02:15Z", "2026-11-10T01:15Z")],
  ])("%s", (_, of, zone, expected) => {
    expect(stepRange(of, "before", zone, NOW)).toEqual(expected);
  });

  test("leads back where it came from, for whole months and days of any zone", () => {
    const zone = fc.constantFrom("UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe");
    const time = fc.date({ min: at("2015-01-01T00:00Z"), max: at("2026-10-01T00:00Z"), noInvalidDate: true });
    fc.assert(fc.property(zone, time, fc.constantFrom("this-month" as const, "today" as const), (timeZone, inside, unit) => {
      const start = getRange(unit, inside, timeZone).from;
      const before = stepRange({ from: start, to: start }, "before", timeZone, NOW);
      const whole = getRange(unit, new Date(start.getTime() - 1), timeZone);
      expect(before === null || before.to.getTime() === start.getTime()).toBe(true);
      const next = stepRange(whole, "after", timeZone, NOW) as Range;
      expect(next.from).toEqual(start);
      expect(stepRange(next, "before", timeZone, NOW)).toEqual(whole);
    }));
  });
});

describe("the period after", () => {
  test("ends now at the latest, and is none when the range has now in it", () => {
    expect(stepRange(range("2026-10-01T00:00Z", "2026-11-01T00:00Z"), "after", "UTC", NOW)).toEqual(range("2026-11-01T00:00Z", "2026-11-22T14:15Z"));
    expect(stepRange(getRange("7d", NOW, "UTC"), "after", "UTC", NOW)).toBeNull();
    expect(stepRange(range("2026-11-01T00:00Z", "2026-11-08T00:00Z"), "after", "UTC", NOW)).toEqual(range("2026-11-08T00:00Z", "2026-11-15T00:00Z"));
  });
});

describe("what a range is held against", () => {
  test("is no longer than it while it is running, and the whole period before once it is over", () => {
    expect(comparisonRange(getRange("this-month", NOW, "UTC"), "UTC", NOW)).toEqual(range("2026-10-01T00:00Z", "2026-10-22T14:15Z"));
    expect(comparisonRange(range("2026-10-01T00:00Z", "2026-11-01T00:00Z"), "UTC", NOW)).toEqual(range("2026-09-01T00:00Z", "2026-10-01T00:00Z"));
    expect(comparisonRange(getRange("7d", NOW, "UTC"), "UTC", NOW)).toEqual(range("2026-11-08T14:15Z", "2026-11-15T14:15Z"));
  });
});
