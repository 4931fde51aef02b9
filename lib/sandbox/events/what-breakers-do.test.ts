import { describe, expect, it } from "vitest";
import { breakerGate, CLOSED, endAttempt, MAX_PAUSE_MS, startAttempt, type Breaker } from "@/lib/core/breaker";
import { solveClosedForm } from "../closed-form/solve";
import { createRandom } from "../random";
import { BROKEN, endpoint, REFUSED, run, scenarioOf } from "./testing/scenario";

const SUCCESS = 0.95;
const FAILS = 1 - SUCCESS;
const CALLS_A_SECOND = 10;

/** What the second of two tiers serves by the gateway's breaker alone, with a Retry-After of 1 s and calls that take no time. */
function shareOfSecond(probesMayFail: boolean, calls: number): number {
  const random = createRandom(3);
  let [breaker, nowMs, second]: [Breaker, number, number] = [CLOSED, 0, 0];
  for (let call = 0; call < calls; call += 1) {
    nowMs += (-Math.log(1 - random.next()) / CALLS_A_SECOND) * 1_000;
    if (breakerGate(breaker, nowMs).type === "open") {
      second += 1;
      continue;
    }
    const { breaker: begun, attempt, isProbe } = startAttempt(breaker, nowMs);
    const isServed = random.next() < SUCCESS || (isProbe && !probesMayFail);
    if (!isServed) second += 1;
    breaker = endAttempt(begun, attempt, isServed ? { outcome: "served" } : { outcome: "failed", cause: "rate_limited", retryAfterMs: 1_000 }, nowMs);
  }
  return second / calls;
}

/*
 * A renewal argument: from one moment at which the breaker has closed to the next. On average 20 calls come until one is
 * refused, which goes to tier 2 as do the 10 of the second after it: (1 + 10) / (20 + 10) = 36.7%, if that were all.
 * But one probe in 20 is refused as well, and a breaker believes a provider's own time once: then it pauses for 10 s, and
 * twice as long after each further refusal. Such pauses take 5.6 calls of each round on average, and one probe is served.
 */
describe("a Retry-After of a second at 10 calls a second", () => {
  const untilRefused = 1 / FAILS;
  const whilePaused = CALLS_A_SECOND;
  const afterProbes = [1, 2, 3, 4, 5, 6].reduce((sum, refusals) => sum + FAILS ** refusals * (1 + CALLS_A_SECOND * 5 * 2 ** refusals), 0);
  const second = (1 + whilePaused + afterProbes) / (untilRefused + whilePaused + afterProbes + 1);

  it("sends 37% to tier 2 where every probe is served, but 45% where one in 20 is not", () => {
    expect((1 + whilePaused) / (untilRefused + whilePaused)).toBeCloseTo(0.37, 2);
    // The probe that is served is a call of tier 1 that cannot fail.
    const withoutRefusals = (1 + whilePaused) / (untilRefused + whilePaused + 1);
    expect(Math.abs(shareOfSecond(false, 100_000) - withoutRefusals)).toBeLessThan(0.005);
    expect(second).toBeCloseTo(0.454, 3);
    expect(Math.abs(shareOfSecond(true, 200_000) - second)).toBeLessThan(0.02);
  });

  it("does so in the whole machine", () => {
    const limited = { model: endpoint(1, { success: SUCCESS, failures: [{ ...REFUSED, retryAfterMs: 1_000 }] }) };
    const { tiers } = run({ tiers: [limited, { model: endpoint(5) }], breakers: true, minutes: 120 });
    expect(Math.abs((tiers[1]?.p ?? 0) - second)).toBeLessThan(0.02);
  });
});

describe("an outage", () => {
  it("takes MTTR / (MTBF + MTTR) of all time", () => {
    const domains = { p1: { upMinutes: 990, outageMinutes: { kind: "fixed", value: 10 } as const, failure: BROKEN } };
    expect(1 - solveClosedForm(scenarioOf({ tiers: [{ model: endpoint(1) }], domains })).availability).toBeCloseTo(0.01, 14);
  });

  // With one pause T between probes, D minutes cost the calls that open the breaker and D/T probes. Ours doubles from 5 s
  // to 10 minutes, so that a short outage costs the logarithm of its length, and a long one D/T with a T of 10 minutes.
  it.each([1, 10, 77, 300])("of %d minutes wastes five attempts and its probes, not every call", (minutes) => {
    const trouble = [{ kind: "outage", domains: ["p1"], share: 1, failure: BROKEN, fromMinute: 0, toMinute: minutes } as const];
    const { tiers: [first], calls } = run({
      tiers: [{ model: endpoint(1) }, { model: endpoint(2) }], breakers: true, callsPerMinute: 60, minutes: minutes + 15, trouble, traffic: { arrivals: "even" },
    });
    let [probes, atMs] = [0, 5_000];
    for (let pauseMs = 5_000; (atMs += pauseMs) < minutes * 60_000; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) probes += 1;
    const wasted = Math.round((first?.attempts ?? 0) * calls) - Math.round((first?.served ?? 0) * calls);
    expect(wasted).toBe(5 + probes);
    expect(probes).toBeLessThanOrEqual(Math.ceil(Math.log2(1 + (minutes * 60) / 5)) + minutes / 10);
    expect(probes).toBeGreaterThanOrEqual(Math.floor(minutes / 10));
  });
});
