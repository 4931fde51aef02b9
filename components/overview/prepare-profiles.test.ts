import { expect, test } from "vitest";
import { formatUsdRatio } from "@/lib/core/money";
import { computeWarc } from "@/lib/core/warc";
import { prepareProfile, type ProfileFigures } from "./prepare-profiles";
import { figuresOf } from "./testing/worked-example";

const calls = { all: 103, served: 100, failed: 2, aborted: 1, rescued: 5 };
function figures(given: Parameters<typeof figuresOf>[0]): ProfileFigures {
  const { tiers } = figuresOf(given);
  return { warc: computeWarc({ tiers, wastePico: 7n, abortedPico: 1n, unserved: 3, attempts: 110, unknownAmounts: 0 }), tiers, calls };
}

test("a profile is a row of its cost, shares, WARC, premium, waste and availability", () => {
  const row = prepareProfile("extract", figures([
    { tier: 1, endpoint: "alpha/m", served: 95, usdPerMillion: 1n }, { tier: 2, endpoint: "beta/m", served: 5, usdPerMillion: 5n },
  ]), "by-calls");
  expect(row).toMatchObject({ key: "extract", calls: 103, wastePico: 7n, isServed: true, sharesText: "Tier 1 95.0%, tier 2 5.0%" });
  expect(row.shares).toEqual([{ rank: 0, x: 0, width: 95 }, { rank: 1, x: 95, width: 5 }]);
  expect([row.warc, row.premium].map((value) => value && formatUsdRatio(value))).toEqual(["$1.20", "$0.20"]);
  expect(row.availability.without).toEqual({ numerator: 95n, denominator: 102n });
});

test("endpoints at the same tier are one part of the bar, and tiers that served nothing are none", () => {
  const row = prepareProfile("all", figures([
    { tier: 1, endpoint: "alpha/m", served: 30, usdPerMillion: 1n }, { tier: 1, endpoint: "beta/m", profileId: "chat", served: 10, usdPerMillion: 2n }, { tier: 2, endpoint: "gamma/m", served: 0, usdPerMillion: 2n },
  ]), "by-calls");
  expect(row.sharesText).toBe("Tier 1 100.0%");
  expect(row.shares).toEqual([{ rank: 0, x: 0, width: 100 }]);
});

test("in another unit the same calls have another WARC", () => {
  const given = figures([{ tier: 1, endpoint: "alpha/m", served: 95, usdPerMillion: 1n }, { tier: 2, endpoint: "beta/m", served: 5, usdPerMillion: 5n }]);
  const warc = prepareProfile("extract", given, "per-1000-calls").warc;
  expect(warc && formatUsdRatio(warc)).toBe("$12.00");
});
