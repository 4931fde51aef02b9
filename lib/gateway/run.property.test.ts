import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BudgetAccount } from "@/lib/core/budget-account";
import { CAUSES, type Cause } from "@/lib/core/outcome";
import { planCall } from "@/lib/core/plan";
import { DEFAULT_PROFILE_RULES, NIL_ID, NO_CAPS, STRATEGIES, type ProfileRules, type TierRules } from "@/lib/core/profile";
import { Purse } from "@/lib/core/purse";
import { PLAIN_CALL } from "@/lib/core/testing/call-facts";
import { createTier } from "@/lib/core/testing/tiers";
import type { Answer, Speaking, StreamEnd, TakeChunks } from "@/lib/upstream/answer";
import { Cancellation } from "@/lib/upstream/cancellation";
import { parseChatRequest } from "@/lib/wire/chat-request";
import type { Call } from "./call";
import { relayStream } from "./relay";
import { Reserve } from "./reserve";
import { LocalRoutingState } from "./routing-state";
import { Run, type Ask, type Over } from "./run";

/** What a scripted provider does with one request, and how long it takes over it. */
type Act = { kind: "serves" | "fails" | "breaks" | "hangs"; cause: Cause; httpStatus: number | null; retryAfterMs: number | null; takesMs: number; speaksMs: number };

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom("serves", "fails", "fails", "breaks", "hangs"),
  cause: fc.constantFrom(...CAUSES),
  httpStatus: fc.option(fc.constantFrom(400, 404, 429, 500, 503)),
  retryAfterMs: fc.option(fc.nat(5_000)),
  takesMs: fc.nat(3_000),
  speaksMs: fc.nat(4_000),
});
const trigger = fc.array(fc.constantFrom(400, 404, ...CAUSES), { maxLength: 2 });
const triggers = fc.record({ fallbackOn: trigger, stopOn: trigger });
const cap = fc.option(fc.integer({ min: 1, max: 3 }));
const tierRules: fc.Arbitrary<Partial<TierRules>> = fc.record({
  retries: fc.nat(3),
  weight: fc.nat(5),
  lastResort: fc.boolean(),
  triggers,
  caps: fc.record({ requestsPerMinute: cap, concurrent: cap, picoPerDay: fc.option(fc.bigInt(0n, 10n ** 7n)) }).map((caps) => ({ ...NO_CAPS, ...caps })),
});
/** In pico-USD per token; null is not known. */
const price = fc.option(fc.bigInt(0n, 1_000n));
const rules: fc.Arbitrary<ProfileRules> = fc
  .record({
    strategy: fc.constantFrom(...STRATEGIES),
    triggers,
    maxAttempts: fc.option(fc.integer({ min: 1, max: 6 })),
    wait: fc.record({ maxMs: fc.nat(4_000), picoPerSecond: fc.bigInt(0n, 100n) }),
  })
  .map((some) => ({ ...DEFAULT_PROFILE_RULES, ...some }));
const scenario = fc.record({
  rules,
  tiers: fc.array(fc.tuple(tierRules, price), { minLength: 1, maxLength: 5 }),
  acts: fc.array(act, { minLength: 1, maxLength: 25 }),
  stream: fc.boolean(),
  totalMs: fc.integer({ min: 1, max: 12_000 }),
  leavesAfterMs: fc.option(fc.nat(10_000), { freq: 5 }),
  budgetPico: fc.option(fc.bigInt(0n, 400_000n)),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

const BUDGET = { id: "b", name: "B", scope: "team", subject: "", period: "day", rolling: false, thresholds: [], action: "stop", timeZone: "UTC" } as const;
const TIMING = { connectMs: 1, firstTokenMs: null, totalMs: 1 };
const NO_BYTES = { contentBytes: 0, contentChunks: 0 };

function callOf({ rules: profile, tiers, stream, totalMs }: Scenario, routing: LocalRoutingState, budget: BudgetAccount | null): Call {
  const body = { model: "x", stream, max_tokens: 10, messages: [{ role: "user", content: "hi" }] };
  const request = parseChatRequest(new TextEncoder().encode(JSON.stringify(body)));
  const facts = { ...PLAIN_CALL, stream };
  const owner = { teamId: NIL_ID, profileSlug: "p" };
  const inputs = tiers.map(([tier], index) => createTier(index + 1, `provider-${index}`, tier));
  const prices = new Map(inputs.map(({ endpoint: { id } }, index) => [id, tiers[index]?.[1] ?? null]));
  const priceOf = (id: string) => {
    const perToken = prices.get(id) ?? null;
    return perToken === null ? null : { id: NIL_ID, kind: "list" as const, price: { base: { input: perToken, output: perToken }, steps: [] } };
  };
  const plan = planCall({
    rules: profile, tiers: inputs, unresolved: [], unsayableAt: () => null, preference: {}, facts, remainingMs: totalMs, draw: 0.3,
    outlookOf: (tier) => routing.outlookOf({ owner, tier, price: priceOf(tier.endpoint.id)?.price ?? null, facts }),
  });
  return {
    id: NIL_ID, startedAtMs: facts.startedAtMs, startedAt: performance.now(), uploadMs: 0, owner, request, facts, totalMs, plan,
    reserve: budget && new Reserve(new Purse([budget], facts.startedAtMs), { request, facts, priceOf }),
    caller: { teamId: NIL_ID, apiKeyId: NIL_ID, memberId: NIL_ID, keyId: "k", limits: null, expiresAtMs: null, scopes: ["calls"] },
    route: { profileSlug: "p", profileVersionId: NIL_ID, profileVersion: 1, rules: profile, baselineEndpointId: null, tiers: inputs, unresolved: [] },
    priceOf,
    listPriceOf: () => null,
  };
}

/** Providers that follow the script, whoever is asked, and keep to the timers that the walk gives them. */
function scripted({ acts, stream }: Scenario, cancellation: Cancellation) {
  let next = 0;
  const log = { asked: 0, underWay: 0, mostAtOnce: 0, lastStartMs: 0 };
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const ask: Ask = async (_candidate, timers): Promise<Answer> => {
    const script = acts[next++ % acts.length];
    if (!script) throw new Error("no script");
    log.asked += 1;
    log.underWay += 1;
    log.mostAtOnce = Math.max(log.mostAtOnce, log.underWay);
    log.lastStartMs = performance.now();
    const limitMs = Math.min(timers.shareMs, timers.remainingMs, stream ? timers.firstTokenMs : timers.answerMs);
    const takesMs = script.kind === "hangs" ? Infinity : script.takesMs;
    await Promise.race([sleep(Math.min(takesMs, limitMs)), new Promise<void>((resolve) => { cancellation.listen(resolve); })]);
    log.underWay -= 1;
    const deadlineMs = log.lastStartMs + timers.remainingMs;
    return answerOf(script, { stream, timedOut: takesMs > limitMs, left: cancellation.isCancelled, deadlineMs });
  };
  return { ask, log };
}

function answerOf(script: Act, how: { stream: boolean; timedOut: boolean; left: boolean; deadlineMs: number }): Answer {
  const common = { limits: null, httpStatus: script.httpStatus, usage: null, received: NO_BYTES, timing: TIMING };
  if (how.left) return { kind: "left", owed: "unknown", ...common };
  const cause = how.timedOut ? (how.stream ? "timeout_first_token" : "timeout_total") : script.cause;
  const failed = { kind: "failed" as const, reason: { cause, detail: "" }, staleSocket: false, owed: "unknown" as const, retryAfterMs: script.retryAfterMs, ...common };
  if (how.timedOut || script.kind === "fails") return failed;
  const whole = { kind: "whole" as const, ...common, httpStatus: 200 };
  if (how.stream) return { kind: "speaking", limits: null, httpStatus: 200, head: [], filtered: false, readOn: (take) => readOn(script, how.deadlineMs, script.kind === "breaks" ? failed : whole, take) } satisfies Speaking & { limits: null };
  return script.kind === "breaks" ? failed : { ...whole, filtered: false, body: new Uint8Array(), members: [] };
}

/** Speaks for a while, and no longer than the call lasts. */
async function readOn({ speaksMs }: Act, deadlineMs: number, end: StreamEnd, take: TakeChunks): Promise<StreamEnd> {
  const leftMs = deadlineMs - performance.now();
  await new Promise((resolve) => setTimeout(resolve, Math.min(speaksMs, leftMs)));
  await take([]);
  if (speaksMs <= leftMs) return end;
  const { httpStatus, usage, received, timing } = end;
  const reason = { cause: "timeout_total", detail: "" } as const;
  return { kind: "failed", reason, retryAfterMs: null, staleSocket: false, owed: "received", httpStatus, usage, received, timing };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("any call, under any profile, whatever its providers do", () => {
  it("asks no more than it may, serves at most once, keeps its deadline and budget, and settles exactly once", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (drawn) => {
        const routing = new LocalRoutingState();
        const budget = drawn.budgetPico === null ? null : new BudgetAccount({ ...BUDGET, amountPico: drawn.budgetPico });
        const call = callOf(drawn, routing, budget);
        fc.pre(call.plan.candidates.length > 0);
        const cancellation = new Cancellation();
        const { ask, log } = scripted(drawn, cancellation);
        const run = new Run(call, ask, routing, cancellation, fail);
        const settled: Over[] = [];
        const startedAt = performance.now();
        if (drawn.leavesAfterMs !== null) setTimeout(() => { cancellation.cancel(); }, drawn.leavesAfterMs);
        const done = follow(run, call, (over) => {
          settled.push(over);
          return Promise.resolve();
        });
        await vi.runAllTimersAsync();
        await done;

        expect(settled).toHaveLength(1);
        expect(run.attempts).toHaveLength(log.asked);
        expect(log.mostAtOnce).toBeLessThanOrEqual(1);
        // Retries, and one wait for a limit at each candidate.
        const most = call.plan.candidates.reduce((sum, { rules: { retries } }) => sum + retries + 2, 0);
        expect(log.asked).toBeLessThanOrEqual(Math.min(most, drawn.rules.maxAttempts ?? Infinity));
        const served = run.attempts.filter(({ outcome }) => outcome === "served");
        expect(served.length).toBe(settled[0]?.stop.outcome === "served" ? 1 : 0);
        expect(served[0] ? run.attempts.indexOf(served[0]) : run.attempts.length - 1).toBe(run.attempts.length - 1);
        if (budget === null) expect(run.attempts).not.toHaveLength(0);
        expect(log.lastStartMs - startedAt).toBeLessThan(drawn.totalMs);
        expect(endedAt - startedAt).toBeLessThanOrEqual(drawn.totalMs + 1);
        // Every place that was taken has been given back.
        for (const tier of call.route.tiers) {
          const freed = { ...tier, rules: { ...tier.rules, caps: { ...NO_CAPS, concurrent: 1 } } };
          const { capped } = routing.outlookOf({ owner: call.owner, tier: freed, price: null, facts: call.facts });
          expect(capped).toBeNull();
        }
        if (budget) {
          const { spentPico, reservedPico } = budget.standing({ startedAtMs: call.startedAtMs, nowMs: call.startedAtMs });
          const known = run.attempts.reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n);
          expect([reservedPico, spentPico]).toEqual([0n, known + budget.heldPico]);
          expect(spentPico).toBeLessThanOrEqual(budget.terms.amountPico);
        }
      }),
      { numRuns: 400 },
    );
  });
});

it("gives back what a call holds of its budgets when asking breaks on our side", async () => {
  const routing = new LocalRoutingState();
  const budget = new BudgetAccount({ ...BUDGET, amountPico: 1_000_000n });
  const drawn: Scenario = { rules: DEFAULT_PROFILE_RULES, tiers: [[{}, 1_000n]], acts: [], stream: true, totalMs: 1_000, leavesAfterMs: null, budgetPico: null };
  const call = callOf(drawn, routing, budget);
  const moment = { startedAtMs: call.startedAtMs, nowMs: call.startedAtMs };
  const run = new Run(call, () => {
    expect(budget.standing(moment).reservedPico).toBeGreaterThan(0n);
    return Promise.reject(new Error("ours"));
  }, routing, new Cancellation(), fail);
  await expect(run.start()).rejects.toThrow("ours");
  expect(budget.standing(moment)).toEqual({ spentPico: 0n, reservedPico: 0n, leftPico: 1_000_000n });
});

const fail = (error: unknown) => expect.fail(String(error));

let endedAt = 0;

/** The rest of a call behind its plan, as `handleCall` does it. */
async function follow(run: Run, call: Call, settle: (over: Over, status: number) => Promise<void>): Promise<void> {
  const result = await run.start();
  if ("speaking" in result) {
    await relayStream(call, run, result, { model: "m", provider: "p" }, settle)((bytes) => {
      expect(bytes).toBeInstanceOf(Uint8Array);
      return undefined;
    });
  } else {
    await settle(result, 200);
  }
  endedAt = performance.now();
}
