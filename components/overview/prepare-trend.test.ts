import { describe, expect, test } from "vitest";
import { prepareParts } from "./prepare-parts";
import { prepareTrend, type TrendInput, type TrendSlot } from "./prepare-trend";
import { figuresOf, workedExample } from "./testing/worked-example";

const DAY_MS = 86_400_000;
const first = Date.UTC(2026, 10, 20);
const slot = (index: number, figures: ReturnType<typeof workedExample>): TrendSlot => ({
  start: new Date(first + index * DAY_MS),
  end: new Date(first + (index + 1) * DAY_MS),
  ...figures,
});

const inputOf = (slots: TrendSlot[]): TrendInput => ({
  slots,
  parts: prepareParts(workedExample().tiers, true),
  isOneProfile: true,
  unit: "day",
  range: { from: new Date(first), to: new Date(first + slots.length * DAY_MS) },
  zone: "UTC",
  now: new Date("2026-11-22T12:00:00Z"),
  callsHref: (from, to) => `${from.toISOString().slice(0, 10)}..${to.toISOString().slice(0, 10)}`,
});

const trendOf = (slots: TrendSlot[]) => prepareTrend(inputOf(slots));

describe("WARC over time", () => {
  const trend = trendOf([slot(0, workedExample()), slot(1, figuresOf([])), slot(2, workedExample())]);
  const [full, gap, filling] = trend.columns;

  test("stacks the contributions from the ground up, with the primary cost at its height", () => {
    expect(trend.ticks.map(({ label, y }) => [label, y])).toEqual([["$0.00", 100], ["$0.50", 66.667], ["$1.00", 33.333], ["$1.50", 0]]);
    expect(full?.segments.map(({ key }) => key)).toEqual(["alpha/m", "beta/m"]);
    expect(full?.segments[0]?.y).toBeCloseTo(36.667, 2);
    expect(full?.segments[1]?.y).toBeCloseTo(20, 2);
    expect(full?.primaryY).toBeCloseTo(33.333, 2);
  });

  test("shows a slot without served calls as a gap, not as zero", () => {
    expect(gap).toMatchObject({ segments: [], primaryY: null, summary: "21 Nov: no served calls." });
    expect(gap?.facts[0]).toEqual({ term: "WARC", value: "—" });
  });

  test("marks the slot that is still filling", () => {
    expect([full?.partial, gap?.partial, filling?.partial]).toEqual([null, null, "still filling"]);
    expect(filling?.summary).toBe("22 Nov: WARC $1.20/M, Primary cost $1.00/M, Served 100 calls, Served spend $1.20, still filling.");
  });

  test("marks the slot that the range cuts, and leads to the calls within the range alone", () => {
    const [cut, whole] = prepareTrend({
      ...inputOf([slot(0, workedExample()), slot(1, workedExample())]),
      range: { from: new Date("2026-11-20T15:30:00Z"), to: new Date(first + 2 * DAY_MS) },
      callsHref: (from) => from.toISOString(),
    }).columns;
    expect([cut?.partial, whole?.partial]).toEqual(["cut by the start of the range", null]);
    expect(cut?.summary).toMatch(/, cut by the start of the range\.$/);
    expect([cut?.from, whole?.from, whole?.to]).toEqual(["2026-11-20T15:30:00.000Z", "2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"]);
    expect([cut?.href, whole?.href]).toEqual(["2026-11-20T15:30:00.000Z", "2026-11-21T00:00:00.000Z"]);
  });

  test("leads from each column to the calls behind it", () => {
    expect(trend.columns.map(({ href }) => href)).toEqual(["2026-11-20..2026-11-21", "2026-11-21..2026-11-22", "2026-11-22..2026-11-23"]);
  });

  test("says what there is to see in a sentence", () => {
    expect(trend.summary).toBe("WARC by day, from $1.20/M to $1.20/M. 1 day without served calls.");
    expect(trendOf([slot(0, figuresOf([]))]).summary).toBe("No calls were served in this range.");
  });

  test("marks the slot in which something has a cost that nobody knows, and says of how much", () => {
    const [marked, plain] = trendOf([{ ...slot(0, workedExample()), unknownAmounts: 3 }, slot(1, workedExample())]).columns;
    expect([marked?.hasUnknown, plain?.hasUnknown]).toEqual([true, false]);
    expect(marked?.summary).toMatch(/, Of unknown cost 3 attempts\.$/);
    expect(plain?.summary).not.toMatch(/unknown/);
  });

  test("is told in the unit that the page is told in", () => {
    const [column] = trendOf([slot(0, figuresOf([{ tier: 1, endpoint: "alpha/m", served: 5, usdPerMillion: 2n }], {}, "per-1000-calls"))]).columns;
    expect(column?.facts[0]).toEqual({ term: "WARC", value: "$20.00/1K" });
  });

  test("begins hours where clocks of the zone do, also half an hour from UTC", () => {
    const kolkata = prepareTrend({
      ...inputOf([{ ...slot(0, workedExample()), start: new Date("2026-11-20T18:30:00Z"), end: new Date("2026-11-20T19:30:00Z") }]),
      unit: "hour", zone: "Asia/Kolkata",
    });
    expect(kolkata.columns[0]?.label).toBe("21 Nov, 00:00");
  });

  test("labels no more columns than there is room for", () => {
    const month = Array.from({ length: 31 }, (_, index) => slot(index, workedExample()));
    expect(trendOf(month).labelled).toEqual([0, 6, 12, 18, 24, 30]);
  });
});
