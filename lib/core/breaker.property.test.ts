import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_PAUSE_MS, MAX_PROBE_MS, type Breaker } from "./breaker";
import type { AttemptEnd } from "./breaker-trip";
import { CAUSES } from "./outcome";
import { aborted, failed, GuardedEndpoint, served } from "./testing/guarded-endpoint";

const anyEnd: fc.Arbitrary<AttemptEnd> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(served) },
  { weight: 1, arbitrary: fc.constant(aborted) },
  { weight: 6, arbitrary: fc.constantFrom(...CAUSES).map((cause) => failed(cause)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...CAUSES), fc.nat(900_000)).map(([cause, ms]) => failed(cause, ms)) },
);
/** Starts an attempt, speaks in or ends one of those under way, or lets time pass. */
const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: "start" } as const) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("end" as const), which: fc.nat(50), end: anyEnd }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("speak" as const), which: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.oneof(fc.nat(6_000), fc.nat(700_000)) }) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** Plays steps and calls `look` after each. */
function play(steps: Step[], look: (endpoint: GuardedEndpoint, step: Step, before: Breaker) => void): GuardedEndpoint {
  const endpoint = new GuardedEndpoint();
  const underWay: number[] = [];
  for (const step of steps) {
    const before = endpoint.breaker;
    if (step.do === "pass") endpoint.nowMs += step.ms;
    else if (step.do === "start") underWay.push(endpoint.start().attempt);
    else if (underWay.length > 0) {
      const index = step.which % underWay.length;
      if (step.do === "speak") endpoint.speak(underWay[index] ?? NaN);
      else endpoint.end(underWay.splice(index, 1)[0] ?? NaN, step.end);
    }
    look(endpoint, step, before);
  }
  return endpoint;
}

describe("any breaker", () => {
  it("has one probe at a time, until it is given up", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 80 }), (steps) => {
        let probe: { attempt: number; atMs: number } | null = null;
        play(steps, (endpoint, step, before) => {
          const now = endpoint.breaker.pause?.probe ?? null;
          const wasStarted = step.do === "start" && now !== null && now.attempt === before.nextAttempt;
          if (wasStarted && probe && before.pause?.probe) expect(endpoint.nowMs - probe.atMs).toBeGreaterThanOrEqual(MAX_PROBE_MS);
          if (wasStarted) probe = { attempt: now.attempt, atMs: endpoint.nowMs };
        });
      }),
    );
  });

  it("never shortens a pause while it is open", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 80 }), (steps) => {
        let leastMs = -Infinity;
        play(steps, ({ gate }) => {
          if (gate.type === "closed") leastMs = -Infinity;
          if (gate.type !== "open") return;
          expect(gate.untilMs).toBeGreaterThanOrEqual(leastMs);
          leastMs = gate.untilMs;
        });
      }),
    );
  });

  it("is never wedged: whatever happened, on whatever clock, it lets somebody through in time", () => {
    const jump = fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: -(10 ** 10), max: 10 ** 10 }) });
    fc.assert(
      fc.property(fc.array(fc.oneof(anyStep, jump), { maxLength: 80 }), (steps) => {
        const endpoint = play(steps, ({ gate, nowMs }) => {
          if (gate.type === "open") expect(gate.untilMs - nowMs).toBeLessThanOrEqual(MAX_PAUSE_MS);
        });
        endpoint.nowMs += 2 * MAX_PROBE_MS;
        expect(endpoint.gate.type).not.toBe("open");
      }),
    );
  });

  it("stays small whatever the traffic", () => {
    const endpoint = new GuardedEndpoint();
    for (let i = 0; i < 10_000; i++) {
      endpoint.nowMs += i % 997;
      endpoint.call(served);
    }
    expect(JSON.stringify(endpoint.breaker).length).toBeLessThan(1_500);
  });
});

type Reported = { end: AttemptEnd; atMs: number };

/** The rule as one would say it, over all that was ever reported since it closed last. */
function shouldOpen(reports: Reported[]): boolean {
  const last = reports.at(-1);
  const isFailure = ({ end }: Reported) =>
    end.outcome === "failed" && !["bad_request", "context_length", "content_filter"].includes(end.cause);
  if (last?.end.outcome !== "failed" || !isFailure(last)) return false;
  const { cause, retryAfterMs } = last.end;
  if (cause === "auth" || cause === "credit" || (cause === "rate_limited" && retryAfterMs !== null)) return true;
  const counted = reports.filter(({ end }) => end.outcome !== "aborted");
  if (counted.length >= 5 && counted.slice(-5).every(isFailure)) return true;
  // A minute in slots of five seconds, the current one included.
  const slot = (ms: number) => Math.floor(ms / 5_000);
  const recent = counted.filter(({ atMs }) => slot(last.atMs) - slot(atMs) < 12);
  return recent.length >= 20 && recent.filter(isFailure).length * 2 >= recent.length;
}

describe("a closed breaker, for any history of reports", () => {
  const anyReport = fc.record({ end: anyEnd, passMs: fc.oneof(fc.nat(500), fc.nat(8_000)) });
  const mild = fc.oneof(fc.constantFrom(served, aborted, served, failed("bad_request")), fc.constantFrom(failed("overloaded")));
  const mildReport = fc.record({ end: mild, passMs: fc.nat(4_000) });

  it("opens exactly when the rules say so", () => {
    let opens = 0;
    fc.assert(
      fc.property(
        fc.oneof(fc.array(anyReport, { maxLength: 60 }), fc.array(mildReport, { minLength: 15, maxLength: 90 })),
        (history) => {
          const endpoint = new GuardedEndpoint();
          const reports: Reported[] = [];
          for (const { end, passMs } of history) {
            endpoint.nowMs += passMs;
            endpoint.call(end);
            reports.push({ end, atMs: endpoint.nowMs });
            expect(endpoint.gate.type !== "closed").toBe(shouldOpen(reports));
            if (endpoint.gate.type === "closed") continue;
            opens++;
            break;
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(opens).toBeGreaterThan(50);
  });
});
