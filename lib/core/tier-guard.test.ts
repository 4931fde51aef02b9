import { describe, expect, it } from "vitest";
import { planCall, type Candidate } from "./plan";
import { DEFAULT_PROFILE_RULES, NO_CAPS } from "./profile";
import { createRunningMean } from "./running-mean";
import { PLAIN_CALL } from "./testing/call-facts";
import { createTier } from "./testing/tiers";
import { EndpointState, TierGuard, TierState, type Door, type Report } from "./tier-guard";

const PRICE = { base: { input: 1n, output: 1n }, steps: [] };
const [A, B] = [createTier(1, "a", { caps: { ...NO_CAPS, concurrent: 1 } }), createTier(2, "b")];

/** The guards of one profile's tiers, at one moment. */
class Guards {
  private readonly output = createRunningMean();
  private readonly guards = new Map<string, TierGuard>();

  of({ endpoint }: { endpoint: { id: string } }): TierGuard {
    const found = this.guards.get(endpoint.id) ?? new TierGuard(new EndpointState(), new TierState(), this.output);
    this.guards.set(endpoint.id, found);
    return found;
  }
}

function outlookOf(guards: Guards, tier = B) {
  return guards.of(tier).outlookOf({ tier, price: PRICE, facts: PLAIN_CALL }, 0);
}

function outputOf(guards: Guards, tier = A) {
  return outlookOf(guards, tier).outputTokens;
}

function candidateOf(guards: Guards, tier: typeof A): Candidate {
  const [candidate] = planCall({
    rules: DEFAULT_PROFILE_RULES, tiers: [tier], unresolved: [], unsayableAt: () => null, preference: {}, facts: PLAIN_CALL, remainingMs: 1, draw: 0,
    outlookOf: () => outlookOf(guards, tier),
  }).candidates;
  if (!candidate) throw new Error("nobody");
  return candidate;
}

function enter(guards: Guards, tier: typeof A, maxOutputTokens: number | null = null): Door {
  return guards.of(tier).enter({ candidate: candidateOf(guards, tier), facts: { ...PLAIN_CALL, maxOutputTokens }, forced: false }, 0);
}

const usageOf = (output: number) => ({ input: 10, output, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0 });

function end(door: Door, attempt: Partial<Report["attempt"]>, more: Partial<Report> = {}): void {
  if (!door.open) throw new Error("closed");
  const record: Report["attempt"] = { outcome: "failed", cause: "server_error", usage: null, costPico: 0n, basis: "reported", firstTokenMs: null, totalMs: 5, ...attempt };
  door.pass.end({ attempt: record, retryAfterMs: null, leftTier: true, isChance: false, isObserved: true, ...more }, 0);
}

function serve(guards: Guards, tier: typeof A, output: number, maxOutputTokens: number | null = null): void {
  end(enter(guards, tier, maxOutputTokens), { outcome: "served", cause: null, usage: usageOf(output), costPico: 1n }, { leftTier: false });
}

describe("how much an endpoint is expected to write", () => {
  it("is not known before the profile's first answer, and then the same for all its endpoints", () => {
    const guards = new Guards();
    expect(outputOf(guards)).toBeNull();
    serve(guards, A, 20);
    // Or the first to be short would win every call, and the others would never be measured.
    expect([outputOf(guards, A), outputOf(guards, B)]).toEqual([20, 20]);
  });

  it("becomes its own with its own answers", () => {
    const guards = new Guards();
    for (let calls = 0; calls < 50; calls++) {
      serve(guards, A, 100);
      serve(guards, B, 300);
    }
    expect(outputOf(guards, A)).toBeCloseTo((100 * 50 + 200 * 5) / 55, 6);
    expect(outputOf(guards, B)).toBeCloseTo((300 * 50 + 200 * 5) / 55, 6);
  });

  it("does not learn from an answer that the client cut short", () => {
    const guards = new Guards();
    serve(guards, A, 5, 5);
    expect(outputOf(guards)).toBeNull();
    serve(guards, A, 5, 6);
    expect(outputOf(guards)).toBe(5);
  });
});

describe("what an attempt leaves behind", () => {
  it("is a fallback where the next had its turn, and an end of the call where not", () => {
    const guards = new Guards();
    end(enter(guards, B), {});
    end(enter(guards, B), {}, { leftTier: false });
    end(enter(guards, B), {}, { leftTier: false });
    expect(outlookOf(guards).chances).toEqual({ served: 0, fellBack: 1, ended: 2 });
  });

  it("is nothing where it says nothing of the endpoint", () => {
    const guards = new Guards();
    for (let calls = 0; calls < 9; calls++) end(enter(guards, B), { cause: "network" }, { isChance: true, isObserved: false });
    expect(outlookOf(guards)).toMatchObject({ open: null, chances: { served: 0, fellBack: 0, ended: 0 } });
    expect(outputOf(guards, B)).toBeNull();
  });

  it("teaches no length of answers when it failed", () => {
    const guards = new Guards();
    end(enter(guards, B), { cause: "stream_cut", usage: usageOf(3) });
    expect(outputOf(guards, B)).toBeNull();
  });

  it("keeps its estimate under the caps where nobody knows what it used", () => {
    const guards = new Guards();
    const capped = createTier(1, "c", { caps: { ...NO_CAPS, tokensPerMinute: 2_000 } });
    end(enter(guards, capped), { cause: "timeout_total", basis: "unknown", costPico: null });
    expect(outlookOf(guards, capped).capped?.cap).toBe("2,000 tokens a minute");
    const known = createTier(1, "d", { caps: { ...NO_CAPS, tokensPerMinute: 2_000 } });
    end(enter(guards, known), {});
    expect(outlookOf(guards, known).capped).toBeNull();
  });

  it("is what its headers taught, at the next door too", () => {
    const guards = new Guards();
    const candidate = candidateOf(guards, B);
    const door = enter(guards, B);
    if (!door.open) throw new Error("closed");
    door.pass.learn({ requests: { limit: null, remaining: 0, resetMs: 9_000 }, tokens: null, saidAtMs: 0 });
    expect(guards.of(B).enter({ candidate, facts: PLAIN_CALL, forced: false }, 0)).toMatchObject({ open: false, why: "capped", freeAtMs: 9_000 });
  });
});

it("gives back the place of an attempt that never came to anything", () => {
  const guards = new Guards();
  const door = enter(guards, A);
  if (!door.open) throw new Error("closed");
  expect(candidateOfOrNull(guards)).toBe(0);
  door.pass.giveUp(0);
  expect(candidateOfOrNull(guards)).toBe(1);
});

function candidateOfOrNull(guards: Guards): number {
  return outlookOf(guards, A).capped ? 0 : 1;
}
