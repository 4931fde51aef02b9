import { describe, expect, test } from "vitest";
import { formatUsdRatio } from "@/lib/core/money";
import { formulaOf } from "./warc-breakdown";
import { partKey, prepareParts } from "./prepare-parts";
import { figuresOf, workedExample } from "./testing/worked-example";

describe("the parts of WARC", () => {
  test("of one profile are its endpoints, each with its formula", () => {
    const parts = prepareParts(workedExample().tiers, true);
    expect(parts.map(({ label, rank }) => [label, rank])).toEqual([["Tier 1 alpha/m", 0], ["Tier 2 beta/m", 1]]);
    expect(parts.map(formulaOf)).toEqual(["95.0% × $1.00 = $0.95", "5.0% × $5.00 = $0.25"]);
    expect(parts.map(({ atPrimary }) => formulaOf(atPrimary))).toEqual(["95.0% × $1.00 = $0.95", "5.0% × $1.00 = $0.05"]);
  });

  test("are unknown at a primary without a price, and nothing at the primary of calls that nobody served", () => {
    const { tiers } = figuresOf([
      { tier: 1, endpoint: "alpha/m", served: 95, usdPerMillion: 1n },
      { tier: 2, endpoint: "beta/m", served: 5, usdPerMillion: 5n, primaryKnown: 4 },
      { tier: 3, endpoint: "gamma/m", served: 0, usdPerMillion: 5n },
    ]);
    expect(prepareParts(tiers, true).map(({ atPrimary }) => formulaOf(atPrimary))).toEqual([
      "95.0% × $1.00 = $0.95",
      "5.0% × unknown",
      "0.0% of calls add $0.00",
    ]);
  });

  test("of a team pool what stands at the same tier, and sum to its WARC", () => {
    const { warc, tiers } = figuresOf([
      { tier: 1, endpoint: "alpha/m", served: 40, usdPerMillion: 1n },
      { tier: 2, endpoint: "beta/m", served: 10, usdPerMillion: 5n },
      { tier: 1, endpoint: "beta/m", profileId: "nightly", served: 50, usdPerMillion: 5n },
    ]);
    const parts = prepareParts(tiers, false);
    expect(parts.map(({ label }) => label)).toEqual(["Tier 1, all profiles", "Tier 2, all profiles"]);
    expect(parts.map(formulaOf)).toEqual(["90.0% of calls add $2.90", "10.0% of calls add $0.50"]);
    expect(parts.map(({ atPrimary }) => formulaOf(atPrimary))).toEqual(["90.0% of calls add $0.90", "10.0% of calls add $0.10"]);
    expect(warc.warc && formatUsdRatio(warc.warc)).toBe("$3.40");
    expect(parts.map(({ key }) => key)).toEqual(["tier-1", "tier-2"]);
    expect(parts.map(({ filters }) => filters)).toEqual([{ tier: "1" }, { tier: "2" }]);
    expect(prepareParts(tiers, true).map(({ filters }) => filters)).toEqual(["alpha/m", "beta/m", "beta/m"].map((servedBy) => ({ servedBy })));
    expect(tiers.map((tier) => partKey(tier, false))).toEqual(["tier-1", "tier-2", "tier-1"]);
  });
});
