import { describe, expect, it } from "vitest";
import { planCall, type Candidate } from "@/lib/core/plan";
import { DEFAULT_PROFILE_RULES, NIL_ID, NO_CAPS } from "@/lib/core/profile";
import { PLAIN_CALL } from "@/lib/core/testing/call-facts";
import { createTier } from "@/lib/core/testing/tiers";
import type { AttemptRecord } from "@/lib/ledger/record";
import { LocalRoutingState, type Door, type Report } from "./routing-state";

const OWNER = { teamId: NIL_ID, profileSlug: "p" };
const PRICE = { base: { input: 1n, output: 1n }, steps: [] };
const [A, B] = [createTier(1, "a", { caps: { ...NO_CAPS, concurrent: 1 } }), createTier(2, "b")];

function outputOf(state: LocalRoutingState, tier = A) {
  return state.outlookOf({ owner: OWNER, tier, price: PRICE, facts: PLAIN_CALL }).outputTokens;
}

function candidateOf(state: LocalRoutingState, tier: typeof A): Candidate {
  const [candidate] = planCall({
    rules: DEFAULT_PROFILE_RULES, tiers: [tier], unresolved: [], unsayableAt: () => null, preference: {}, facts: PLAIN_CALL, remainingMs: 1, draw: 0,
    outlookOf: () => state.outlookOf({ owner: OWNER, tier, price: PRICE, facts: PLAIN_CALL }),
  }).candidates;
  if (!candidate) throw new Error("nobody");
  return candidate;
}

function enter(state: LocalRoutingState, tier: typeof A, maxOutputTokens: number | null = null): Door {
  return state.enter({ owner: OWNER, candidate: candidateOf(state, tier), facts: { ...PLAIN_CALL, maxOutputTokens }, forced: false });
}

const usageOf = (output: number) => ({ input: 10, output, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0 });

function end(door: Door, attempt: Partial<AttemptRecord>, more: Partial<Report> = {}): void {
  if (!door.open) throw new Error("closed");
  const record = { outcome: "failed", cause: "server_error", usage: null, costPico: 0n, basis: "reported", firstTokenMs: null, totalMs: 5, ...attempt };
  door.pass.end({ attempt: record as AttemptRecord, retryAfterMs: null, leftTier: true, isChance: false, isObserved: true, ...more });
}

function serve(state: LocalRoutingState, tier: typeof A, output: number, maxOutputTokens: number | null = null): void {
  end(enter(state, tier, maxOutputTokens), { outcome: "served", cause: null, usage: usageOf(output), costPico: 1n }, { leftTier: false });
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

describe("what an attempt leaves behind", () => {
  const outlookOf = (state: LocalRoutingState, tier = B) => state.outlookOf({ owner: OWNER, tier, price: PRICE, facts: PLAIN_CALL });

  it("is a fallback where the next had its turn, and an end of the call where not", () => {
    const state = new LocalRoutingState(() => 0);
    end(enter(state, B), {});
    end(enter(state, B), {}, { leftTier: false });
    end(enter(state, B), {}, { leftTier: false });
    expect(outlookOf(state).chances).toEqual({ served: 0, fellBack: 1, ended: 2 });
  });

  it("is nothing where it says nothing of the endpoint", () => {
    const state = new LocalRoutingState(() => 0);
    for (let calls = 0; calls < 9; calls++) end(enter(state, B), { cause: "network" }, { isChance: true, isObserved: false });
    expect(outlookOf(state)).toMatchObject({ open: null, chances: { served: 0, fellBack: 0, ended: 0 } });
    expect(outputOf(state, B)).toBeNull();
  });

  it("teaches no length of answers when it failed", () => {
    const state = new LocalRoutingState(() => 0);
    end(enter(state, B), { cause: "stream_cut", usage: usageOf(3) });
    expect(outputOf(state, B)).toBeNull();
  });

  it("keeps its estimate under the caps where nobody knows what it used", () => {
    const state = new LocalRoutingState(() => 0);
    const capped = createTier(1, "c", { caps: { ...NO_CAPS, tokensPerMinute: 2_000 } });
    end(enter(state, capped), { cause: "timeout_total", basis: "unknown", costPico: null });
    expect(outlookOf(state, capped).capped?.cap).toBe("2,000 tokens a minute");
    const known = createTier(1, "d", { caps: { ...NO_CAPS, tokensPerMinute: 2_000 } });
    end(enter(state, known), {});
    expect(outlookOf(state, known).capped).toBeNull();
  });

  it("is what its headers taught, at the next door too", () => {
    const state = new LocalRoutingState(() => 0);
    const candidate = candidateOf(state, B);
    const door = enter(state, B);
    if (!door.open) throw new Error("closed");
    door.pass.learn({ requests: { limit: null, remaining: 0, resetMs: 9_000 }, tokens: null, saidAtMs: 0 });
    expect(state.enter({ owner: OWNER, candidate, facts: PLAIN_CALL, forced: false })).toMatchObject({ open: false, why: "capped", freeAtMs: 9_000 });
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
