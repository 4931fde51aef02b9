import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_PROFILE_RULES } from "@/lib/core/profile";
import type { Cause } from "@/lib/core/outcome";
import type { Trigger } from "@/lib/core/triggers";
import { solveClosedForm } from "./solve";
import { createScenario, downDomain, failure, shape } from "./testing/scenarios";

/** A small profile, told without any of the gateway's words. */
type Small = {
  tiers: { success: number; retries: number; domain: string; window: number | null; causes: { cause: Cause; share: number }[] }[];
  down: Record<string, number>;
  maxAttempts: number | null;
  stopOn: Trigger[];
  fallbackOn: Trigger[];
  stream: boolean;
};

const PROMPT = 1_000;
const CAUSES = ["rate_limited", "server_error", "auth", "bad_request", "content_filter", "context_length"] as const;
const AGAIN: readonly Cause[] = ["rate_limited", "server_error", "overloaded"];
const OWN_FAULT: readonly Cause[] = ["bad_request", "content_filter"];

const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
const small: fc.Arbitrary<Small> = fc.record({
  tiers: fc.array(
    fc.record({
      success: share,
      retries: fc.nat(2),
      domain: fc.constantFrom("a", "b", "c"),
      window: fc.option(fc.constantFrom(1_000, 2_000, 4_000)),
      causes: fc.array(fc.constantFrom(...CAUSES), { minLength: 1, maxLength: 3 }).map((causes) => causes.map((cause) => ({ cause, share: 1 / causes.length }))),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  down: fc.record({ a: share, b: share, c: share }).map(({ a, b, c }) => ({ a: a / 2, b: b / 2, c: c / 2 })),
  maxAttempts: fc.option(fc.integer({ min: 1, max: 6 })),
  stopOn: fc.array(fc.constantFrom<Trigger>("rate_limited", "auth", 500), { maxLength: 1 }),
  fallbackOn: fc.array(fc.constantFrom<Trigger>("bad_request", "context_length"), { maxLength: 1 }),
  stream: fc.boolean(),
});

/** Who may still be asked after a failure; null where it ends the call. */
function laterAfter({ tiers, stopOn, fallbackOn }: Small, cause: Cause, window: number | null, rest: readonly number[]): readonly number[] | null {
  if (stopOn.includes(cause) || (OWN_FAULT.includes(cause) && !fallbackOn.includes(cause))) return null;
  if (cause !== "context_length" || fallbackOn.includes(cause)) return rest;
  const larger = rest.filter((index) => (tiers[index]?.window ?? 0) > (window ?? PROMPT));
  return larger.length === 0 ? null : larger;
}

/** All that may happen, one thing after the other: shares of calls by tier, attempts and failures. */
function enumerate(drawn: Small) {
  const { tiers, down, maxAttempts } = drawn;
  const sums = { served: tiers.map(() => 0), attempts: tiers.map(() => 0), unserved: 0 };
  const go = (p: number, downNow: readonly string[], at: number, rest: readonly number[], retried: number, attempts: number): void => {
    const tier = tiers[at];
    if (p === 0 || !tier) return;
    if (maxAttempts !== null && attempts >= maxAttempts) {
      sums.unserved += p;
      return;
    }
    const isDown = downNow.includes(tier.domain);
    sums.attempts[at] = (sums.attempts[at] ?? 0) + p;
    sums.served[at] = (sums.served[at] ?? 0) + (isDown ? 0 : p * tier.success);
    const failures = isDown ? [{ cause: "overloaded" as Cause, share: 1 }] : tier.causes.map((each) => ({ ...each, share: each.share * (1 - tier.success) }));
    for (const { cause, share: each } of failures) {
      const later = laterAfter(drawn, cause, tier.window, rest);
      if (later && AGAIN.includes(cause) && retried < tier.retries) go(p * each, downNow, at, later, retried + 1, attempts + 1);
      else if (later?.[0] !== undefined) go(p * each, downNow, later[0], later.slice(1), 0, attempts + 1);
      else sums.unserved += p * each;
    }
  };
  for (const a of [false, true]) for (const b of [false, true]) for (const c of [false, true]) {
    const p = ([["a", a], ["b", b], ["c", c]] as const).reduce((product, [name, is]) => product * (is ? (down[name] ?? 0) : 1 - (down[name] ?? 0)), 1);
    const downNow = [...(a ? ["a"] : []), ...(b ? ["b"] : []), ...(c ? ["c"] : [])];
    go(p, downNow, 0, tiers.map((_, index) => index).slice(1), 0, 0);
  }
  return sums;
}

function scenarioOf({ tiers, down, maxAttempts, stopOn, fallbackOn, stream }: Small) {
  return createScenario({
    tiers: tiers.map(({ success, retries, domain, window, causes }) => ({
      success, domain, rules: { retries }, ...(window === null ? {} : { contextTokens: window }), failures: causes.map((each) => failure(each.cause, each.share)),
    })),
    rules: { maxAttempts, triggers: { stopOn, fallbackOn }, timers: { ...DEFAULT_PROFILE_RULES.timers } },
    domains: Object.fromEntries(Object.entries(down).flatMap(([name, each]) => (each > 0 ? [[name, downDomain(each)]] : []))),
    traffic: { shapes: [shape(PROMPT, 200, { stream })] },
  });
}

describe("any profile", () => {
  it("is served as the enumeration of all that may happen says", () => {
    fc.assert(
      fc.property(small, (drawn) => {
        const result = solveClosedForm(scenarioOf(drawn));
        const wanted = enumerate(drawn);
        for (const [index, tier] of result.tiers.entries()) {
          expect(tier.pUnconditional).toBeCloseTo(wanted.served[index] ?? NaN, 12);
          expect(tier.attempts).toBeCloseTo(wanted.attempts[index] ?? NaN, 12);
        }
        expect(1 - result.availability).toBeCloseTo(wanted.unserved, 12);
      }),
      { numRuns: 200 },
    );
  });

  it("loses nothing: attempts are served or failed, shares add up, parts are the whole cost", () => {
    fc.assert(
      fc.property(small, (drawn) => {
        const result = solveClosedForm(scenarioOf(drawn));
        const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
        for (const { attempts, served, failed } of result.tiers) expect(served + add(Object.values(failed))).toBeCloseTo(attempts, 12);
        expect(add(result.tiers.map(({ served }) => served))).toBeCloseTo(result.availability, 12);
        if (result.availability === 0) return;
        expect(add(result.tiers.map(({ p }) => p))).toBeCloseTo(1, 12);
        expect(add(result.tiers.map(({ p, usdPerMillion }) => p * (usdPerMillion ?? 0)))).toBeCloseTo(result.warcUsdPerMillion ?? NaN, 12);
        const { warcUsdPerMillion: warc, weightingUsdPerMillion: weighting, wasteUsdPerMillion: waste, effectiveUsdPerMillion: effective } = result;
        expect((warc ?? NaN) + (weighting ?? NaN) + (waste ?? NaN)).toBeCloseTo(effective ?? NaN, 12);
      }),
      { numRuns: 100 },
    );
  });
});
