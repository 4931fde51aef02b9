import { describe, expect, it } from "vitest";
import { planCall, type Candidate } from "@/lib/core/plan";
import { DEFAULT_PROFILE_RULES, NIL_ID, NO_CAPS } from "@/lib/core/profile";
import { PLAIN_CALL } from "@/lib/core/testing/call-facts";
import { createTier } from "@/lib/core/testing/tiers";
import type { AttemptRecord } from "@/lib/ledger/record";
import { LocalRoutingState, type Door } from "./routing-state";

const OWNER = { teamId: NIL_ID, profileSlug: "p" };
const PRICE = { base: { input: 1n, output: 1n }, steps: [] };
const [A, B] = [createTier(1, "a", { caps: { ...NO_CAPS, concurrent: 1 } }), createTier(2, "b")];

function outputOf(state: LocalRoutingState, tier = A) {
  return state.outlookOf({ owner: OWNER, tier, price: PRICE, facts: PLAIN_CALL }).outputTokens;
}

function candidateOf(state: LocalRoutingState, tier: typeof A): Candidate {
  const [candidate] = planCall({
    rules: DEFAULT_PROFILE_RULES, tiers: [tier], unresolved: [], preference: {}, facts: PLAIN_CALL, remainingMs: 1, draw: 0,
    outlookOf: () => state.outlookOf({ owner: OWNER, tier, price: PRICE, facts: PLAIN_CALL }),
  }).candidates;
  if (!candidate) throw new Error("nobody");
  return candidate;
}

function enter(state: LocalRoutingState, tier: typeof A, maxOutputTokens: number | null = null): Door {
  return state.enter({ owner: OWNER, candidate: candidateOf(state, tier), facts: { ...PLAIN_CALL, maxOutputTokens }, forced: false });
}

function serve(state: LocalRoutingState, tier: typeof A, output: number, maxOutputTokens: number | null = null): void {
  const door = enter(state, tier, maxOutputTokens);
  if (!door.open) throw new Error("closed");
  const usage = { input: 10, output, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0 };
  const attempt = { outcome: "served", cause: null, usage, costPico: 1n, basis: "reported", firstTokenMs: null, totalMs: 5 } as AttemptRecord;
  door.pass.end({ attempt, retryAfterMs: null, leftTier: false, isChance: false, isObserved: true });
}

describe("how much an endpoint is expected to write", () => {
  it("is not known before the profile's first answer, and then the same for all its endpoints", () => {
    const state = new LocalRoutingState(() => 0);
    expect(outputOf(state)).toBeNull();
    serve(state, A, 20);
    // Or the first to be short would win every call, and the others would never be measured.
    expect([outputOf(state, A), outputOf(state, B)]).toEqual([20, 20]);
  });

  it("becomes its own with its own answers", () => {
    const state = new LocalRoutingState(() => 0);
    for (let calls = 0; calls < 50; calls++) {
      serve(state, A, 100);
      serve(state, B, 300);
    }
    expect(outputOf(state, A)).toBeCloseTo((100 * 50 + 200 * 5) / 55, 6);
    expect(outputOf(state, B)).toBeCloseTo((300 * 50 + 200 * 5) / 55, 6);
  });

  it("does not learn from an answer that the client cut short", () => {
    const state = new LocalRoutingState(() => 0);
    serve(state, A, 5, 5);
    expect(outputOf(state)).toBeNull();
    serve(state, A, 5, 6);
    expect(outputOf(state)).toBe(5);
  });
});

it("gives back the place of an attempt that never came to anything", () => {
  const state = new LocalRoutingState(() => 0);
  const door = enter(state, A);
  if (!door.open) throw new Error("closed");
  expect(candidateOfOrNull(state)).toBe(0);
  door.pass.giveUp();
  expect(candidateOfOrNull(state)).toBe(1);
});

function candidateOfOrNull(state: LocalRoutingState): number {
  return state.outlookOf({ owner: OWNER, tier: A, price: PRICE, facts: PLAIN_CALL }).capped ? 0 : 1;
}
