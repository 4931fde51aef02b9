import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES, fallsBack } from "./outcome";
import { createWalkPlan, failed, play } from "./testing/walking";
import type { WalkEvent, WalkPlan } from "./walk";

const event: fc.Arbitrary<WalkEvent> = fc.oneof(
  fc.constant<WalkEvent>({ type: "content" }),
  fc.constant<WalkEvent>({ type: "served" }),
  fc.constant<WalkEvent>({ type: "left" }),
  fc.record({ type: fc.constant("skipped" as const), why: fc.constantFrom("down", "capped"), freeAtMs: fc.option(fc.nat(9_000)) }),
  fc
    .tuple(fc.constantFrom(...CAUSES), fc.option(fc.nat(20_000)), fc.boolean(), fc.option(fc.constantFrom(400, 404, 429, 500)))
    .map(([cause, retryAfterMs, staleSocket, httpStatus]) => failed(cause, { retryAfterMs, staleSocket, httpStatus })),
);
/** Nothing is skipped once the call is committed. */
const events = (maxLength: number) =>
  fc.array(event, { maxLength }).map((all) => {
    const content = all.findIndex(({ type }) => type === "content");
    return all.filter(({ type }, index) => content === -1 || index < content || type !== "skipped");
  });
const trigger = fc.array(fc.constantFrom(400, 404, 500, ...CAUSES), { maxLength: 3 });
const triggers = fc.record({ fallbackOn: trigger, stopOn: trigger });
const ms = fc.option(fc.nat(5_000));
const candidate = fc.record({
  retries: fc.nat(4),
  triggers,
  contextTokens: fc.option(fc.nat(4_000)),
  costPico: fc.option(fc.bigInt(0n, 10_000n)),
  quickestMs: ms,
  usualMs: ms,
});
const plan: fc.Arbitrary<WalkPlan> = fc
  .tuple(
    fc.array(candidate, { minLength: 1, maxLength: 6 }),
    fc.record({
      triggers,
      maxAttempts: fc.option(fc.integer({ min: 1, max: 8 })),
      wait: fc.record({ maxMs: fc.nat(20_000), picoPerSecond: fc.bigInt(0n, 1_000n) }),
      deadlineMs: fc.integer({ min: 1, max: 20_000 }),
      reorder: fc.constantFrom<WalkPlan["reorder"]>(null, (rest) => [...rest].reverse()),
    }),
  )
  .map(([candidates, more]) => createWalkPlan(candidates, more));

describe("any walk", () => {
  it("never calls more than it may, never after a commit, and never from its deadline on", () => {
    fc.assert(
      fc.property(events(60), plan, fc.double({ min: 0, max: 0.999, noNaN: true }), (given, rules, random) => {
        const { steps, played } = play(given, rules, random);
        const attempts = steps.filter((step) => step.type === "attempt");
        const skips = played.filter(({ type }) => type === "skipped").length;
        // Each retry, one excused connection, one wait, and the one that is asked though it is down.
        const allowed = rules.candidates.reduce((sum, { retries }) => sum + retries + 3, 1);
        expect(attempts.length - skips).toBeLessThanOrEqual(Math.min(allowed, rules.maxAttempts ?? Infinity));
        expect(steps.filter((step) => step.type === "stop").length).toBeLessThanOrEqual(1);
        const commit = steps.findIndex((step) => step.type === "commit");
        if (commit !== -1) expect(steps.slice(commit).filter((step) => step.type === "attempt")).toEqual([]);
        // The clock of a played walk moves by an event or a wait: neither may lead past the deadline.
        for (const step of attempts) expect(step.timers.remainingMs).toBeGreaterThan(0);
        const waited = steps.reduce((sum, step) => sum + (step.type === "wait" ? step.ms : 0), 0);
        expect(waited).toBeLessThan(rules.deadlineMs);
      }),
    );
  });

  it("never returns to a candidate that it has left, but to one that is down when nobody was asked, as the last", () => {
    fc.assert(
      fc.property(events(40), plan, (played, rules) => {
        const attempts = play(played, rules).steps.filter((step) => step.type === "attempt");
        const visits = attempts.filter(({ candidate }, at) => candidate !== attempts[at - 1]?.candidate);
        const returns = visits.filter(({ candidate }, at) => visits.slice(0, at).some((before) => before.candidate === candidate));
        expect(returns.length).toBeLessThanOrEqual(1);
        for (const back of returns) {
          expect(back).toBe(visits.at(-1));
          expect(back.forced).toBe(true);
        }
      }),
    );
  });

  it("shares out no more than is left, and gives everyone an even share at least", () => {
    fc.assert(
      fc.property(plan, events(20), (rules, played) => {
        for (const step of play(played, rules).steps) {
          if (step.type !== "attempt") continue;
          const { shareMs, remainingMs } = step.timers;
          expect(shareMs).toBeLessThanOrEqual(remainingMs);
          expect(shareMs).toBeGreaterThanOrEqual(remainingMs / rules.candidates.length);
        }
      }),
    );
  });

  it("tries every candidate before it gives up, when each fails in a way that another may not", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CAUSES.filter(fallsBack)), { minLength: 1, maxLength: 8 }), (causes) => {
        const { steps } = play(causes.map((cause) => failed(cause)), createWalkPlan(causes.map(() => ({}))));
        expect(steps.filter((step) => step.type === "attempt")).toHaveLength(causes.length);
        expect(steps.at(-1)).toMatchObject({ type: "stop", outcome: "failed" });
      }),
    );
  });
});
