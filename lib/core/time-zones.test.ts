import { describe, expect, test } from "vitest";
import { isTimeZone } from "./period";
import { findTimeZone, listTimeZones } from "./time-zones";

describe("listTimeZones", () => {
  test("begins with UTC, names each zone once and by today's name, and knows all of them", () => {
    const zones = listTimeZones();
    expect(zones[0]).toBe("UTC");
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones).toEqual(expect.arrayContaining(["Asia/Kolkata", "Asia/Kathmandu", "America/New_York", "Europe/Berlin"]));
    expect(zones).not.toContain("Asia/Calcutta");
    expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  });
});

describe("findTimeZone", () => {
  test.each([
    ["UTC", "UTC"],
    ["utc", "UTC"],
    [" asia/kolkata ", "Asia/Kolkata"],
    ["New York", "America/New_York"],
    ["america/new york", "America/New_York"],
    ["Asia/Calcutta", "Asia/Calcutta"],
  ])("finds %j as %s", (typed, zone) => {
    expect(findTimeZone(typed)).toBe(zone);
  });

  test.each(["", "Mars/Olympus", "+05:30", "Atlantis", "UTC; DROP TABLE teams"])("finds no zone in %j", (typed) => {
    expect(findTimeZone(typed)).toBeNull();
  });
});
