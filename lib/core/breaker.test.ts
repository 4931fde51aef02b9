import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attemptSpeaks,
  breakerGate,
  CLOSED,
  endAttempt,
  FIRST_PAUSE_MS,
  MAX_PAUSE_MS,
  MAX_PROBE_MS,
  PERSON_PAUSE_MS,
  startAttempt,
  type Breaker,
} from "./breaker";
import type { AttemptEnd } from "./breaker-trip";
import { CAUSES, type Cause } from "./outcome";

const NOW = Date.UTC(2026, 0, 1, 12);
const served: AttemptEnd = { outcome: "served" };
const aborted: AttemptEnd = { outcome: "aborted" };
const failed = (cause: Cause, retryAfterMs: number | null = null): AttemptEnd => ({ outcome: "failed", cause, retryAfterMs });

/** One endpoint's breaker with its attempts, as the gateway holds it. */
class Endpoint {
  breaker: Breaker = CLOSED;
  constructor(public nowMs = NOW) {}
  start() {
    const { breaker, attempt, isProbe } = startAttempt(this.breaker, this.nowMs);
    this.breaker = breaker;
    return { attempt, isProbe };
  }
  end(attempt: number, end: AttemptEnd) {
    this.breaker = endAttempt(this.breaker, attempt, end, this.nowMs);
  }
  call(...ends: AttemptEnd[]) {
    for (const end of ends) this.end(this.start().attempt, end);
  }
  speak(attempt: number) {
    this.breaker = attemptSpeaks(this.breaker, attempt);
  }
  get gate() {
    return breakerGate(this.breaker, this.nowMs);
  }
}

function opened(end: AttemptEnd = failed("auth")): Endpoint {
  const endpoint = new Endpoint();
  endpoint.call(end);
  return endpoint;
}

/** Passes the pause and fails the probe; how long the next pause is. */
function failProbe(endpoint: Endpoint, end = failed("server_error")): number {
  const gate = endpoint.gate;
  if (gate.type === "open") endpoint.nowMs = gate.untilMs;
  expect(endpoint.gate).toEqual({ type: "probe" });
  endpoint.call(end);
  return endpoint.gate.type === "open" ? endpoint.gate.untilMs - endpoint.nowMs : 0;
}

const times = (n: number, end: AttemptEnd) => Array.from({ length: n }, () => end);

describe("a closed breaker", () => {
  it("opens for five seconds on the fifth failure in a row", () => {
    const endpoint = new Endpoint();
    endpoint.call(...times(4, failed("server_error")), served, ...times(4, failed("network")));
    expect(endpoint.gate).toEqual({ type: "closed" });
    endpoint.call(failed("timeout_connect"));
    expect(endpoint.gate).toEqual({ type: "open", untilMs: NOW + 5_000 });
  });

  it("opens when half of twenty calls within a minute failed", () => {
    const endpoint = new Endpoint();
    for (let i = 0; i < 9; i++) endpoint.call(served, failed("overloaded"));
    endpoint.nowMs += 50_000;
    endpoint.call(served);
    expect(endpoint.gate.type).toBe("closed");
    endpoint.call(failed("rate_limited"));
    expect(endpoint.gate.type).toBe("open");
  });

  it("forgets failures that are older than a minute", () => {
    const endpoint = new Endpoint();
    for (let i = 0; i < 9; i++) endpoint.call(served, failed("overloaded"));
    endpoint.nowMs += 60_000;
    endpoint.call(served, failed("overloaded"));
    expect(endpoint.gate.type).toBe("closed");
  });

  it("opens at once for as long as a provider that limits us says, up to ten minutes", () => {
    expect(opened(failed("rate_limited", 1_234)).gate).toEqual({ type: "open", untilMs: NOW + 1_234 });
    expect(opened(failed("rate_limited", 86_400_000)).gate).toEqual({ type: "open", untilMs: NOW + MAX_PAUSE_MS });
    expect(opened(failed("rate_limited")).gate).toEqual({ type: "closed" });
  });

  it.each(["auth", "credit"] as const)("opens at once for a minute on %s", (cause) => {
    expect(opened(failed(cause)).gate).toEqual({ type: "open", untilMs: NOW + PERSON_PAUSE_MS });
  });

  it("does not count the client's faults, nor calls that the client left", () => {
    const endpoint = new Endpoint();
    endpoint.call(...times(4, failed("server_error")), aborted, aborted, failed("server_error"));
    expect(endpoint.gate.type).toBe("open");
    const other = new Endpoint();
    other.call(...times(4, failed("server_error")), failed("bad_request"), failed("server_error"));
    other.call(...times(30, failed("content_filter")), ...times(30, failed("context_length")));
    expect(other.gate.type).toBe("closed");
  });
});

describe("an open breaker", () => {
  it("lets one probe through after the pause, and closes when it is served", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS - 1;
    expect(endpoint.gate.type).toBe("open");
    endpoint.nowMs += 1;
    expect(endpoint.gate).toEqual({ type: "probe" });
    const probe = endpoint.start();
    expect(probe.isProbe).toBe(true);
    expect(endpoint.gate.type).toBe("open");
    expect(endpoint.start().isProbe).toBe(false);
    endpoint.end(probe.attempt, served);
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("closes when the provider finds fault with the probe's request", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS;
    endpoint.call(failed("bad_request"));
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("doubles its pause with each failed probe, up to ten minutes", () => {
    const endpoint = new Endpoint();
    endpoint.call(...times(5, failed("network")));
    const pauses = Array.from({ length: 9 }, () => failProbe(endpoint));
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600].map((seconds) => seconds * 1_000));
  });

  it("believes a provider's shorter pause no more once it refused after it", () => {
    const endpoint = opened(failed("rate_limited", 1_000));
    expect(failProbe(endpoint, failed("rate_limited", 1_000))).toBe(10_000);
    expect(failProbe(endpoint, failed("rate_limited", 45_000))).toBe(45_000);
    expect(failProbe(endpoint, failed("credit"))).toBe(PERSON_PAUSE_MS);
    expect(failProbe(endpoint, failed("credit"))).toBe(2 * PERSON_PAUSE_MS);
  });

  it("begins with short pauses again once it was closed", () => {
    const endpoint = opened();
    failProbe(endpoint);
    endpoint.nowMs += 2 * PERSON_PAUSE_MS;
    endpoint.call(served, ...times(5, failed("network")));
    expect(endpoint.gate).toEqual({ type: "open", untilMs: endpoint.nowMs + FIRST_PAUSE_MS });
  });

  it("learns nothing from a probe whose client left, and sends the next one at once", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS;
    endpoint.call(aborted);
    expect(endpoint.gate).toEqual({ type: "probe" });
    expect(failProbe(endpoint)).toBe(2 * PERSON_PAUSE_MS);
  });

  it("gives up a probe that never reports", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS;
    const lost = endpoint.start();
    endpoint.nowMs += MAX_PROBE_MS - 1;
    expect(endpoint.gate.type).toBe("open");
    endpoint.nowMs += 1;
    const probe = endpoint.start();
    expect(probe.isProbe).toBe(true);
    endpoint.end(lost.attempt, failed("timeout_total"));
    expect(endpoint.gate.type).toBe("open");
    endpoint.end(probe.attempt, served);
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("is not shortened by a later, shorter pause, nor closed by a success from before", () => {
    const endpoint = new Endpoint();
    const early = [endpoint.start(), endpoint.start(), endpoint.start()].map(({ attempt }) => attempt);
    endpoint.call(failed("rate_limited", 300_000));
    endpoint.nowMs += 1_000;
    endpoint.end(early[0] ?? NaN, failed("rate_limited", 2_000));
    endpoint.end(early[1] ?? NaN, served);
    expect(endpoint.gate).toEqual({ type: "open", untilMs: NOW + 300_000 });
    endpoint.end(early[2] ?? NaN, failed("rate_limited", 400_000));
    expect(endpoint.gate).toEqual({ type: "open", untilMs: NOW + 401_000 });
  });

  it("is not opened again by failures of attempts that began before a probe was served", () => {
    const endpoint = new Endpoint();
    const hanging = Array.from({ length: 30 }, () => endpoint.start().attempt);
    endpoint.call(failed("auth"));
    endpoint.nowMs += PERSON_PAUSE_MS;
    endpoint.call(served);
    for (const attempt of hanging) endpoint.end(attempt, failed("timeout_stall"));
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("closes when an attempt that was made all the same is served, and keeps its pause when that fails", () => {
    const endpoint = opened();
    const { attempt, isProbe } = endpoint.start();
    expect(isProbe).toBe(false);
    endpoint.call(failed("server_error"));
    expect(endpoint.gate).toEqual({ type: "open", untilMs: NOW + PERSON_PAUSE_MS });
    endpoint.end(attempt, served);
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("closes as soon as a probe speaks, and counts how its stream ended like any other", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS;
    const { attempt } = endpoint.start();
    endpoint.speak(attempt);
    expect(endpoint.gate).toEqual({ type: "closed" });
    endpoint.end(attempt, failed("stream_cut"));
    endpoint.call(...times(4, failed("network")));
    expect(endpoint.gate.type).toBe("open");
  });

  it("does not stay open for ever when the clock is set back", () => {
    const endpoint = opened();
    endpoint.nowMs -= 86_400_000;
    expect(endpoint.gate).toEqual({ type: "probe" });
    endpoint.start();
    endpoint.nowMs -= 86_400_000;
    expect(endpoint.gate).toEqual({ type: "probe" });
    expect(failProbe(endpoint)).toBe(2 * PERSON_PAUSE_MS);
  });
});

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
function play(steps: Step[], look: (endpoint: Endpoint, step: Step, before: Breaker) => void): Endpoint {
  const endpoint = new Endpoint();
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
    const endpoint = new Endpoint();
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
          const endpoint = new Endpoint();
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
