import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES, fallsBack } from "./outcome";
import { next, RETRY_CAP_MS, WALK_START, type WalkEvent, type WalkLimits, type WalkStep } from "./walk";

const failed = (cause: (typeof CAUSES)[number], retryAfterMs: number | null = null, staleSocket = false): WalkEvent => ({
  type: "failed",
  cause,
  retryAfterMs,
  staleSocket,
});

/** Plays events against the walk the way the gateway does: waits pass at once, on a clock that they move. */
function play(events: WalkEvent[], limits: WalkLimits, random = 0.5): { steps: WalkStep[]; endedAtMs: number } {
  let now = 0;
  const steps: WalkStep[] = [];
  let [state, step] = next(WALK_START, { type: "start" }, limits, now, random);
  steps.push(step);
  const rest = [...events];
  while (step.type !== "stop") {
    let event: WalkEvent | undefined;
    if (step.type === "wait") {
      now += step.ms;
      event = { type: "waited" };
    } else {
      event = rest.shift();
      now += 10;
    }
    if (!event) break;
    [state, step] = next(state, event, limits, now, random);
    steps.push(step);
  }
  return { steps, endedAtMs: now };
}

const limits = (...retries: number[]): WalkLimits => ({ retries, deadlineMs: 60_000 });

describe("the walk", () => {
  it("goes to the next candidate when one fails", () => {
    expect(play([failed("rate_limited"), { type: "served" }], limits(0, 0)).steps).toEqual([
      { type: "attempt", candidate: 0, retry: 0 },
      { type: "attempt", candidate: 1, retry: 0 },
      { type: "stop", outcome: "served", cause: null },
    ]);
  });

  it("returns the client's own fault at once", () => {
    expect(play([failed("bad_request")], limits(3, 0)).steps.at(-1)).toEqual({
      type: "stop",
      outcome: "failed",
      cause: "bad_request",
    });
  });

  it("asks the same endpoint again as often as its tier says, with a pause", () => {
    const { steps } = play([failed("server_error"), failed("server_error"), { type: "served" }], limits(1, 0));
    expect(steps).toEqual([
      { type: "attempt", candidate: 0, retry: 0 },
      { type: "wait", ms: 100 },
      { type: "attempt", candidate: 0, retry: 1 },
      { type: "attempt", candidate: 1, retry: 0 },
      { type: "stop", outcome: "served", cause: null },
    ]);
  });

  it("waits as long as the provider asked, unless that is longer than falling back is worth", () => {
    expect(play([failed("rate_limited", 1_500)], limits(1, 0)).steps[1]).toEqual({ type: "wait", ms: 1_500 });
    expect(play([failed("rate_limited", 12_000)], limits(1, 0)).steps[1]).toMatchObject({ type: "attempt", candidate: 1 });
  });

  it("does not ask again where another try cannot help", () => {
    expect(play([failed("auth")], limits(5, 0)).steps[1]).toMatchObject({ type: "attempt", candidate: 1 });
  });

  it("excuses a connection that had died idle once, at the same endpoint", () => {
    const { steps } = play([failed("network", null, true), failed("network", null, true)], limits(0, 0));
    expect(steps).toEqual([
      { type: "attempt", candidate: 0, retry: 0 },
      { type: "attempt", candidate: 0, retry: 1 },
      { type: "attempt", candidate: 1, retry: 0 },
    ]);
  });

  it("never answers twice: after the first content there is no other candidate", () => {
    expect(play([{ type: "content" }, failed("stream_cut")], limits(2, 2)).steps.at(-1)).toEqual({
      type: "stop",
      outcome: "failed",
      cause: "stream_cut",
    });
  });

  it("starts nothing once the call's time is over", () => {
    const { steps } = play([failed("server_error")], { retries: [0, 0], deadlineMs: 10 });
    expect(steps.at(-1)).toEqual({ type: "stop", outcome: "failed", cause: "timeout_total" });
  });

  const event = fc.oneof(
    fc.constant<WalkEvent>({ type: "content" }),
    fc.constant<WalkEvent>({ type: "served" }),
    fc.constant<WalkEvent>({ type: "left" }),
    fc
      .tuple(fc.constantFrom(...CAUSES), fc.option(fc.nat(20_000)), fc.boolean())
      .map(([cause, after, stale]) => failed(cause, after, stale)),
  );

  it("never calls more than it may, never twice after a commit, and never after its deadline", () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 60 }),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (events, retries, deadlineMs, random) => {
          const { steps } = play(events, { retries, deadlineMs }, random);
          const attempts = steps.filter((step) => step.type === "attempt");
          const allowed = retries.reduce((sum, each) => sum + each + 2, 0);
          expect(attempts.length).toBeLessThanOrEqual(allowed);
          expect(steps.filter((step) => step.type === "stop").length).toBeLessThanOrEqual(1);
          const commit = steps.findIndex((step) => step.type === "commit");
          if (commit !== -1) {
            expect(steps.slice(commit).filter((step) => step.type === "attempt")).toEqual([]);
          }
          for (const step of steps) if (step.type === "wait") expect(step.ms).toBeLessThanOrEqual(RETRY_CAP_MS);
          const order = attempts.map((step) => step.candidate);
          expect(order).toEqual([...order].sort((a, b) => a - b));
        },
      ),
    );
  });

  it("tries every candidate before it gives up, when each fails in a way that another may not", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CAUSES.filter(fallsBack)), { minLength: 1, maxLength: 8 }), (causes) => {
        const { steps } = play(causes.map((cause) => failed(cause)), limits(...causes.map(() => 0)));
        expect(steps.filter((step) => step.type === "attempt")).toHaveLength(causes.length);
        expect(steps.at(-1)).toMatchObject({ type: "stop", outcome: "failed" });
      }),
    );
  });
});
