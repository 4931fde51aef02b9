import { describe, expect, it } from "vitest";
import { NOTHING_KNOWN, type Outlook } from "./outlook";
import { planCall } from "./plan";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIMERS, type Endpoint, type ProfileRules, type TierRules } from "./profile";
import { PLAIN_CALL } from "./testing/call-facts";
import { createTier } from "./testing/tiers";
import { failed, trail } from "./testing/walking";
import { walkPlanOf } from "./walk-plan";

type Tier = { rules?: Partial<TierRules>; endpoint?: Partial<Endpoint>; outlook?: Partial<Outlook> };

function walkPlan(tiers: Record<string, Tier>, rules: Partial<ProfileRules> = {}, facts = PLAIN_CALL) {
  const profile = { ...DEFAULT_PROFILE_RULES, ...rules };
  const plan = planCall({
    rules: profile, unresolved: [], unsayableAt: () => null, preference: {}, facts, remainingMs: 60_000, draw: 0.5,
    tiers: Object.entries(tiers).map(([name, tier], index) => createTier(index + 1, name, tier.rules, tier.endpoint)),
    outlookOf: ({ endpoint }) => ({ ...NOTHING_KNOWN, ...tiers[endpoint.provider]?.outlook }),
  });
  return walkPlanOf(plan, profile, facts, 60_000);
}

describe("the walk's part of a plan", () => {
  it("lets a tier's timers stand in place of the profile's", () => {
    const { candidates } = walkPlan({ a: { rules: { timers: { firstTokenMs: 900 } } }, b: {} });
    expect(candidates.map(({ timers }) => timers.firstTokenMs)).toEqual([900, 60_000]);
  });

  it("is patient with models that reason unseen, unless somebody set the timer", () => {
    const first = (...made: Parameters<typeof walkPlan>) => walkPlan(...made).candidates[0]?.timers.firstTokenMs;
    const reasoning = { ...PLAIN_CALL, parameters: ["reasoning"] };
    expect(first({ a: {} }, {}, reasoning)).toBe(600_000);
    expect(first({ a: { endpoint: { parameters: ["reasoning"] } } })).toBe(600_000);
    expect(first({ a: { endpoint: { model: "openai/gpt-5" } } })).toBe(600_000);
    expect(first({ a: { endpoint: { model: "openai/gpt-5", parameters: ["seed"] } } })).toBe(60_000);
    expect(first({ a: { rules: { timers: { firstTokenMs: 5_000 } } } }, {}, reasoning)).toBe(5_000);
    expect(first({ a: {} }, { timers: { ...DEFAULT_TIMERS, firstTokenMs: 8_000 } }, reasoning)).toBe(8_000);
    expect(first({ a: {} })).toBe(60_000);
  });

  it("knows how quick an endpoint can be by its first tokens, for calls that do not stream too", () => {
    const outlook = { firstToken: { p50Ms: 300, p90Ms: 500, minMs: 90 }, whole: { p50Ms: 4_000, p90Ms: 9_000, minMs: 2_000 } };
    expect(walkPlan({ a: { outlook } }).candidates[0]).toMatchObject({ quickestMs: 90, usualMs: 9_000 });
  });
});

describe("expected cost after a failure", () => {
  const price = (perToken: bigint) => ({ base: { input: perToken, output: perToken }, steps: [] });
  const healthy = { served: 300, fellBack: 1, ended: 0 };
  const tiers = (mate: bigint, other: bigint): Record<string, Tier> => ({
    a: { endpoint: { failureDomain: "cloud" }, outlook: { price: price(1n), chances: healthy } },
    mate: { endpoint: { failureDomain: "cloud" }, outlook: { price: price(mate), chances: healthy } },
    other: { outlook: { price: price(other), chances: healthy } },
    last: { rules: { lastResort: true }, outlook: { price: price(1n), chances: healthy } },
  });
  const order = (mate: bigint, other: bigint, cause: "network" | "rate_limited") =>
    trail([failed(cause), failed("server_error"), failed("server_error"), { type: "served" }], walkPlan(tiers(mate, other), { strategy: "expected-cost" }));

  it("doubts the failed one's domain, without simply moving it back", () => {
    expect(order(20n, 21n, "network")).toBe("1 3 2 4 served");
    expect(order(2n, 2_000n, "network")).toBe("1 2 3 4 served");
  });

  it("does not doubt the domain for what is the endpoint's own matter", () => {
    expect(order(20n, 21n, "rate_limited")).toBe("1 2 3 4 served");
  });

  it("leaves the order of other strategies alone", () => {
    expect(walkPlan(tiers(20n, 21n)).reorder).toBeNull();
  });
});
