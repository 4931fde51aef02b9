import { describe, expect, test } from "vitest";
import { resultOf } from "../result/testing/result-of";
import { prepareCompare } from "./prepare-compare";

const current = {
  key: "current", name: "Current", isCurrent: true,
  result: resultOf({ warcUsdPerMillion: 1.2, primaryUsdPerMillion: 1, effectiveUsdPerMillion: 1.3, availability: 0.9975, monthlyUsd: 1_000, attemptsPerCall: 1.05, firstTokenMs: { meanMs: 700, p50Ms: 600, p95Ms: 2_000 } }),
};
const candidate = {
  key: "1", name: "Candidate 1", isCurrent: false,
  result: resultOf({
    warcUsdPerMillion: 1.1, primaryUsdPerMillion: 1, effectiveUsdPerMillion: 1.43, availability: 0.9999, monthlyUsd: 1_100, attemptsPerCall: 1.05, firstTokenMs: { meanMs: 700, p50Ms: 540, p95Ms: 2_000 },
    intervals: { replications: 8, availability: [0.9998, 0.99995], warcUsdPerMillion: [1.05, 1.15], effectiveUsdPerMillion: null, monthlyUsd: [1_050, 1_150], p: [[1, 1]], firstTokenP95Ms: null },
  }),
};

const cells = (key: string) => prepareCompare([current, candidate]).find((row) => row.key === key)?.cells;

describe("the table of profiles side by side", () => {
  test("holds a candidate against the profile that serves, with sign and word", () => {
    expect(cells("effective")?.map(({ value, change, tone }) => [value, change, tone])).toEqual([
      ["$1.30/M", null, "plain"],
      ["$1.43/M", "+$0.13/M (+10.0%), dearer", "premium"],
    ]);
    expect(cells("premium")?.[1]?.change).toBe("-$0.10/M, cheaper");
    expect(cells("p50")?.[1]?.change).toBe("-60 ms, faster");
  });

  test("never judges WARC by itself", () => {
    expect(cells("warc")?.[1]).toEqual({ value: "$1.10/M", words: null, note: "$1.05/M to $1.15/M", span: null, change: "-$0.10/M, lower", tone: "plain" });
  });

  test("tells availability rounded down, and of how many calls one fails", () => {
    expect(cells("availability")?.map(({ value, words, note }) => [value, words, note])).toEqual([
      ["99.750%", "1 in 400 failed", null],
      ["99.990%", "1 in 10,000 failed", "99.980% to 99.995%"],
    ]);
  });

  test("tells apart what chance leaves open from what the inputs do", () => {
    const open = { replications: 200, availability: [0.98, 0.999], warcUsdPerMillion: null, effectiveUsdPerMillion: null, monthlyUsd: [800, 1_300], p: [], firstTokenP95Ms: null } as const;
    const cell = prepareCompare([current, candidate], [null, open]).find(({ key }) => key === "monthly")?.cells[1];
    expect(cell).toMatchObject({ note: "$1,050.00 to $1,150.00", span: "$800.00 to $1,300.00" });
  });

  test("says nothing of a difference where there is none, or where something is unknown", () => {
    expect(cells("attempts")?.[1]?.change).toBeNull();
    const unpriced = { ...candidate, result: { ...candidate.result, effectiveUsdPerMillion: null, warcUsdPerMillion: null } };
    const rows = prepareCompare([current, unpriced]);
    expect(rows.find(({ key }) => key === "effective")?.cells[1]).toMatchObject({ value: "Unknown", change: null });
    expect(rows.find(({ key }) => key === "premium")?.cells[1]).toMatchObject({ value: "Unknown", change: null });
  });
});
