import { describe, expect, it } from "vitest";
import { NO_CAPS } from "@/lib/core/profile";
import { solveClosedForm } from "./closed-form/solve";
import { createScenario, downDomain, fixed, type SmallTier } from "./closed-form/testing/scenarios";
import { checkExactly, exactFormOf } from "./exact-check";
import type { Interval, SimulationResult } from "./result";
import type { Scenario } from "./scenario";

const capped = (concurrent: number, more: Partial<SmallTier> = {}): SmallTier => ({ success: 1, rules: { caps: { ...NO_CAPS, concurrent } }, ...more });
const limited = (more: NonNullable<SmallTier["limits"]>): Scenario => createScenario({ tiers: [{ success: 0.9, limits: { requestsPerMinute: 60, ...more } }, { success: 1 }] });

describe("the closed form of a scenario", () => {
  it("is a chain where nothing is limited, also with domains that fail", () => {
    const scenario = createScenario({ tiers: [{ success: 0.9 }, { success: 0.8 }], domains: { p1: downDomain(0.1) } });
    expect(exactFormOf(scenario)).toBe("chain");
    expect(exactFormOf({ ...scenario, breakers: true })).toBeNull();
  });

  it("is that of the one limit on requests at tier 1", () => {
    expect(exactFormOf(limited({ window: "bucket" }))).toBe("bucket");
    expect(exactFormOf(limited({ window: "fixed-minute" }))).toBe("fixed-minute");
    expect(exactFormOf(limited({ tokensPerMinute: 1_000 }))).toBeNull();
    expect(exactFormOf(limited({ saysWhatIsLeft: true }))).toBeNull();
  });

  it("is Erlang's where capped tiers that never fail overflow into one another, held by the same law", () => {
    expect(exactFormOf(createScenario({ tiers: [capped(8), capped(4), { success: 0.9 }] }))).toBe("erlang");
    expect(exactFormOf(createScenario({ tiers: [capped(8), capped(4, { firstTokenMs: fixed(5_000) })] }))).toBeNull();
    expect(exactFormOf(createScenario({ tiers: [{ success: 0.9 }, capped(4)] }))).toBeNull();
    expect(exactFormOf(createScenario({ tiers: [capped(8, { success: 0.9 })] }))).toBeNull();
  });
});

describe("a simulation", () => {
  const scenario = createScenario({ tiers: [{ success: 0.9 }, { success: 1 }] });
  const withP = (p: Interval): SimulationResult => ({
    ...solveClosedForm(scenario), engine: "events",
    intervals: { replications: 10, availability: [1, 1], warcUsdPerMillion: null, effectiveUsdPerMillion: null, monthlyUsd: null, p: [p, [0, 1]], firstTokenP95Ms: null },
  });

  it("holds when the formula lies in its interval, and not when it lies beside", () => {
    expect(checkExactly(scenario, withP([0.89, 0.91]))).toMatchObject({ form: "chain", expected: 0.9, holds: true });
    expect(checkExactly(scenario, withP([0.91, 0.92]))).toMatchObject({ holds: false });
  });

  it("is not checked without an interval, nor where no formula is exact", () => {
    expect(checkExactly(scenario, { ...withP([0, 1]), intervals: null })).toBeNull();
    expect(checkExactly({ ...scenario, breakers: true }, withP([0, 1]))).toBeNull();
  });
});
