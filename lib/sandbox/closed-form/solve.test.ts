import { describe, expect, it } from "vitest";
import { NO_CAPS } from "@/lib/core/profile";
import { createRandom } from "../random";
import type { Scenario } from "../scenario";
import { meanOf, quantileOf } from "../spread";
import { erlangB } from "./erlang";
import { solveClosedForm } from "./solve";
import { createScenario, downDomain, failure, fixed, shape, type SmallTier } from "./testing/scenarios";

const pOf = (scenario: Scenario) => solveClosedForm(scenario).tiers.map(({ pUnconditional }) => pUnconditional);

function expectAll(found: readonly number[], wanted: readonly number[], digits = 12) {
  expect(found).toHaveLength(wanted.length);
  for (const [index, each] of wanted.entries()) expect(found[index]).toBeCloseTo(each, digits);
}

describe("the worked example", () => {
  it("comes to $1.20 per million", () => {
    const result = solveClosedForm(createScenario({ tiers: [{ success: 0.95, usd: "1" }, { success: 1, usd: "5" }] }));
    expectAll(result.tiers.map(({ p }) => p), [0.95, 0.05]);
    expect(result.warcUsdPerMillion).toBeCloseTo(1.2, 13);
    expect(result.primaryUsdPerMillion).toBeCloseTo(1, 13);
    expect(result.effectiveUsdPerMillion).toBeCloseTo(1.2, 13);
    expect(result.availability).toBe(1);
    expect(result.availabilityWithoutFallback).toBe(0.95);
  });

  it("has no weighting, to the last digit, where all calls are of the same size", () => {
    for (const usd of ["0.1", "0.3", "0.7", "1.1"]) {
      const result = solveClosedForm(createScenario({ tiers: [{ success: 0.9301, usd }, { success: 0.83, usd: "0.59" }, { success: 0.77, usd: "1.04" }] }));
      expect(result.weightingUsdPerMillion).toBe(0);
    }
  });
});

describe("an independent chain", () => {
  const chain: SmallTier[] = [{ success: 0.97 }, { success: 0.95 }, { success: 0.99 }];

  it("serves s_i × ∏(1 − s_j) at each tier, and leaves ∏(1 − s_j) unserved", () => {
    const result = solveClosedForm(createScenario({ tiers: chain }));
    expectAll(result.tiers.map(({ pUnconditional }) => pUnconditional), [0.97, 0.0285, 0.001485]);
    expect(1 - result.availability).toBeCloseTo(1.5e-5, 14);
    expectAll(result.tiers.map(({ attempts }) => attempts), [1, 0.03, 0.0015]);
    expect(result.attemptsPerCall).toBeCloseTo(1.0315, 12);
  });

  it("costs by served call what each tier costs, and what its failed attempts cost besides", () => {
    // Per call $.0042, $.0061 and $.0118, and failed attempts at the first two that cost $.0008 and $.0010.
    const bills = (usd: number, failed: number) => [failure("malformed", 1, { billedMillionths: Math.round((failed / usd) * 1e6) })];
    const tiers = [{ ...chain[0], success: 0.97, usd: "4.2", failures: bills(0.0042, 0.0008) }, { success: 0.95, usd: "6.1", failures: bills(0.0061, 0.001) }, { success: 0.99, usd: "11.8" }];
    const result = solveClosedForm(createScenario({ tiers, traffic: { shapes: [shape(800, 200)] } }));
    const perCall = (usdPerMillion: number | null) => ((usdPerMillion ?? NaN) * 1_000) / 1e6;
    expect(perCall(result.warcUsdPerMillion)).toBeCloseTo(0.004265437, 9);
    expect(perCall(result.warcUsdPerMillion) * result.availability).toBeCloseTo(0.004265373, 9);
    expect(perCall(result.wasteUsdPerMillion)).toBeCloseTo(2.55e-5, 8);
    expect(perCall(result.effectiveUsdPerMillion)).toBeCloseTo(0.004290937, 8);
  });

  it("waits for each failed attempt", () => {
    const tiers = chain.map((tier, index) => ({ ...tier, failures: [failure("network", 1, { afterMs: fixed(1_000 * (index + 1)) })] }));
    const result = solveClosedForm(createScenario({ tiers }));
    const mean = (0.97 * 300 + 0.0285 * 1_300 + 0.001485 * 3_300) / (1 - 1.5e-5);
    expect(result.firstTokenMs?.meanMs).toBeCloseTo(mean, 8);
    expect(result.wholeMs?.meanMs).toBeCloseTo(mean + 2_000, 8);
    expect((result.firstTokenMs?.p50Ms ?? 0) / 300).toBeCloseTo(1, 4);
  });
});

describe("times", () => {
  it("are those of a hundred thousand calls, within 2 in 100", () => {
    const spread = (p50: number, sigma: number) => ({ kind: "lognormal", mu: Math.log(p50), sigma }) as const;
    const [quick, slow, lost] = [spread(400, 0.6), spread(900, 0.4), spread(1_500, 0.8)];
    const tiers: SmallTier[] = [{ success: 0.8, firstTokenMs: quick, failures: [failure("network", 1, { afterMs: lost })] }, { success: 1, firstTokenMs: slow }];
    const result = solveClosedForm(createScenario({ tiers }));
    const random = createRandom(7);
    const draw = (of: typeof quick) => quantileOf(of, random.next() + 2 ** -33);
    const drawn = Array.from({ length: 100_000 }, () => (random.next() < 0.8 ? draw(quick) : draw(lost) + draw(slow))).sort((a, b) => a - b);
    const { meanMs, p50Ms, p95Ms } = result.firstTokenMs ?? { meanMs: NaN, p50Ms: NaN, p95Ms: NaN };
    expect(meanMs / (0.8 * meanOf(quick) + 0.2 * (meanOf(lost) + meanOf(slow)))).toBeCloseTo(1, 9);
    expect(Math.abs(p50Ms / (drawn[50_000] ?? NaN) - 1)).toBeLessThan(0.02);
    expect(Math.abs(p95Ms / (drawn[95_000] ?? NaN) - 1)).toBeLessThan(0.02);
  });
});

describe("a stream that breaks", () => {
  it("was promised to its client, so that nobody else can answer: a call that does not stream goes on", () => {
    const tiers: SmallTier[] = [{ success: 0.9, failures: [failure("stream_cut")] }, { success: 1 }];
    expectAll(pOf(createScenario({ tiers })), [0.9, 0]);
    expectAll(pOf(createScenario({ tiers, traffic: { shapes: [shape(800, 200, { stream: false })] } })), [0.9, 0.1]);
  });
});

describe("a timer", () => {
  it("fails the attempts that are too slow for it", () => {
    const firstTokenMs = { kind: "values", values: [100, 200, 300, 5_000] } as const;
    const result = solveClosedForm(createScenario({ tiers: [{ success: 1, firstTokenMs, rules: { timers: { firstTokenMs: 1_000 } } }, { success: 1 }] }));
    expectAll(result.tiers.map(({ pUnconditional }) => pUnconditional), [0.75, 0.25]);
    expect(result.tiers[0]?.failed).toEqual({ timeout_first_token: 0.25 });
    expect(result.firstTokenMs?.meanMs).toBeCloseTo(0.75 * 200 + 0.25 * 1_300, 6);
  });
});

describe("a strategy", () => {
  it("that draws by weight mixes the orders by their chances", () => {
    const tiers = [3, 1].map((weight, index) => ({ success: 0.9, usd: String(index + 1), rules: { weight } }));
    const result = solveClosedForm(createScenario({ tiers, rules: { strategy: "weighted" } }));
    expectAll(result.tiers.map(({ pUnconditional }) => pUnconditional), [0.75 * 0.9 + 0.25 * 0.1 * 0.9, 0.25 * 0.9 + 0.75 * 0.1 * 0.9]);
    expect(result.primaryUsdPerMillion).toBeCloseTo(0.75 + 0.25 * 2, 12);
  });

  it("that goes by cost or by speed asks the cheapest or the quickest first, and looks around in 5 of 100", () => {
    const tiers = [{ success: 1, usd: "2" }, { success: 1, usd: "1", firstTokenMs: fixed(900) }];
    expectAll(pOf(createScenario({ tiers, rules: { strategy: "cheapest" } })), [0, 1]);
    expectAll(pOf(createScenario({ tiers, rules: { strategy: "fastest" } })), [0.95, 0.05]);
    expectAll(pOf(createScenario({ tiers, rules: { strategy: "expected-cost" } })), [0, 1]);
  });
});

describe("a failure domain", () => {
  it("that two tiers share leaves 1.137% to the third and 4.9 times as many unserved as if they failed apart", () => {
    const success = [0.97, 0.95, 0.99];
    const tiers = success.map((each, index) => ({ success: each, domain: index < 2 ? "cloud" : "other" }));
    const shared = solveClosedForm(createScenario({ tiers, domains: { cloud: downDomain(0.01) } }));
    expect(shared.tiers[2]?.pUnconditional).toBeCloseTo(0.01137, 5);
    expect(1 - shared.availability).toBeCloseTo(1.149e-4, 7);
    const apart = solveClosedForm(createScenario({ tiers: success.map((each, index) => ({ success: index < 2 ? each * 0.99 : each })) }));
    expect(apart.tiers[2]?.pUnconditional).toBeCloseTo(0.00234, 5);
    expect((1 - shared.availability) / (1 - apart.availability)).toBeCloseTo(4.9, 1);
  });

  it("that no two tiers share is one more way to fail", () => {
    const tiers = [{ success: 0.9 }, { success: 0.8 }];
    expectAll(pOf(createScenario({ tiers, domains: { p1: downDomain(0.02), p2: downDomain(0.05) } })), [0.98 * 0.9, (1 - 0.98 * 0.9) * 0.95 * 0.8]);
  });

  it("is down for nobody but those in it, while trouble says so", () => {
    const trouble = [{ fromMinute: 15, toMinute: 30, kind: "outage", domains: ["p1"], share: 1, failure: failure("overloaded") }] as const;
    const result = solveClosedForm(createScenario({ tiers: [{ success: 0.9 }, { success: 1 }], trouble }));
    expectAll(result.tiers.map(({ pUnconditional }) => pUnconditional), [0.75 * 0.9, 1 - 0.75 * 0.9]);
    expect(result.tiers[0]?.failed).toEqual({ overloaded: 0.25, server_error: expect.closeTo(0.075, 12) as number });
  });
});

describe("caps and limits", () => {
  const tenSeconds = { firstTokenMs: fixed(8_000), tokensPerSecond: 100 };
  const capped = (concurrent: number): SmallTier => ({ success: 1, ...tenSeconds, rules: { caps: { ...NO_CAPS, concurrent } } });

  it("on calls at a time overflow by Erlang's formula, from one tier into the next and out", () => {
    // 48 calls a minute of ten seconds each: 8 erlang.
    const result = solveClosedForm(createScenario({ tiers: [capped(8), capped(4)], traffic: { rate: { stretchMinutes: 60, callsPerMinute: [48] } } }));
    expectAll(result.tiers.map(({ pUnconditional }) => pUnconditional), [0.76443, 0.18416], 5);
    expect(1 - result.availability).toBeCloseTo(0.05141, 5);
    expect(result.tiers[0]?.skipped).toBeCloseTo(1 - 0.76443, 5);
  });

  it("on requests a minute count each until its second is a minute old, and overflow alike", () => {
    const tiers = [50, 8].map((requestsPerMinute): SmallTier => ({ success: 1, rules: { caps: { ...NO_CAPS, requestsPerMinute } } }));
    const result = solveClosedForm(createScenario({ tiers }));
    expect(1 - result.availability).toBeCloseTo(erlangB(60.5, 58), 12);
    // 864,000 calls of the simulated machine: .7778 and .0992.
    expectAll(result.tiers.map(({ pUnconditional }) => pUnconditional), [0.7778, 0.0992], 2);
  });

  it.each([["fixed-minute", 0.0514, 4], ["bucket", 0.00836, 5]] as const)("of a provider turn away what a %s does", (window, share, digits) => {
    const result = solveClosedForm(createScenario({ tiers: [{ success: 1, limits: { requestsPerMinute: 60, window } }, { success: 1 }] }));
    expect(result.tiers[1]?.pUnconditional).toBeCloseTo(share, digits);
    expect(result.tiers[0]?.failed.rate_limited).toBeCloseTo(share, digits);
  });
});

describe("what is not known", () => {
  it("stays unknown where a tier that serves has no price", () => {
    const result = solveClosedForm(createScenario({ tiers: [{ success: 0.9, usd: "1" }, { success: 1, usd: null }] }));
    expect(result.tiers.map(({ usdPerMillion }) => usdPerMillion)).toEqual([1, null]);
    expect([result.warcUsdPerMillion, result.effectiveUsdPerMillion, result.spendUsd, result.monthlyUsd]).toEqual([null, null, null, null]);
    expect(result.primaryUsdPerMillion).toBeCloseTo(1, 12);
    expect(result.availability).toBe(1);
  });

  it("does not matter at a tier that nobody comes to", () => {
    const result = solveClosedForm(createScenario({ tiers: [{ success: 1, usd: "1" }, { success: 1, usd: null }] }));
    expect(result.effectiveUsdPerMillion).toBeCloseTo(1, 12);
  });

  it("is no spend without any traffic, and still a share", () => {
    const result = solveClosedForm(createScenario({ tiers: [{ success: 0.9 }, { success: 1 }], traffic: { rate: { stretchMinutes: 60, callsPerMinute: [0] } } }));
    expect([result.calls, result.spendUsd, result.monthlyUsd]).toEqual([0, 0, 0]);
    expectAll(result.tiers.map(({ pUnconditional }) => pUnconditional), [0.9, 0.1]);
  });

  it("is what served calls cost where nothing is served", () => {
    const result = solveClosedForm(createScenario({ tiers: [{ success: 0 }] }));
    expect([result.availability, result.warcUsdPerMillion, result.firstTokenMs]).toEqual([0, null, null]);
  });
});
