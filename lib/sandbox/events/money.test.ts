import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeWarc } from "@/lib/core/warc";
import { BROKEN, endpoint, run } from "./testing/scenario";

const late = (billedMillionths: number) => ({ ...BROKEN, cause: "timeout_first_token" as const, httpStatus: null, billedMillionths });
const unpriced = { prices: [] };

describe("the money of a simulation", () => {
  it("is the sum of its parts to the pico, whatever the scenario", () => {
    const tier = fc.record({ usd: fc.double({ min: 0.001, max: 80, noNaN: true }), success: fc.double({ min: 0, max: 1, noNaN: true }), billed: fc.integer({ min: 0, max: 1_000_000 }), retries: fc.integer({ min: 0, max: 2 }) });
    const factor = fc.double({ min: 0.01, max: 10, noNaN: true });
    fc.assert(fc.property(fc.array(tier, { minLength: 1, maxLength: 4 }), factor, fc.nat(), (tiers, price, seed) => {
      const { sums, calls, spendUsd, tiers: told } = run({
        tiers: tiers.map(({ usd, success, billed, retries }) => ({ model: endpoint(usd, { success, failures: [late(billed)] }), rules: { retries } })),
        callsPerMinute: 60, minutes: 4, seed,
        trouble: [{ kind: "price", fromMinute: 1, toMinute: 3, endpointIds: ["p1/llama"], factorMillionths: Math.round(price * 1e6) }],
      });
      if (!sums) throw new Error("A simulation has sums");
      const parts = sums.tiers.reduce((all, { costPico }) => all + costPico, sums.wastePico + sums.abortedPico);
      expect(computeWarc(sums).spendPico).toBe(parts);
      expect(sums.tiers.reduce((all, { served }) => all + served, sums.unserved)).toBe(calls);
      expect(spendUsd).toBe(Number(parts) / 1e12);
      const made = told.reduce((all, each) => all + each.served + Object.values(each.failed).reduce((sum, share) => sum + share, 0), 0);
      expect(made * calls).toBeCloseTo(sums.attempts, 6);
    }), { numRuns: 40 });
  });

  it("is not known where failures are billed by nobody knows what", () => {
    const { sums, spendUsd, wasteUsdPerMillion } = run({ tiers: [{ model: endpoint(1, { success: 0, failures: [late(500_000)], ...unpriced }) }, { model: endpoint(5) }] });
    expect(sums?.unknownAmounts).toBe(sums?.attempts === undefined ? -1 : sums.attempts / 2);
    expect([spendUsd, wasteUsdPerMillion]).toEqual([null, null]);
  });

  it("has no primary cost of calls whose primary has no price", () => {
    const { sums, primaryUsdPerMillion } = run({ tiers: [{ model: endpoint(1, { success: 0, ...unpriced }) }, { model: endpoint(5) }] });
    expect(sums?.tiers[1]).toMatchObject({ primaryKnown: 0, primaryCostPico: 0n });
    expect(sums?.tiers[1]?.servedKnown).toBeGreaterThan(5_000);
    expect(primaryUsdPerMillion).toBeNull();
  });
});
