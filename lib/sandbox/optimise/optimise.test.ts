import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_CAPS } from "@/lib/core/profile";
import { solveClosedForm } from "../closed-form/solve";
import { downDomain, failure, fixed } from "../closed-form/testing/scenarios";
import type { SimulationResult } from "../result";
import { optimise } from "./optimise";
import { type Constraints, NO_CONSTRAINTS, type Optimum, type Question } from "./question";
import { finish } from "./testing/fields";
import { allProfiles, aQuestion, aQuestionOf } from "./testing/questions";

const run = (question: Question): Optimum => finish(optimise(question));

/** What the closed form says of every profile that there is. */
function solveAll(question: Question) {
  return allProfiles(question).map((profile) => ({ profile, result: solveClosedForm({ ...question.scenario, profile }) }));
}

type Solved = { cost: number; unserved: number; result: SimulationResult; models: string[] };

function bruteForce(question: Question): Solved[] {
  return solveAll(question).map(({ profile, result }) => ({
    cost: result.effectiveUsdPerMillion ?? Infinity, unserved: 1 - result.availability, result, models: profile.tiers.map(({ endpoint }) => endpoint.model),
  }));
}

/** Differences that are none: of a cost in itself, and one call in a billion. */
const [NEAR, FEW] = [1e-9, 2e-9];

/** Nobody among all that there are is cheaper and as available, or as cheap and more available; and nobody is missing. */
function expectFront(front: Optimum["front"], all: readonly Solved[]): void {
  for (const { effectiveUsdPerMillion: cost, availability } of front) {
    const unserved = 1 - availability;
    expect(all.some((one) => Math.abs(one.cost - cost) <= NEAR * cost && Math.abs(one.unserved - unserved) <= FEW)).toBe(true);
    expect(all.filter((one) => one.cost < cost * (1 - NEAR) && one.unserved <= unserved - FEW)).toEqual([]);
  }
  const isCovered = (one: Solved) => front.some(({ effectiveUsdPerMillion, availability }) => effectiveUsdPerMillion <= one.cost * (1 + NEAR) && 1 - availability <= one.unserved + FEW);
  expect(all.filter((one) => one.cost < Infinity && !isCovered(one))).toEqual([]);
}

describe("the cheapest profile and the front", () => {
  test("are those of all profiles, worked out one by one", () => {
    fc.assert(
      fc.property(aQuestion(3, 1), (question) => {
        const all = bruteForce(question);
        const { front, cheapest, method } = run(question);
        expect(method).toBe("exact");
        expectFront(front, all);
        expect(cheapest).toEqual(front[0]);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  test("are those that keep the promises, where promises are made", () => {
    fc.assert(
      fc.property(aQuestion(4, 0), fc.double({ min: 0.1, max: 0.9, noNaN: true }), fc.constantFrom("availability", "time", "money"), (question, part, kind) => {
        const all = bruteForce(question);
        const atPart = (amounts: number[]) => amounts.sort((a, b) => a - b)[Math.floor(part * amounts.length)] ?? 0;
        const p95 = ({ result }: Solved) => result.firstTokenMs?.p95Ms ?? 0;
        const money = ({ result }: Solved) => result.monthlyUsd ?? 0;
        const limit = { availability: 1 - atPart(all.map(({ unserved }) => unserved)), time: atPart(all.map(p95)), money: atPart(all.map(money)) }[kind];
        const constraints: Constraints = {
          ...NO_CONSTRAINTS,
          ...(kind === "availability" ? { availabilityAtLeast: limit } : kind === "time" ? { firstTokenP95AtMostMs: limit } : { monthlyUsdAtMost: limit }),
        };
        const cheapestOf = (keeps: (one: Solved) => boolean) => Math.min(...all.filter(keeps).map(({ cost }) => cost));
        const { cheapest } = run({ ...question, constraints });
        const cost = cheapest?.effectiveUsdPerMillion ?? Infinity;
        if (kind === "availability") expect(cost).toBeCloseTo(cheapestOf(({ unserved }) => unserved <= 1 - limit + 1e-12), 8);
        if (kind === "money") expect(cost).toBeCloseTo(cheapestOf((one) => money(one) <= limit * (1 + 1e-12)), 8);
        // The search tells times to 2%, as the closed form does.
        if (kind !== "time") return;
        expect(cost).toBeGreaterThanOrEqual(cheapestOf((one) => p95(one) <= limit) * (1 - 1e-9));
        expect(cost).toBeLessThanOrEqual(cheapestOf((one) => p95(one) <= limit * 0.98) * (1 + 1e-9));
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });

  test("are found one by one where caps make tiers hang on each other", () => {
    const caps = { ...NO_CAPS, concurrent: 2 };
    const question = aQuestionOf({ tiers: [{ success: 0.9, usd: "1" }, { success: 0.95, usd: "3" }, { success: 0.9, usd: "2" }] });
    const capped = { ...question, choices: question.choices.map((choice, index) => (index === 0 ? { ...choice, caps: [NO_CAPS, caps] } : choice)) };
    const { front, method } = run(capped);
    expect(method).toBe("exact");
    expectFront(front, bruteForce(capped));
  });

  test("never hold a point that another one they met dominates, however many endpoints there are", () => {
    const tiers = Array.from({ length: 12 }, (_, index) => ({ success: 0.8 + 0.015 * index, usd: String(1 + ((index * 7) % 12)), domain: `d${index % 5}` }));
    const { front, method } = run(aQuestionOf({ tiers, domains: { d0: downDomain(0.01) } }, { maxRetries: 1 }));
    expect(method).toBe("heuristic");
    expect(front.length).toBeGreaterThan(5);
    front.slice(1).forEach((point, index) => {
      expect(point.effectiveUsdPerMillion).toBeGreaterThan(front[index]?.effectiveUsdPerMillion ?? NaN);
      expect(point.availability).toBeGreaterThan(front[index]?.availability ?? NaN);
    });
  });
});

describe("what is said of the answer", () => {
  const small = { tiers: [{ success: 0.97, usd: "1" }, { success: 0.99, usd: "2" }, { success: 0.999, usd: "9" }] };
  const ask = (constraints: Partial<Constraints>, more: Partial<Question> = {}) => run(aQuestionOf(small, { constraints: { ...NO_CONSTRAINTS, ...constraints }, ...more }));

  test("tells which promise binds, and what the next point of the front would save", () => {
    const { cheapest, front, bindings } = ask({ availabilityAtLeast: 0.9995 });
    const index = front.findIndex(({ id }) => id === cheapest?.id);
    expect(cheapest?.profile.tiers.map(({ endpoint }) => endpoint.provider)).toEqual(["p1", "p2"]);
    expect(bindings).toEqual([{ constraint: "availability", instead: front[index - 1], savesUsdPerMillion: expect.closeTo(0.0297 / 0.9997, 9) as number }]);
    expect(front[0]?.breaks).toEqual(["availability"]);
  });

  test("tells what a budget, a time or a set of models costs", () => {
    const free = ask({}).cheapest;
    expect(free?.profile.tiers.map(({ endpoint }) => endpoint.provider)).toEqual(["p1"]);
    const slow = aQuestionOf({ tiers: [{ success: 0.97, usd: "1", firstTokenMs: fixed(900) }, { success: 0.99, usd: "2", firstTokenMs: fixed(200) }] }, { constraints: { ...NO_CONSTRAINTS, firstTokenP95AtMostMs: 500 } });
    expect(run(slow).bindings).toMatchObject([{ constraint: "firstTokenP95", savesUsdPerMillion: expect.closeTo((0.99 * 2 + 0.0097) / 0.9997 - 1, 9) as number, instead: { firstTokenP95Ms: expect.closeTo(900, 0) as number } }]);
    const choices = aQuestionOf(small).choices.map((choice, index) => ({ ...choice, endpoint: { ...choice.endpoint, model: index === 0 ? "llama" : "gpt" } }));
    expect(ask({ models: ["gpt"] }, { choices }).bindings).toMatchObject([{ constraint: "models", savesUsdPerMillion: expect.closeTo(1, 9) as number }]);
    expect(ask({ availabilityAtLeast: 0.5, monthlyUsdAtMost: 1e9 }).bindings).toEqual([]);
  });

  test("says of what cannot be promised how near one can come", () => {
    const { cheapest, impossible } = ask({ availabilityAtLeast: 0.9999999 });
    expect(cheapest).toBeNull();
    expect(impossible).toEqual([{ constraint: "availability", sentence: "No profile can reach 99.99999% with these endpoints: the best is 99.99997%." }]);
    expect(ask({ firstTokenP95AtMostMs: 100 }).impossible).toEqual([{ constraint: "firstTokenP95", sentence: "No profile can bring 95 in 100 first tokens within 100 ms with these endpoints: the quickest takes 300 ms." }]);
    const [budget] = ask({ monthlyUsdAtMost: 1 }).impossible;
    expect(budget?.sentence).toMatch(/^No profile can stay within \$1\.00 a month with these endpoints: the least is \$[\d,]+\.\d\d\.$/);
  });

  test("says which promises cannot be kept together", () => {
    const tight = ask({ availabilityAtLeast: 0.9995, monthlyUsdAtMost: 2_600 });
    expect(tight.impossible.map(({ sentence }) => sentence)).toEqual([
      "No profile can reach 99.95% and keep the other promises: the best is 97%.",
      expect.stringMatching(/^No profile can stay within \$2,600\.00 a month and keep the other promises: the least is \$/) as string,
    ]);
  });

  test("tells of the other combinations of endpoints who is better, or what they break", () => {
    const { dropped } = ask({ firstTokenP95AtMostMs: 5_000 });
    const of = (...providers: string[]) => dropped.find(({ point }) => point.profile.tiers.map(({ endpoint }) => endpoint.provider).sort().join() === providers.join());
    expect(of("p2")?.why.kind).toBe("dominated");
    expect(of("p1")).toBeUndefined();
    const choices = aQuestionOf(small).choices.map((choice, index) => ({ ...choice, endpoint: { ...choice.endpoint, model: index === 0 ? "llama" : "gpt" } }));
    expect(ask({ models: ["gpt"] }, { choices }).dropped.find(({ point }) => point.profile.tiers.length === 1 && point.profile.tiers[0]?.endpoint.provider === "p1")?.why).toEqual({ kind: "breaks", constraints: ["models"] });
  });

  test("leaves out by name what has no price, and has a current profile to compare with", () => {
    const unpriced = run(aQuestionOf({ tiers: [{ success: 0.97, usd: "1" }, { success: 0.99, usd: null }] }));
    expect(unpriced).toMatchObject({ unpriced: ["p2/llama"], current: null, cheapest: { effectiveUsdPerMillion: expect.closeTo(1, 9) as number } });
    expect(ask({}).current?.profile.version).toBe(1);
    expect(run(aQuestionOf({ tiers: [{ success: 0.97, usd: null }] })).impossible).toEqual([{ constraint: null, sentence: "Nothing can be compared: none of these endpoints has a price and serves calls." }]);
  });

  test("is no proof where a deadline cuts walks short, so that who comes before decides what is left for the next", () => {
    const question = aQuestionOf({ tiers: small.tiers.map((tier) => ({ ...tier, success: 0.5, failures: [failure("network", 1, { afterMs: fixed(900) })] })) });
    const { scenario } = question;
    const hasty = { ...scenario.profile, rules: { ...scenario.profile.rules, timers: { ...scenario.profile.rules.timers, totalMs: 1_500 } } };
    expect(run(question).method).toBe("exact");
    expect(run({ ...question, scenario: { ...scenario, profile: hasty } }).method).toBe("heuristic");
  });

  test("weighs outages of a shared domain, which make a cheap neighbour a poor stand-in", () => {
    const tiers = [{ success: 0.99, usd: "1", domain: "a" }, { success: 0.99, usd: "1.1", domain: "a" }, { success: 0.99, usd: "1.2", domain: "b" }];
    const providers = (down: number) => run(aQuestionOf({ tiers, domains: { a: downDomain(down) } }, { constraints: { ...NO_CONSTRAINTS, availabilityAtLeast: 0.999 } })).cheapest?.profile.tiers.map(({ endpoint }) => endpoint.provider);
    expect(providers(1e-6)).toEqual(["p1", "p2"]);
    expect(providers(0.02)).toEqual(["p1", "p2", "p3"]);
  });
});
