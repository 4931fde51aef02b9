import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetRange, thresholdsCrossed } from "./budget";
import { forecastSpend } from "./budget-forecast";
import { listCheaper, narrowPlan } from "./narrow-plan";
import type { Plan } from "./plan";

const iso = ({ from, to }: { from: Date; to: Date }) => [from.toISOString(), to.toISOString()];

describe("the period of a budget", () => {
  it("follows the calendar of its zone, weeks from Monday", () => {
    const at = new Date("2026-11-01T03:30:00Z");
    expect(iso(budgetRange({ period: "month", rolling: false }, at, "America/New_York"))).toEqual(["2026-10-01T04:00:00.000Z", "2026-11-01T04:00:00.000Z"]);
    expect(iso(budgetRange({ period: "week", rolling: false }, at, "UTC"))).toEqual(["2026-10-26T00:00:00.000Z", "2026-11-02T00:00:00.000Z"]);
    expect(iso(budgetRange({ period: "day", rolling: false }, at, "Asia/Kathmandu"))).toEqual(["2026-10-31T18:15:00.000Z", "2026-11-01T18:15:00.000Z"]);
    expect(iso(budgetRange({ period: "day", rolling: false }, new Date("2026-10-25T12:00:00Z"), "Europe/Berlin"))).toEqual(["2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"]);
  });

  it("goes back from the quarter-hour that is running when it rolls", () => {
    const at = new Date("2026-11-23T12:07:00Z");
    expect(iso(budgetRange({ period: "month", rolling: true }, at, "UTC"))).toEqual(["2026-10-24T12:15:00.000Z", "2026-11-23T12:15:00.000Z"]);
  });

  it("of every kind and zone contains its moment, and ends where the next one begins", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Cairo", "Pacific/Apia", "Australia/Lord_Howe");
    fc.assert(fc.property(zones, fc.constantFrom("day" as const, "week" as const, "month" as const), fc.date({ min: new Date("2010-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }), (zone, period, at) => {
      const { from, to } = budgetRange({ period, rolling: false }, at, zone);
      expect(from <= at && at < to).toBe(true);
      expect(budgetRange({ period, rolling: false }, to, zone).from).toEqual(to);
    }), { numRuns: 200 });
  });
});

it("says which thresholds are reached, not a pico before", () => {
  expect(thresholdsCrossed([100, 50, 80], 799n, 1_000n)).toEqual([50]);
  expect(thresholdsCrossed([100, 50, 80], 800n, 1_000n)).toEqual([50, 80]);
  expect(thresholdsCrossed([], 800n, 1_000n)).toEqual([]);
});

describe("a forecast", () => {
  const range = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-12-01T00:00:00Z") };
  const tenth = Date.parse("2026-11-11T00:00:00Z");

  it("goes on at the pace so far, with the spread of its parts around it", () => {
    const even = Array.from({ length: 10 }, () => 100n);
    expect(forecastSpend(range, even, tenth)).toEqual({ lowPico: 3_000n, expectedPico: 3_000n, highPico: 3_000n });
    const uneven = even.map((part, day) => (day % 2 === 0 ? part + 50n : part - 50n));
    expect(forecastSpend(range, uneven, tenth)).toEqual({ lowPico: 2_000n, expectedPico: 3_000n, highPico: 4_000n });
  });

  it("is none with too little to go by, and never below what is spent", () => {
    expect(forecastSpend(range, [100n, 100n], Date.parse("2026-11-03T00:00:00Z"))).toBeNull();
    expect(forecastSpend(range, [0n, 0n, 0n], tenth)).toBeNull();
    expect(forecastSpend(range, [1_000n], tenth)).toBeNull();
    expect(forecastSpend(range, [0n, 0n, 0n, 1_000n], tenth)?.lowPico).toBe(1_000n);
  });
});

describe("a plan under a budget", () => {
  const entry = (endpoint: string, tier: number, expectedCostUsd: string | null) => ({ endpoint, tier, kept: true, reason: "as written", drop: null, expectedCostUsd, expectedMs: null });
  const plan = (entries: ReturnType<typeof entry>[]) => ({
    entries, primary: null, freeAtMs: null,
    candidates: entries.map(({ endpoint, tier }, index) => ({ position: index + 1, tier, endpoint: { name: endpoint } })),
  }) as unknown as Plan;

  it("keeps the tiers that cost less than the first, or the cheapest", () => {
    expect([...(listCheaper(plan([entry("a", 1, "0.5"), entry("b", 2, "0.4"), entry("c", 3, "0.6"), entry("d", 4, null), entry("e", 5, "0.1")])) ?? [])]).toEqual(["b", "e"]);
    expect([...(listCheaper(plan([entry("a", 1, "0.5"), entry("b", 2, "0.6"), entry("c", 3, "0.5")])) ?? [])]).toEqual(["a"]);
    expect([...(listCheaper(plan([entry("a", 1, null), entry("b", 2, "0.6")])) ?? [])]).toEqual(["b"]);
    expect(listCheaper(plan([entry("a", 1, null)]))).toBeNull();
  });

  it("says of each that it leaves out why, and moves the others up", () => {
    const narrowed = narrowPlan(plan([entry("a", 1, null), entry("b", 2, null)]), ({ endpoint }) => (endpoint.name === "a" ? "over budget" : null));
    expect(narrowed.candidates.map(({ position, endpoint }) => [position, endpoint.name])).toEqual([[1, "b"]]);
    expect(narrowed.entries).toMatchObject([{ endpoint: "a", kept: false, drop: "budget", reason: "over budget" }, { endpoint: "b", kept: true }]);
  });
});
