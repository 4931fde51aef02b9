import fc from "fast-check";
import { createScenario, downDomain, failure, fixed, shape, type SmallScenario, type SmallTier } from "../../closed-form/testing/scenarios";
import type { Tier } from "@/lib/core/profile";
import { NO_CAPS } from "@/lib/core/profile";
import { lognormalOfP50 } from "../../spread";
import { NO_CONSTRAINTS, type Question } from "../question";
import { listTiers, rulesOf } from "../field";
import type { SandboxProfile } from "../../scenario";

/** A question about endpoints, each of which may be used with no caps. */
export function aQuestionOf(small: SmallScenario, more: Partial<Question> = {}): Question {
  const scenario = createScenario(small);
  return {
    scenario, maxRetries: 0, constraints: NO_CONSTRAINTS,
    choices: scenario.profile.tiers.map(({ endpoint, rules }) => ({ endpoint, rules, caps: [NO_CAPS] })),
    ...more,
  };
}

const chance = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const someTier: fc.Arbitrary<SmallTier> = fc.record({
  success: chance(0.5, 0.999),
  usd: fc.integer({ min: 1, max: 900 }).map((cents) => (cents / 100).toFixed(2)),
  domain: fc.constantFrom("a", "b", "c"),
  failures: fc.constantFrom(
    [failure("server_error", 0.6, { billedMillionths: 300_000 }), failure("rate_limited", 0.4, { retryAfterMs: 500 })],
    [failure("overloaded", 0.3), failure("auth", 0.5), failure("bad_request", 0.2)],
    [failure("network", 1, { afterMs: fixed(900) })],
  ),
  firstTokenMs: fc.tuple(fc.integer({ min: 100, max: 900 }), chance(1.2, 4)).map(([p50, factor]) => lognormalOfP50({ p50, p95: p50 * factor }) ?? fixed(p50)),
  // Some timers are short enough to cut answers off, which the last tier's do not.
  rules: fc.option(fc.record({ timers: fc.constant({ firstTokenMs: 1_000 }) }), { nil: {} }),
});

/** So many endpoints in up to three domains, outages among them, trouble for half an hour, and calls of two lengths. */
export function aQuestion(endpoints: number, maxRetries: Question["maxRetries"]): fc.Arbitrary<Question> {
  return fc.record({
    tiers: fc.array(someTier, { minLength: endpoints, maxLength: endpoints }),
    down: fc.record({ a: chance(0, 0.3), b: chance(0, 0.1) }),
    hit: fc.constantFrom("a", "c"),
    outage: chance(0, 1),
    streams: fc.boolean(),
  }).map(({ tiers, down, hit, outage, streams }) => aQuestionOf({
    tiers,
    domains: Object.fromEntries(Object.entries(down).flatMap(([name, share]) => (share > 0.01 ? [[name, downDomain(share)]] : []))),
    trouble: [
      { kind: "outage", domains: [hit], share: outage, failure: failure("overloaded"), fromMinute: 0, toMinute: 30 },
      { kind: "slow", domains: ["b"], factor: 2, fromMinute: 10, toMinute: 20 },
    ],
    traffic: { shapes: streams ? [shape(800, 200), shape(3_000, 50, { weight: 2 })] : [shape(800, 200), shape(400, 900, { stream: false })] },
  }, { maxRetries }));
}

/** Every profile that can be made: each order of each choice of endpoints, with every number of retries. */
export function allProfiles(question: Question): SandboxProfile[] {
  const grow = (tiers: Omit<Tier, "position">[], left: readonly (readonly Omit<Tier, "position">[])[]): Omit<Tier, "position">[][] => [
    tiers,
    ...left.flatMap((ofEndpoint) => ofEndpoint.flatMap((tier) => grow([...tiers, tier], left.filter((other) => other !== ofEndpoint)))),
  ];
  return grow([], listTiers(question)).filter(({ length }) => length > 0).map((tiers) => ({
    slug: "any", name: "Any", version: null, rules: rulesOf(question), tiers: tiers.map((tier, index) => ({ ...tier, position: index + 1 })),
  }));
}
