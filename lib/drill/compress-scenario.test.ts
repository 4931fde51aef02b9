import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cause, CAUSES } from "@/lib/core/outcome";
import { NO_CAPS } from "@/lib/core/profile";
import { parseScript } from "@/lib/practice/script";
import type { Scenario, Trouble } from "@/lib/sandbox/scenario";
import { compressScenario } from "./compress-scenario";
import { DrillError } from "./drill-error";
import { drawOutages } from "./draw-outages";
import { planCalls } from "./plan-calls";
import { planScript } from "./practice-script";
import { expectedCalls, minuteOfPart, rateStretches } from "./run-rate";
import { endpointNamed, refusal, scenarioOf, shapeOf } from "./testing/scenario";

const [alpha, beta] = [endpointNamed("alpha"), endpointNamed("beta")];
const TIERS = [{ endpoint: alpha, success: 0.95, usdPerMillion: "1" }, { endpoint: beta, success: 1, usdPerMillion: "5" }];
const outage = (fromMinute: number, toMinute: number, share = 1, cause: Cause = "server_error"): Trouble => ({
  kind: "outage", fromMinute, toMinute, domains: ["alpha"], share, failure: { ...refusal, cause, retryAfterMs: 20_000 },
});
const compress = (scenario: Scenario, calls = 600) => compressScenario(scenario, { calls, nowMs: 5 });

describe("a scenario made into a drill", () => {
  test("has the calls asked for, comes as much faster as it says, and keeps trouble in its place", () => {
    const tiers = scenarioOf(TIERS).profile.tiers.map((tier) => ({ ...tier, rules: { ...tier.rules, caps: { ...NO_CAPS, requestsPerMinute: 60, concurrent: 4 } } }));
    const { profile } = scenarioOf(TIERS);
    const { scenario, seconds, haste } = compress(scenarioOf(TIERS, { profile: { ...profile, tiers }, breakers: true, trouble: [outage(15, 30)] }));
    // 600 calls at 30 a second, three times as fast as 600 a minute.
    expect([seconds, haste.rate, haste.time]).toEqual([20, 3, 3]);
    expect(expectedCalls(rateStretches(scenario.traffic, scenario.trouble))).toBeCloseTo(600);
    expect(scenario.trouble[0]).toMatchObject({ fromMinute: 20 / 60 / 4, toMinute: 20 / 60 / 2, failure: { retryAfterMs: 6_667, httpStatus: 500 } });
    expect(scenario.profile.tiers[0]?.rules.caps).toMatchObject({ requestsPerMinute: 180, concurrent: 4 });
    expect(scenario.endpoints.get("alpha")).toMatchObject({ success: 0.95, firstTokenMs: { kind: "fixed", value: 40 / 3 }, tokensPerSecond: 600 });
  });

  test("waits for nobody much longer than the slowest good answer takes, and cuts none of those short", () => {
    const timersOf = (output: number) => compress(scenarioOf(TIERS, { traffic: { ...scenarioOf(TIERS).traffic, shapes: [shapeOf(10, output)] } })).scenario.profile.rules.timers;
    expect(timersOf(20)).toEqual({ connectMs: 5_000, firstTokenMs: 4_000, stallMs: 4_000, answerMs: 4_000, totalMs: 10_000 });
    // 40 ms and 20,000 tokens at 200 a second, three times as fast, and three times that long.
    expect(timersOf(20_000)).toMatchObject({ firstTokenMs: 20_000, answerMs: 100_040, totalMs: 200_080 });
  });

  test("that is slower than its run takes no longer over an answer", () => {
    const { haste, scenario } = compress(scenarioOf(TIERS, { traffic: { ...scenarioOf(TIERS).traffic, rate: { stretchMinutes: 60, callsPerMinute: [18_000] } } }));
    expect([haste.rate, haste.time]).toEqual([0.1, 1]);
    expect(scenario.endpoints.get("beta")?.firstTokenMs).toEqual({ kind: "fixed", value: 40 });
  });

  test("takes the price that is in force at the start, and says what it leaves out", () => {
    const given = scenarioOf(TIERS);
    const model = given.endpoints.get("alpha");
    const [first] = model?.prices ?? [];
    if (!model || !first?.price) throw new Error("no price");
    const later = { validFromMs: given.traffic.startsAtMs + 1, price: { ...first.price, base: { input: 9n, output: 9n } } };
    const endpoints = new Map([...given.endpoints, ["alpha", { ...model, prices: [first, later] }]] as const);
    const { scenario, leftOut } = compress({ ...given, endpoints, trouble: [{ kind: "price", fromMinute: 0, toMinute: 9, endpointIds: ["alpha"], factorMillionths: 2_000_000 }] });
    expect(scenario.endpoints.get("alpha")?.prices).toEqual([{ validFromMs: 0, price: first.price }]);
    expect(scenario.trouble).toEqual([]);
    expect(leftOut.join(" ")).toMatch(/Breakers are on.*Prices do not change/);
  });

  test("without a call to send is refused in words", () => {
    const { traffic } = scenarioOf(TIERS);
    expect(() => compress(scenarioOf(TIERS, { traffic: { ...traffic, rate: { stretchMinutes: 60, callsPerMinute: [0] } } }))).toThrow(DrillError);
  });

  test("takes longer where many tokens are streamed, and no longer than a minute and a half", () => {
    const { traffic } = scenarioOf(TIERS);
    const streaming = (output: number) => compress(scenarioOf(TIERS, { traffic: { ...traffic, shapes: [shapeOf(10, output, { stream: true })] } })).seconds;
    expect([streaming(20), streaming(800), streaming(50_000)]).toEqual([20, 60, 90]);
  });
});

describe("the calls of a drill", () => {
  test("are exactly so many, in order, within it, the same for the same seed, and where the rate is", () => {
    fc.assert(fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 6 }).filter((rates) => rates.some((rate) => rate > 0)),
      fc.integer({ min: 20, max: 400 }), fc.constantFrom("even" as const, "poisson" as const), fc.nat(1e6),
      (callsPerMinute, count, arrivals, seed) => {
        const given = scenarioOf(TIERS, { seed });
        const traffic = { ...given.traffic, arrivals, rate: { stretchMinutes: 7, callsPerMinute } };
        const { scenario, seconds } = compress({ ...given, traffic }, count);
        const calls = planCalls(scenario, count);
        expect(calls).toHaveLength(count);
        expect(planCalls(scenario, count)).toEqual(calls);
        const stretches = rateStretches(scenario.traffic, scenario.trouble);
        for (const [index, { atMs }] of calls.entries()) {
          expect(atMs).toBeGreaterThanOrEqual(calls[index - 1]?.atMs ?? 0);
          expect(atMs).toBeLessThanOrEqual(seconds * 1_000 + 1e-6);
          const around = stretches.filter(({ fromMinute, toMinute }) => fromMinute * 60_000 - 1e-6 <= atMs && atMs <= toMinute * 60_000 + 1e-6);
          expect(around.some((stretch) => stretch.callsPerMinute > 0)).toBe(true);
        }
      },
    ), { numRuns: 40 });
  });

  test("are more in a surge of traffic", () => {
    const stretches = rateStretches({ ...scenarioOf(TIERS).traffic, minutes: 10, rate: { stretchMinutes: 10, callsPerMinute: [1] } }, [{ kind: "traffic", fromMinute: 5, toMinute: 6, factor: 91 }]);
    expect(stretches.map(({ callsPerMinute }) => callsPerMinute)).toEqual([1, 91, 1]);
    expect([minuteOfPart(stretches, 0.05), minuteOfPart(stretches, 0.505)]).toEqual([5, 5.5]);
  });
});

test("a run with more outages at random than a drill can follow is refused before any of it is made", () => {
  const domain = { upMinutes: 1, outageMinutes: { kind: "fixed", value: 0.1 }, failure: refusal } as const;
  const given = scenarioOf(TIERS, { domains: new Map([["alpha", domain]]) });
  expect(() => compress({ ...given, traffic: { ...given.traffic, minutes: 10_000 } })).toThrow(/more than 500 outages/);
  expect(compress(given).scenario.trouble.length).toBeGreaterThan(20);
});

describe("the providers of a drill", () => {
  test("fail as often as endpoints and troubles say, and go back when they are over", () => {
    const { scenario } = compress(scenarioOf(TIERS, { trouble: [outage(15, 30, 0.5), { kind: "slow", fromMinute: 0, toMinute: 15, domains: ["beta"], factor: 10 }] }));
    const { script, changes } = planScript(scenario);
    const oddsOf = (patch: { probability?: Record<string, number> | null | undefined } | undefined) => Object.values(patch?.probability ?? {}).map((chance) => Number(chance.toFixed(6)));
    expect(oddsOf(script.models?.["alpha/m"])).toEqual([0.05]);
    expect(script.models?.["beta/m"]).toMatchObject({ told: true, firstTokenMs: expect.closeTo(400 / 3) as number, tokensPerSecond: expect.closeTo(60) as number, probability: {} });
    const moments = changes.map(({ atMs, key, patch }) => [Math.round(atMs), key, oddsOf(patch)]);
    expect(moments).toEqual([[5_000, "alpha/m", [0.5, 0.025]], [5_000, "beta/m", []], [10_000, "alpha/m", [0.05]]]);
    expect(Object.keys(script.faults ?? {})).toHaveLength(2);
  });

  test("have random outages as the seed draws them, as much of the time as the scenario says", () => {
    const domain = { upMinutes: 90, outageMinutes: { kind: "fixed", value: 10 }, failure: refusal } as const;
    const given = scenarioOf(TIERS, { domains: new Map([["alpha", domain]]) });
    const run = { ...given, traffic: { ...given.traffic, minutes: 200_000 } };
    const outages = drawOutages(run);
    expect(drawOutages(run)).toEqual(outages);
    const down = outages.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0) / 200_000;
    // At most 1,000 outages are drawn.
    expect(outages).toHaveLength(1_000);
    expect(down * (200_000 / (outages.at(-1)?.toMinute ?? 1))).toBeCloseTo(0.1, 1);
  });
});

test("every cause is brought about by a fault that practice providers know", () => {
  for (const cause of CAUSES) {
    const given = scenarioOf(TIERS, { trouble: [outage(0, 60, 1, cause)] });
    const { script } = planScript(compress(given).scenario);
    expect(() => parseScript(script), cause).not.toThrow();
    expect(Object.keys(script.models?.["alpha/m"]?.probability ?? {}).length, cause).toBeGreaterThan(0);
  }
});
