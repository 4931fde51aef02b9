import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketStarts, ceilQuarter, floorQuarter, getRange, isTimeZone, QUARTER_MS, RANGE_PRESETS } from "./period";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONES = [
  "UTC",
  "Asia/Kathmandu",
  "Europe/Berlin",
  "America/New_York",
  "America/Havana",
  "America/Sao_Paulo",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
];

const at = (text: string) => new Date(text);
const iso = (dates: Date[]) => dates.map((date) => date.toISOString());
const anyZone = fc.constantFrom(...ZONES);
const anyTime = fc.date({ min: at("2005-01-01T00:00Z"), max: at("2030-01-01T00:00Z"), noInvalidDate: true });

/** What a clock on the wall shows, asked in another way than the code under test does. */
function wall(date: Date, timeZone: string): string {
  return date.toLocaleString("sv-SE", { timeZone });
}

describe("quarter-hours", () => {
  test("floor and ceil surround a time, and leave a quarter-hour alone", () => {
    expect(floorQuarter(at("2026-09-10T14:14:59.999Z"))).toEqual(at("2026-09-10T14:00Z"));
    expect(ceilQuarter(at("2026-09-10T14:00:00.001Z"))).toEqual(at("2026-09-10T14:15Z"));
    fc.assert(
      fc.property(anyTime, (time) => {
        const [floor, ceil] = [floorQuarter(time), ceilQuarter(time)];
        expect(floor <= time && time <= ceil).toBe(true);
        expect(floor.getTime() % QUARTER_MS).toBe(0);
        expect([0, QUARTER_MS]).toContain(ceil.getTime() - floor.getTime());
        expect(ceilQuarter(floor)).toEqual(floor);
      }),
    );
  });
});

describe("presets", () => {
  test.each([
    ["today", "UTC", "2026-03-29T00:00Z", "2026-03-29T14:15Z"],
    ["today", "Asia/Kathmandu", "2026-03-28T18:15Z", "2026-03-29T14:15Z"],
    ["today", "Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T14:15Z"],
    ["24h", "Europe/Berlin", "2026-03-28T14:15Z", "2026-03-29T14:15Z"],
    ["7d", "Asia/Kathmandu", "2026-03-22T14:15Z", "2026-03-29T14:15Z"],
    ["30d", "UTC", "2026-02-27T14:15Z", "2026-03-29T14:15Z"],
    ["this-month", "Asia/Kathmandu", "2026-02-28T18:15Z", "2026-03-29T14:15Z"],
    ["this-month", "America/New_York", "2026-03-01T05:00Z", "2026-03-29T14:15Z"],
    ["last-month", "America/New_York", "2026-02-01T05:00Z", "2026-03-01T05:00Z"],
    ["last-month", "Asia/Kathmandu", "2026-01-31T18:15Z", "2026-02-28T18:15Z"],
  ] as const)("%s in %s", (preset, zone, from, to) => {
    expect(getRange(preset, at("2026-03-29T14:05:30Z"), zone)).toEqual({ from: at(from), to: at(to) });
  });

  test("a month that contains a change of clocks keeps both its local midnights", () => {
    expect(getRange("last-month", at("2026-04-10T00:00Z"), "Europe/Berlin")).toEqual({
      from: at("2026-02-28T23:00Z"),
      to: at("2026-03-31T22:00Z"),
    });
    expect(getRange("last-month", at("2026-01-10T00:00Z"), "UTC").from).toEqual(at("2025-12-01T00:00Z"));
  });

  test("the local date decides which month it is", () => {
    const now = at("2026-03-31T18:30Z");
    expect(getRange("this-month", now, "Asia/Kathmandu").from).toEqual(at("2026-03-31T18:15Z"));
    expect(getRange("this-month", now, "UTC").from).toEqual(at("2026-03-01T00:00Z"));
  });

  test("every range is on quarter-hours, and holds the present unless it is closed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...RANGE_PRESETS), anyTime, anyZone, (preset, now, zone) => {
        const { from, to } = getRange(preset, now, zone);
        expect([from.getTime() % QUARTER_MS, to.getTime() % QUARTER_MS]).toEqual([0, 0]);
        expect(from <= now).toBe(true);
        expect(to > now).toBe(preset !== "last-month");
        if (preset === "last-month") expect(to).toEqual(getRange("this-month", now, zone).from);
      }),
    );
  });

  test("an unknown zone is refused, and so is a mere offset", () => {
    for (const zone of ["Mars/Olympus", "", "+05:37", "UTC\n"]) {
      expect(isTimeZone(zone)).toBe(false);
      expect(() => getRange("today", at("2026-03-29T14:05Z"), zone)).toThrow(RangeError);
    }
    expect(ZONES.every(isTimeZone)).toBe(true);
  });
});

describe("buckets", () => {
  test("days in Kathmandu begin a quarter past the hour in UTC", () => {
    const range = { from: at("2026-03-28T18:15Z"), to: at("2026-03-30T18:15Z") };
    expect(iso(bucketStarts(range, "day", "Asia/Kathmandu"))).toEqual([
      "2026-03-28T18:15:00.000Z",
      "2026-03-29T18:15:00.000Z",
    ]);
    expect(iso(bucketStarts({ ...range, to: at("2026-03-28T20:00Z") }, "hour", "Asia/Kathmandu"))).toEqual([
      "2026-03-28T18:15:00.000Z",
      "2026-03-28T19:15:00.000Z",
    ]);
  });

  test("the first bucket contains the start of the range, and an empty range has none", () => {
    const range = { from: at("2026-03-29T14:45Z"), to: at("2026-03-29T15:30Z") };
    expect(iso(bucketStarts(range, "hour", "UTC"))).toEqual(["2026-03-29T14:00:00.000Z", "2026-03-29T15:00:00.000Z"]);
    expect(iso(bucketStarts(range, "day", "UTC"))).toEqual(["2026-03-29T00:00:00.000Z"]);
    expect(bucketStarts({ from: range.to, to: range.to }, "day", "UTC")).toEqual([]);
    expect(bucketStarts({ from: range.to, to: range.from }, "hour", "UTC")).toEqual([]);
  });

  test.each([
    // One local day each, from midnight to midnight; the clocks change in it.
    ["Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T22:00Z", 23],
    ["Europe/Berlin", "2026-10-24T22:00Z", "2026-10-25T23:00Z", 25],
    ["America/Havana", "2026-11-01T04:00Z", "2026-11-02T05:00Z", 25],
    ["Africa/Cairo", "2026-04-23T22:00Z", "2026-04-24T21:00Z", 23],
    ["America/Sao_Paulo", "2018-11-04T03:00Z", "2018-11-05T02:00Z", 23],
    ["Australia/Lord_Howe", "2026-04-04T13:00Z", "2026-04-05T13:30Z", 25],
  ])("a day of changing clocks in %s from %s", (zone, from, to, hours) => {
    const range = { from: at(from), to: at(to) };
    const longer = { ...range, to: new Date(range.to.getTime() + 1) };
    expect(bucketStarts(range, "day", zone)).toEqual([range.from]);
    expect(bucketStarts(longer, "day", zone)).toEqual([range.from, range.to]);
    expect(bucketStarts(range, "hour", zone)).toHaveLength(hours);
  });

  test("where clocks go back half an hour, one o'clock comes twice and two o'clock begins on the hour again", () => {
    const range = { from: at("2026-04-04T14:00Z"), to: at("2026-04-04T17:00Z") };
    const starts = bucketStarts(range, "hour", "Australia/Lord_Howe");
    expect(starts.map((start) => wall(start, "Australia/Lord_Howe").slice(11, 16))).toEqual([
      "01:00",
      "01:30",
      "02:00",
      "03:00",
    ]);
  });

  test("a day that never was has no bucket", () => {
    const range = { from: at("2011-12-29T10:00Z"), to: at("2011-12-31T10:00Z") };
    const starts = bucketStarts(range, "day", "Pacific/Apia");
    expect(starts.map((start) => wall(start, "Pacific/Apia"))).toEqual(["2011-12-29 00:00:00", "2011-12-31 00:00:00"]);
  });

  test("days ascend, cover the range and each is another local date", () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 1, max: 40 }), anyZone, (from, days, zone) => {
        const range = { from, to: new Date(from.getTime() + days * DAY_MS) };
        const starts = bucketStarts(range, "day", zone);
        expect(starts[0] !== undefined && starts[0] <= from).toBe(true);
        const dates = starts.map((start) => wall(start, zone).slice(0, 10));
        expect(new Set(dates).size).toBe(starts.length);
        for (const start of starts) {
          const before = wall(new Date(start.getTime() - 1), zone).slice(0, 10);
          expect(before < wall(start, zone).slice(0, 10)).toBe(true);
        }
        expect(dates.at(-1)).toBe(wall(new Date(range.to.getTime() - 1), zone).slice(0, 10));
      }),
      { numRuns: 60 },
    );
  });

  test("hours ascend, cover the range, and every time has its bucket's local hour", () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 1, max: 72 }), anyZone, (from, hours, zone) => {
        const range = { from, to: new Date(from.getTime() + hours * HOUR_MS) };
        const starts = bucketStarts(range, "hour", zone);
        expect(starts[0] !== undefined && starts[0] <= from).toBe(true);
        starts.forEach((start, index) => {
          const next = starts[index + 1];
          if (!next) return;
          expect(start < next).toBe(true);
          const last = new Date(next.getTime() - 1);
          expect(wall(last, zone).slice(0, 13)).toBe(wall(start, zone).slice(0, 13));
          // No hour is cut in two, unless the clock went back in it.
          const isNewHour = wall(next, zone).slice(0, 13) !== wall(last, zone).slice(0, 13);
          expect(isNewHour || wall(next, zone) < wall(last, zone)).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("a range that no chart can show is refused rather than counted", () => {
    const range = { from: at("1971-01-01T00:00Z"), to: at("9999-01-01T00:00Z") };
    expect(() => bucketStarts(range, "hour", "UTC")).toThrow("at most 10000 buckets");
    const years = { from: at("2020-01-01T00:00Z"), to: at("2022-01-01T00:00Z") };
    expect(() => bucketStarts(years, "hour", "UTC")).toThrow("at most 10000 buckets");
    expect(bucketStarts(years, "day", "UTC")).toHaveLength(731);
    expect(() => bucketStarts({ ...range, from: at("0050-01-01T00:00Z") }, "day", "UTC")).toThrow("1970");
    expect(() => bucketStarts({ from: new Date(NaN), to: range.to }, "day", "UTC")).toThrow(RangeError);
  });
});
