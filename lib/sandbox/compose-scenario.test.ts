import { describe, expect, it } from "vitest";
import { composeScenario, type ScenarioQuestion } from "./compose-scenario";
import type { LimitsInput, ScenarioInputs } from "./inputs";
import type { Scenario } from "./scenario";
import { downShareOf } from "./scenario";
import { meanOf } from "./spread";
import { createBackground, createEndpointBackground, createProfile, NO_INPUTS, SOME_HISTORY } from "./testing/background";

const PROFILE = createProfile("groq", "together");
const BACKGROUND = createBackground([createEndpointBackground("groq", SOME_HISTORY), createEndpointBackground("together")], {
  domains: { groq: { quarters: 1_000, downQuarters: 12, outages: 3 } },
});
const TYPED: Partial<ScenarioInputs> = { traffic: { callsPerMinute: 60, inputTokens: 1_000, outputTokens: 200 } };

function compose(inputs: Partial<ScenarioInputs>, more: Partial<ScenarioQuestion> = {}) {
  return composeScenario({ inputs: { ...NO_INPUTS, ...inputs }, profile: PROFILE, background: BACKGROUND, ...more });
}

function scenarioOf(inputs: Partial<ScenarioInputs>, more: Partial<ScenarioQuestion> = {}): Scenario {
  const composed = compose(inputs, more);
  if ("problems" in composed) throw new Error(JSON.stringify(composed.problems));
  return composed.scenario;
}

function problemsOf(inputs: Partial<ScenarioInputs>, more: Partial<ScenarioQuestion> = {}): Readonly<Record<string, string>> {
  const composed = compose(inputs, more);
  return "problems" in composed ? composed.problems : {};
}

describe("composeScenario", () => {
  it("takes success from the ledger without the outages of its domain, which it has apart", () => {
    const scenario = scenarioOf(TYPED);
    expect(scenario.endpoints.get("groq/llama")?.success).toBe(930 / 940);
    const domain = scenario.domains.get("groq");
    // 12 of 1,000 quarter-hours, in which two of three attempts failed.
    expect(downShareOf(domain?.upMinutes ?? 0, domain ? meanOf(domain.outageMinutes) : 0)).toBeCloseTo(0.008, 12);
    expect(domain && meanOf(domain.outageMinutes)).toBeCloseTo((12 * 15 * (2 / 3)) / 3, 9);
    expect(domain?.failure.cause).toBe("server_error");
  });

  it.each([
    ["never was tried again", { count: 40, retried: 2, pauseMs: 100 }, 2_001, "longer than a retry waits (2 s): 2 of 40 refusals were tried again"],
    ["was tried again late", { count: 40, retried: 40, pauseMs: 900.4 }, 900, "900 ms, as long as retries waited"],
    ["was tried again late more often than not", { count: 40, retried: 21, pauseMs: 900.4 }, 900, "900 ms, as long as retries waited"],
    ["was tried again as soon as without being asked", { count: 40, retried: 40, pauseMs: 90 }, null, "not said by the provider"],
    ["happened too rarely", { count: 9, retried: 0, pauseMs: null }, null, "not said by the provider"],
  ])("takes from what calls did after a refusal what it asked them to wait: one that %s", (_, refusals, retryAfterMs, words) => {
    const background = { ...BACKGROUND, endpoints: [createEndpointBackground("groq", { ...SOME_HISTORY, refusals }), createEndpointBackground("together")] };
    const failures = scenarioOf(TYPED, { background }).endpoints.get("groq/llama")?.failures ?? [];
    expect(failures.map((failure) => [failure.cause, failure.retryAfterMs])).toEqual([["server_error", null], ["rate_limited", retryAfterMs]]);
    const composed = compose(TYPED, { background });
    const told = "assumptions" in composed ? composed.assumptions : [];
    expect(told.find(({ path }) => path === "endpoints.groq/llama.retryAfterMs")?.value).toBe(words);
  });

  it("has no outages at random beside a success that was typed", () => {
    const scenario = scenarioOf({ ...TYPED, endpoints: { "groq/llama": { success: 0.97 }, "together/llama": { success: 0.95 } } });
    expect(scenario.domains.size).toBe(0);
    expect([...scenario.endpoints.values()].map(({ success }) => success)).toEqual([0.97, 0.95]);
  });

  it("counts recorded outages in the success of an endpoint whose domain has none apart", () => {
    const background = createBackground([createEndpointBackground("groq", SOME_HISTORY), createEndpointBackground("together", null, { failureDomain: "groq" })], BACKGROUND);
    const profile = { ...PROFILE, tiers: PROFILE.tiers.map((tier) => ({ ...tier, endpoint: { ...tier.endpoint, failureDomain: "groq" } })) };
    const scenario = scenarioOf({ ...TYPED, endpoints: { "together/llama": { success: 0.95 } } }, { profile, background: { ...background, endpoints: BACKGROUND.endpoints } });
    expect(scenario.endpoints.get("groq/llama")?.success).toBe(0.95);
    expect(scenario.domains.size).toBe(0);
  });

  it("says where every value comes from, and what is thin", () => {
    const composed = compose({ ...TYPED, endpoints: { "groq/llama": { firstTokenMs: [100, 400] } } });
    const told = "assumptions" in composed ? composed.assumptions : [];
    const at = (path: string) => told.find((each) => each.path === path);
    expect(at("traffic.callsPerMinute")).toMatchObject({ value: "60 calls a minute", source: { kind: "typed" } });
    expect(at("endpoints.groq/llama.success")).toMatchObject({ source: { kind: "ledger", what: "attempts", count: 940 }, isThin: false });
    expect(at("endpoints.together/llama.success")).toMatchObject({ source: { kind: "assumed" }, isThin: true });
    expect(at("endpoints.groq/llama.firstTokenMs")).toMatchObject({ source: { kind: "typed" } });
    expect(at("endpoints.groq/llama.price")).toMatchObject({ value: "$0.59 in and $0.79 out for a million tokens", source: { kind: "catalogue" } });
    expect(new Set(told.map(({ path }) => path)).size).toBe(told.length);
  });

  it("moves an endpoint into the domain that was typed", () => {
    const scenario = scenarioOf({ ...TYPED, endpoints: { "together/llama": { failureDomain: "cloud" } }, domains: { cloud: { downShare: 0.01 } } });
    expect(scenario.profile.tiers[1]?.endpoint.failureDomain).toBe("cloud");
    const domain = scenario.domains.get("cloud");
    expect(domain && meanOf(domain.outageMinutes)).toBeCloseTo(159, 9);
    expect(downShareOf(domain?.upMinutes ?? 0, 159)).toBeCloseTo(0.01, 12);
  });

  it("multiplies prices by whole millionths, for the tiers that are meant", () => {
    const { trouble } = scenarioOf({ ...TYPED, trouble: [{ kind: "price", endpoints: ["groq/llama"], factor: 1.2, fromMinute: 10, minutes: 60 }] });
    expect(trouble).toEqual([{ kind: "price", endpointIds: ["groq/llama"], factorMillionths: 1_200_000, fromMinute: 10, toMinute: 70 }]);
  });

  it("asks for a number where limits have none, rather than to take them for no limit", () => {
    const sentence = "Limits need a number of requests or tokens a minute: type one, or leave the limits out.";
    for (const limits of [{}, { window: "fixed-minute" }] satisfies LimitsInput[]) {
      expect(problemsOf({ ...TYPED, endpoints: { "groq/llama": { limits } } })).toEqual({ "endpoints.groq/llama.limits": sentence });
    }
  });

  it("leaves 429s to the limits that were typed", () => {
    const model = scenarioOf({ ...TYPED, endpoints: { "groq/llama": { limits: { requestsPerMinute: 60 } } } }).endpoints.get("groq/llama");
    expect(model?.limits).toMatchObject({ requestsPerMinute: 60, tokensPerMinute: null, window: "bucket", bucketMinutes: 1 });
    expect(model?.failures.map(({ cause }) => cause)).toEqual(["server_error"]);
    expect(model?.success).toBe(930 / 932);
  });
});

describe("what cannot be", () => {
  it.each([
    ["a success above 1", { endpoints: { "groq/llama": { success: 1.2 } } }, "endpoints.groq/llama.success", "is a share from 0 to 1"],
    ["a range the wrong way round", { endpoints: { "groq/llama": { success: [0.9, 0.8] } } }, "endpoints.groq/llama.success", "0.9 is above 0.8"],
    ["no traffic", { traffic: { callsPerMinute: 0 } }, "traffic.callsPerMinute", "must be above 0"],
    ["less than none", { traffic: { callsPerMinute: -5 } }, "traffic.callsPerMinute", "must be above 0"],
    ["a month without calls", { traffic: {} }, "traffic.callsPerMinute", "No calls are recorded of this profile in the 30 days looked at"],
    ["a 95th percentile below the mean", { traffic: { callsPerMinute: 1, inputTokens: { mean: 100, p95: 50 } } }, "traffic.inputTokens.p95", "lies below the mean"],
    ["one that no curve has", { traffic: { callsPerMinute: 1, inputTokens: { mean: 100, p95: 500 } } }, "traffic.inputTokens.p95", "no lognormal"],
    ["a price of zero", { endpoints: { "groq/llama": { price: { inputUsd: "0", outputUsd: "0.00" } } } }, "endpoints.groq/llama.price", "Zero is not free here"],
    ["a price that is no number", { endpoints: { "groq/llama": { price: { inputUsd: "1e3", outputUsd: "1" } } } }, "endpoints.groq/llama.price.inputUsd", "is not a plain decimal"],
    ["an unknown endpoint", { endpoints: { "gorq/llama": {} } }, "endpoints.gorq/llama", "Do you mean groq/llama?"],
    ["an unknown domain", { domains: { gro: {} } }, "domains.gro", "Do you mean groq?"],
    ["trouble elsewhere", { trouble: [{ kind: "outage", domains: ["grok"], fromMinute: 0, minutes: 5 }] }, "trouble.0.domains", "Do you mean groq?"],
    ["trouble after the end", { trouble: [{ kind: "traffic", factor: 2, fromMinute: 1_440, minutes: 5 }] }, "trouble.0.fromMinute", "is over"],
    ["minutes in parts", { traffic: { callsPerMinute: 1, minutes: 1.5 } }, "traffic.minutes", "whole number"],
    ["no minutes", { traffic: { callsPerMinute: 1, minutes: 0 } }, "traffic.minutes", "at least 1"],
    ["a seed below 0", { seed: -1 }, "seed", "whole number from 0"],
    ["outages without a length", { domains: { groq: { downShare: 0.1, outageMinutes: 1e-9 } } }, "domains.groq.outageMinutes", "must be at least 0.1"],
    ["outages without an end to them", { domains: { groq: { upMinutes: 1e-9, outageMinutes: 1 } } }, "domains.groq.upMinutes", "must be at least 0.1"],
    ["surges upon surges", { trouble: [1, 2, 3].map(() => ({ kind: "traffic", factor: 100, fromMinute: 5, minutes: 5 })) }, "trouble.0.factor", "1,000,000 times as much"],
    ["prices that nothing is left of", { trouble: [1, 2].map(() => ({ kind: "price", endpoints: ["groq/llama"], factor: 0.01, fromMinute: 5, minutes: 5 })) }, "trouble.1.factor", "from 0.001 to 1,000"],
    ["three of three", { domains: { groq: { downShare: 0.1, upMinutes: 9, outageMinutes: 1 } } }, "domains.groq.upMinutes", "Two of the three"],
    ["an unknown day", { traffic: { day: "2026-11-01" } }, "traffic.day", "No calls of 2026-11-01"],
  ] as const)("%s is told at its field", (_, inputs, path, words) => {
    expect(problemsOf({ ...TYPED, ...(inputs as Partial<ScenarioInputs>) })[path]).toContain(words);
  });

  it("is not what follows one another", () => {
    const trouble = [0, 5].map((fromMinute) => ({ kind: "slow" as const, domains: ["groq"], factor: 100, fromMinute, minutes: 5 }));
    expect(problemsOf({ ...TYPED, trouble })).toEqual({});
  });

  it("is an endpoint that the team does not have", () => {
    expect(problemsOf(TYPED, { profile: createProfile("groq", "mistral") })["profile.tiers.1.endpoint"]).toContain("no endpoint mistral/llama");
  });

  it("is free only where it is called so", () => {
    const model = scenarioOf({ ...TYPED, endpoints: { "groq/llama": { price: "free" } } }).endpoints.get("groq/llama");
    expect(model?.prices).toEqual([{ validFromMs: 0, price: { base: { input: 0n, output: 0n }, steps: [] } }]);
  });
});
