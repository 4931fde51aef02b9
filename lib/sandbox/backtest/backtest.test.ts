import { describe, expect, it } from "vitest";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES } from "@/lib/core/profile";
import { createEndpoint } from "@/lib/core/testing/tiers";
import { computeWarc } from "@/lib/core/warc";
import { composeScenario } from "../compose-scenario";
import { createRandom } from "../random";
import type { SandboxProfile, Scenario } from "../scenario";
import { createBackground, createEndpointBackground } from "../testing/background";
import { Backtest } from "./backtest";
import { inputsOf } from "./plan-recorded";
import type { RecordedCall, RecordedPast } from "./recorded";
import { walkRecorded } from "./walk-recorded";

const START_MS = Date.UTC(2026, 9, 1);
const DAY_MS = 86_400_000;
const CALLS = 20_000;
const CAUSES = { rate_limited: 2, server_error: 2, timeout_first_token: 1, network: 1, overloaded: 1 };

function profileOf(...providers: string[]): SandboxProfile {
  const tiers = providers.map((provider, index) => ({
    position: index + 1, endpoint: createEndpoint(provider), rules: { ...DEFAULT_TIER_RULES, retries: index === 0 ? 2 : 0 },
  }));
  return { slug: "chat", name: "Chat", version: 3, rules: DEFAULT_PROFILE_RULES, tiers };
}

function scenarioOf(profile: SandboxProfile, seed: number, success = 0.7): Scenario {
  const background = createBackground(["groq", "together", "mistral", "free"].map((provider) => createEndpointBackground(provider)));
  const model = { success, causes: CAUSES, firstTokenMs: { p50: 300, p95: 900 } };
  const composed = composeScenario({
    inputs: {
      traffic: { callsPerMinute: 10, inputTokens: { mean: 900, p95: 2_500 }, outputTokens: { mean: 200, p95: 600 } },
      endpoints: Object.fromEntries(profile.tiers.map(({ endpoint }) => [endpoint.name, model])), domains: {}, trouble: [], seed,
    },
    profile, background,
  });
  if ("problems" in composed) throw new Error(JSON.stringify(composed.problems));
  return composed.scenario;
}

/** groq becomes dearer half-way, together has no price at first. */
const PAST: RecordedPast = {
  rates: new Map([["groq/llama", new Map()], ["together/llama", new Map()]]),
  prices: new Map([
    ["groq/llama", [{ validFromMs: 0, price: { base: { input: 590_000n, output: 790_000n }, steps: [] } }, { validFromMs: START_MS + 10 * DAY_MS, price: { base: { input: 700_001n, output: 790_003n }, steps: [{ aboveInputTokens: 2_000, prices: { input: 900_007n } }] } }]],
    ["together/llama", [{ validFromMs: START_MS + 5 * DAY_MS, price: { base: { input: 880_000n, output: 880_000n, perRequest: 17n }, steps: [] } }]],
    ["mistral/llama", [{ validFromMs: 0, price: { base: { input: 2_000_000n, output: 6_000_000n }, steps: [] } }]],
  ]),
};

/** A history that the version made: walked with nothing on record, and then put on record. */
function recordHistory(profile: SandboxProfile, seed: number, count: number): RecordedCall[] {
  const scenario = scenarioOf(profile, seed);
  const [inputs, random] = [inputsOf(profile), createRandom(seed)];
  return Array.from({ length: count }, (_, index): RecordedCall => {
    const own = random.split(`call ${index}`);
    const drops = own.split("door").next();
    const plan = profile.tiers.map(({ endpoint, position }) => {
      const isDown = position === 1 && drops < 0.05;
      return { endpoint: endpoint.name, tier: position, kept: !isDown, drop: isDown ? ("down" as const) : null };
    });
    const blank: RecordedCall = {
      id: `call ${index}`, startedAtMs: START_MS + Math.floor((index * 20 * DAY_MS) / count), version: null, stream: index % 2 === 0,
      outcome: "failed", cause: null, rescued: false, primaryCostPico: null, firstTokenMs: null, totalMs: 0, plan, attempts: [],
    };
    const walked = walkRecorded({ scenario, past: PAST }, inputs, blank, own);
    const wasAskedBefore = (at: number) => walked.attempts.slice(0, at).filter(({ endpointId }) => endpointId === walked.attempts[at]?.endpointId).length;
    return {
      ...blank, version: profile.version, outcome: walked.outcome, rescued: walked.outcome === "served" && !walked.isByPrimary,
      primaryCostPico: walked.primaryCostPico, totalMs: walked.wholeMs,
      attempts: walked.attempts.map(({ endpointId, tier, outcome, cause, usage, costPico }, at) => ({
        endpointId, tier, retry: wasAskedBefore(at), offsetMs: at * 500, outcome, cause, httpStatus: outcome === "served" ? 200 : 500,
        firstTokenMs: outcome === "served" ? 300 : null, totalMs: 400, usage, costPico,
      })),
    };
  });
}

function backtest(profile: SandboxProfile, calls: readonly RecordedCall[], seed = 99) {
  const test = new Backtest({ scenario: scenarioOf(profile, seed), past: PAST, periodMs: 20 * DAY_MS });
  test.add(calls);
  return test.result();
}

const OWN = profileOf("groq", "together");
const HISTORY = recordHistory(OWN, 5, CALLS);

describe("a backtest", () => {
  it("of a version against its own 20,000 calls comes to their very sums, with fallbacks, retries, doors closed and prices unknown", () => {
    const { predicted, actual, replayedShare, drawnShare, unknowable } = backtest(OWN, HISTORY);
    expect(predicted.sums).toEqual(actual.sums);
    expect(predicted.sums && computeWarc(predicted.sums)).toEqual(actual.sums && computeWarc(actual.sums));
    expect([replayedShare, drawnShare, unknowable]).toEqual([1, 0, []]);
    const attempts = HISTORY.flatMap((call) => call.attempts);
    expect(predicted.sums?.attempts).toBe(attempts.length);
    expect(attempts.some(({ retry }) => retry > 0) && attempts.some(({ costPico }) => costPico === null)).toBe(true);
    expect(predicted.tiers[0]?.skipped).toBeGreaterThan(0.04);
    expect(predicted.availabilityWithoutFallback).toBe(actual.availabilityWithoutFallback);
  });

  it("draws the same whatever the order and the pages of calls", () => {
    const candidate = { ...profileOf("together", "groq"), version: null };
    const once = backtest(candidate, HISTORY.slice(0, 500));
    const turned = backtest(candidate, HISTORY.slice(0, 500).reverse());
    expect(turned.predicted.sums).toEqual(once.predicted.sums);
    expect(once.drawnShare).toBeGreaterThan(0);
    expect(once.replayedShare + once.drawnShare).toBeCloseTo(1, 12);
  });

  it("says of whom nothing is known, and takes it from the model", () => {
    const { unknowable, predicted } = backtest({ ...profileOf("mistral", "groq"), version: null }, HISTORY.slice(0, 2_000));
    expect(unknowable).toEqual([{ endpoint: "mistral/llama", calls: 2_000 }]);
    // 0.7, and 0.7 of the rest in each of two retries, but of failures that may be retried.
    expect(predicted.tiers[0]?.p).toBeGreaterThan(0.9);
    expect(predicted.tiers[0]?.usdPerMillion).toBeGreaterThan(2);
  });

  it("says no amount of a candidate whose endpoint has no price, not that it is free", () => {
    const { predicted, actual } = backtest({ ...profileOf("free", "groq"), version: null }, HISTORY.slice(0, 500));
    expect(predicted).toMatchObject({ spendUsd: null, monthlyUsd: null, warcUsdPerMillion: null, effectiveUsdPerMillion: null, wasteUsdPerMillion: null });
    expect(predicted.tiers[0]).toMatchObject({ endpoint: "free/llama", usdPerMillion: null });
    expect(predicted.tiers[0]?.p).toBeGreaterThan(0.9);
    // Of the record itself all is told that is known.
    expect(actual.spendUsd).toBeGreaterThan(0);
  });

  it("is of as many dollars in 30 days as its parts, to the pico, whoever the candidate is", () => {
    for (const names of [["together"], ["groq"], ["mistral", "groq"], ["groq", "mistral", "together"]]) {
      const { sums, spendUsd, monthlyUsd } = backtest({ ...profileOf(...names), version: null }, HISTORY.filter(({ startedAtMs }) => startedAtMs > START_MS + 6 * DAY_MS).slice(0, 500)).predicted;
      const parts = (sums?.tiers ?? []).reduce((all, { costPico }) => all + costPico, (sums?.wastePico ?? 0n) + (sums?.abortedPico ?? 0n));
      expect(sums && computeWarc(sums).spendPico).toBe(parts);
      expect(spendUsd).toBe(Number(parts) / 1e12);
      expect(monthlyUsd).toBeCloseTo((Number(parts) / 1e12) * 1.5, 9);
    }
  });

  it("draws from what was observed in the same hour", () => {
    const hours = new Map([[START_MS, { attempts: 50, served: 0 }]]);
    const past = { ...PAST, rates: new Map([["mistral/llama", hours]]) };
    const test = new Backtest({ scenario: scenarioOf({ ...profileOf("mistral"), version: null }, 3), past, periodMs: DAY_MS });
    test.add(HISTORY.filter(({ startedAtMs }) => startedAtMs < START_MS + 3_600_000));
    expect(test.result().predicted.availability).toBe(0);
    expect(test.result().unknowable).toEqual([]);
  });
});
