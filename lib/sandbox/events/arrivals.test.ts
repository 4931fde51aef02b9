import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import type { Traffic, Trouble } from "../scenario";
import { Alias } from "./alias";
import { Arrivals, expectedCalls } from "./arrivals";
import { SHAPE } from "./testing/scenario";

const TRAFFIC: Traffic = { startsAtMs: 0, minutes: 6, rate: { stretchMinutes: 2, callsPerMinute: [60, 0, 120] }, arrivals: "even", shapes: [SHAPE] };
const BURST: Trouble = { kind: "traffic", factor: 10, fromMinute: 1, toMinute: 1.5 };

function countByMinute(traffic: Traffic, trouble: readonly Trouble[] = []): number[] {
  const arrivals = new Arrivals(traffic, trouble, createRandom(1));
  const counts = Array<number>(traffic.minutes).fill(0);
  for (let atMs = arrivals.next(); atMs < Infinity; atMs = arrivals.next()) {
    const minute = Math.floor(atMs / 60_000);
    counts[minute] = (counts[minute] ?? 0) + 1;
  }
  return counts;
}

describe("arrivals", () => {
  it("follow the stretches of the rate, over and over", () => {
    expect(countByMinute(TRAFFIC)).toEqual([60, 60, 0, 0, 120, 120]);
    expect(countByMinute({ ...TRAFFIC, minutes: 8 }).slice(6)).toEqual([60, 60]);
  });

  it.each([[0.20000020000000002], [0.16666696666666667], [0.1250005], [0.10000070000000001]])("come to an end with stretches of %d minutes, whose multiples are not exact", (stretchMinutes) => {
    const counts = countByMinute({ ...TRAFFIC, minutes: 20, rate: { stretchMinutes, callsPerMinute: [60] } });
    expect(counts).toEqual(Array<number>(20).fill(60));
  });

  it("multiply in a burst, from its first moment up to its last", () => {
    expect(countByMinute(TRAFFIC, [BURST])).toEqual([60, 330, 0, 0, 120, 120]);
    expect(expectedCalls(TRAFFIC, [BURST])).toBe(630);
  });

  it("of Poisson's kind have as many as expected, and vary as much", () => {
    const counts = countByMinute({ ...TRAFFIC, minutes: 2_000, arrivals: "poisson", rate: { stretchMinutes: 60, callsPerMinute: [30] } });
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    expect(Math.abs(mean - 30)).toBeLessThan(0.5);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.13);
  });
});

it("shapes are drawn in proportion to their weights", () => {
  const weights = [5, 0, 1, 2.5, 0.5, 1];
  const alias = new Alias(weights);
  const counts = weights.map(() => 0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const index = alias.pick(draw / 100_000);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  expect(counts.map((count) => Math.round(count / 1_000) / 10)).toEqual(weights);
});
