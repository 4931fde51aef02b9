import { NO_CAPS, STRATEGIES } from "@/lib/core/profile";
import { Backtest } from "../backtest/backtest";
import type { RecordedCall } from "../backtest/recorded";
import { solveClosedForm } from "../closed-form/solve";
import { composeScenario } from "../compose-scenario";
import { estimate } from "../estimate";
import { simulate } from "../events/simulate";
import { BROKEN, endpoint, LIMITS, REFUSED, scenarioOf, SHAPE, STARTS_AT_MS, type Setting } from "../events/testing/scenario";
import { findInfluences } from "../influences";
import type { ScenarioInputs } from "../inputs";
import { optimise } from "../optimise/optimise";
import { NO_CONSTRAINTS, type Question } from "../optimise/question";
import { createBackground, createEndpointBackground, createProfile, SOME_HISTORY } from "./background";

const lognormal = (mu: number, sigma: number) => ({ kind: "lognormal", mu, sigma }) as const;
const refused = { ...REFUSED, share: 0.4, retryAfterMs: 1_000, afterMs: lognormal(4, 0.5) };
const broken = { ...BROKEN, share: 0.6, billedMillionths: 333_333, afterMs: lognormal(6, 1) };
const spoken = { failures: [refused, broken], firstTokenMs: lognormal(6, 0.8), tokensPerSecond: 70 };

/** All that decides a count at once: draws, logarithms, breakers, limits, caps, waits, outages of a domain and by script. */
const WHOLE: Setting = {
  tiers: [
    { model: endpoint(1, { ...spoken, success: 0.93, limits: { ...LIMITS, requestsPerMinute: 400, saysRetryAfter: true, saysWhatIsLeft: true } }), failureDomain: "cloud" },
    { model: endpoint(3, { ...spoken, success: 0.9, limits: { ...LIMITS, tokensPerMinute: 300_000, window: "fixed-minute" } }), rules: { retries: 1, weight: 3 } },
    { model: endpoint(2, { ...spoken, success: 0.97 }), rules: { caps: { ...NO_CAPS, concurrent: 12 } }, failureDomain: "cloud" },
    { model: endpoint(9, { ...spoken, success: 0.99 }), rules: { lastResort: true } },
  ],
  breakers: true,
  minutes: 6,
  rules: { wait: { maxMs: 500, picoPerSecond: 1_000_000n } },
  traffic: { shapes: [SHAPE, { ...SHAPE, weight: 2, stream: true }], rate: { stretchMinutes: 1, callsPerMinute: [200, 400, 600] } },
  domains: { cloud: { upMinutes: 6, outageMinutes: lognormal(0, 1), failure: BROKEN } },
  trouble: [
    { kind: "outage", domains: ["p2"], share: 0.7, failure: refused, fromMinute: 1, toMinute: 3 },
    { kind: "slow", domains: ["cloud"], factor: 3, fromMinute: 3, toMinute: 5 },
    { kind: "traffic", factor: 2, fromMinute: 4, toMinute: 5 },
  ],
};

const PROFILE = createProfile("groq", "together");
const INPUTS: ScenarioInputs = {
  traffic: { callsPerMinute: [20, 60], curve: "daily", inputTokens: { mean: [500, 900], p95: 2_500 }, outputTokens: { mean: 200, p95: 600 }, streamShare: 0.5 },
  endpoints: { "together/llama": { success: [0.9, 0.99], firstTokenMs: { p50: 300, p95: 900 } } },
  domains: { groq: { downShare: [0.001, 0.02] } },
  trouble: [{ kind: "slow", domains: ["together"], factor: 2, fromMinute: 10, minutes: 20 }],
  seed: 7,
};
const QUESTION = { inputs: INPUTS, profile: PROFILE, background: createBackground([createEndpointBackground("groq", SOME_HISTORY), createEndpointBackground("together")]) };

/** What every engine makes of the same questions, as text: whole numbers and fractions alike with all of their digits. */
export function runAllEngines(): string {
  const strategies = STRATEGIES.map((strategy) => [strategy, scenarioOf({ ...WHOLE, rules: { ...WHOLE.rules, strategy } })] as const);
  const results = {
    events: Object.fromEntries(strategies.map(([strategy, scenario]) => [strategy, lastOf(simulate(scenario, { replications: 2 }))])),
    closedForm: solveClosedForm(scenarioOf(WHOLE)),
    estimate: estimate({ ...QUESTION, draws: 20 }),
    influences: findInfluences(QUESTION),
    optimum: lastOf(optimise(choose(4))),
    backtest: backtest(),
  };
  return JSON.stringify(results, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value instanceof Map ? [...(value as Map<unknown, unknown>)] : value));
}

function lastOf<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Which profile of so many endpoints, each with a retry or without. */
function choose(count: number): Question {
  const tiers = Array.from({ length: count }, (_, index) => ({
    model: endpoint(1 + ((index * 5) % 7), { ...spoken, success: 0.9 + 0.01 * index, firstTokenMs: lognormal(6 + 0.1 * index, 0.5) }), failureDomain: `d${index % 3}`,
  }));
  const scenario = scenarioOf({ tiers, domains: { d0: { upMinutes: 900, outageMinutes: { kind: "fixed", value: 30 }, failure: BROKEN } } });
  return {
    scenario, maxRetries: 1, constraints: { ...NO_CONSTRAINTS, availabilityAtLeast: 0.999, firstTokenP95AtMostMs: 12_000 },
    choices: scenario.profile.tiers.map(({ endpoint: each, rules }) => ({ endpoint: each, rules, caps: [NO_CAPS] })),
  };
}

/** A history in which the first endpoint fails now and then, through a candidate that asks them the other way round. */
function backtest() {
  const composed = composeScenario({ ...QUESTION, profile: { ...createProfile("together", "groq"), version: null } });
  if ("problems" in composed) return composed;
  const price = { base: { input: 590_000n, output: 790_000n }, steps: [] };
  const endpoints = PROFILE.tiers.map(({ endpoint: { name } }) => name);
  const test = new Backtest({
    scenario: composed.scenario, periodMs: 86_400_000,
    past: { rates: new Map(endpoints.map((name) => [name, new Map()])), prices: new Map(endpoints.map((name) => [name, [{ validFromMs: 0, price }]])) },
  });
  test.add(Array.from({ length: 500 }, (_, index) => recordedCall(index, endpoints)));
  return test.result();
}

function recordedCall(index: number, endpoints: readonly string[]): RecordedCall {
  const usage = { ...SHAPE.usage, input: 100 + (index % 700) };
  const attempted = endpoints.slice(0, index % 11 === 0 ? 2 : 1);
  return {
    id: `call ${index}`, startedAtMs: STARTS_AT_MS + index * 60_000, version: 1, stream: index % 2 === 0, outcome: "served", cause: null,
    rescued: attempted.length > 1, primaryCostPico: 590_000n, firstTokenMs: 300, totalMs: 900,
    plan: endpoints.map((name, tier) => ({ endpoint: name, tier: tier + 1, kept: true, drop: null })),
    attempts: attempted.map((endpointId, at) => {
      const isServed = at === attempted.length - 1;
      return {
        endpointId, tier: at + 1, retry: 0, offsetMs: at * 400, outcome: isServed ? "served" : "failed", cause: isServed ? null : "server_error",
        httpStatus: isServed ? 200 : 500, firstTokenMs: isServed ? 300 : null, totalMs: 400, usage: isServed ? usage : null, costPico: isServed ? 590_000n : 0n,
      };
    }),
  };
}
