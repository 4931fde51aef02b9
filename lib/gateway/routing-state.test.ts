import { describe, expect, it } from "vitest";
import { planCall } from "@/lib/core/plan";
import { DEFAULT_PROFILE_RULES, NIL_ID, NO_CAPS } from "@/lib/core/profile";
import { PLAIN_CALL } from "@/lib/core/testing/call-facts";
import { createTier } from "@/lib/core/testing/tiers";
import { LocalRoutingState, type Owner } from "./routing-state";

const OWNER = { teamId: NIL_ID, profileSlug: "p" };
const OTHER = { ...OWNER, profileSlug: "q" };
const PRICE = { base: { input: 1n, output: 1n }, steps: [] };
const TIER = createTier(1, "a", { caps: { ...NO_CAPS, concurrent: 1 } });

function outlookOf(state: LocalRoutingState, owner: Owner, tier = TIER) {
  return state.outlookOf({ owner, tier, price: PRICE, facts: PLAIN_CALL });
}

function enter(state: LocalRoutingState, owner: Owner, tier = TIER) {
  const [candidate] = planCall({
    rules: DEFAULT_PROFILE_RULES, tiers: [tier], unresolved: [], unsayableAt: () => null, preference: {}, facts: PLAIN_CALL, remainingMs: 1, draw: 0,
    outlookOf: () => outlookOf(state, owner, tier),
  }).candidates;
  const door = candidate && state.enter({ owner, candidate, facts: PLAIN_CALL, forced: false });
  if (!door?.open) throw new Error("closed");
  return door.pass;
}

const REFUSED = {
  attempt: { outcome: "failed", cause: "rate_limited", usage: null, costPico: 0n, basis: "reported", firstTokenMs: null, totalMs: 5 },
  retryAfterMs: 9_000, leftTier: true, isChance: false, isObserved: true,
} as const;

describe("what a gateway knows", () => {
  it("is one breaker for an endpoint, whichever profile asks, and caps for each profile", () => {
    const state = new LocalRoutingState(() => 0);
    const pass = enter(state, OWNER);
    expect([outlookOf(state, OWNER).capped !== null, outlookOf(state, OTHER).capped]).toEqual([true, null]);
    pass.end(REFUSED);
    expect([outlookOf(state, OWNER).open?.untilMs, outlookOf(state, OTHER).open?.untilMs]).toEqual([9_000, 9_000]);
  });

  it("is told the time when things happen, not when they began", () => {
    let nowMs = 0;
    const state = new LocalRoutingState(() => nowMs);
    const pass = enter(state, OWNER);
    nowMs = 5_000;
    pass.end(REFUSED);
    expect(outlookOf(state, OWNER).open?.untilMs).toBe(14_000);
    nowMs = 14_000;
    expect(outlookOf(state, OWNER).open).toBeNull();
  });

  it("forgets an endpoint with its credential, and all with a restart", () => {
    const state = new LocalRoutingState(() => 0);
    enter(state, OWNER).end(REFUSED);
    enter(state, OTHER, createTier(1, "b")).end(REFUSED);
    state.forgetEndpoints([TIER.endpoint.id]);
    expect([outlookOf(state, OWNER).open, outlookOf(state, OWNER, createTier(1, "b")).open?.untilMs]).toEqual([null, 9_000]);
    state.forget();
    expect(outlookOf(state, OWNER, createTier(1, "b")).open).toBeNull();
  });
});
