import { availableParallelism, cpus, loadavg } from "node:os";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type Caps, type Strategy, type Tier } from "@/lib/core/profile";
import { simulate } from "@/lib/sandbox/events/simulate";
import type { EndpointModel, FailureKind, ProviderLimits, Scenario, Trouble } from "@/lib/sandbox/scenario";
import { formatMarkdown, formatSpread, medianOf } from "../figures";

const ROUNDS = 7;
/** Calls of a round, about: so many that the compiler's warming up is a small part. */
const CALLS = 300_000;

type Variant = { strategy?: Strategy; caps?: Partial<Caps>; limits?: ProviderLimits; trouble?: readonly Trouble[]; stream?: boolean };

const DOWN: FailureKind = {
  cause: "overloaded", share: 1, httpStatus: 503, retryAfterMs: null, billedMillionths: 0, afterMs: { kind: "fixed", value: 150 },
};
const LIMITS: ProviderLimits = {
  requestsPerMinute: 900, tokensPerMinute: 2_000_000, inputTokensPerMinute: null, outputTokensPerMinute: null, window: "bucket", bucketMinutes: 1,
  reserves: "actual", maxOutputTokens: 4_096, countsCachedInput: true, saysRetryAfter: true, saysWhatIsLeft: true,
};

/** Three tiers that serve 97, 95 and 99 in 100, breakers on, 1,200 calls a minute. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  "three tiers, ordered": {},
  "the same, streaming": { stream: true },
  "the first tier down for an hour": { trouble: [{ kind: "outage", domains: ["provider-1"], share: 1, failure: DOWN, fromMinute: 60, toMinute: 120 }] },
  "the first tier's provider limits it to 900 a minute": { limits: LIMITS },
  "capped at 900 requests a minute and 40 at a time": { caps: { requestsPerMinute: 900, concurrent: 40 } },
  "cheapest": { strategy: "cheapest" },
  "fastest, planned at each call": { strategy: "fastest" },
  "expected-cost, planned at each call": { strategy: "expected-cost" },
};

function main(): void {
  const rows = Object.entries(VARIANTS).map(([name, variant]) => {
    const scenario = scenarioOf(variant);
    const rounds = Array.from({ length: ROUNDS }, () => measure(scenario));
    const [wall, core] = [rounds.map(({ perSecond }) => perSecond), rounds.map(({ perCoreSecond }) => perCoreSecond)];
    return [name, thousands(wall), formatSpread(wall.map((rate) => rate / 1_000), 0), thousands(core)];
  });
  const day = new Date().toISOString().slice(0, 10);
  console.log(`${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${day}\n`);
  console.log(formatMarkdown(["", "1,000 calls/s", "by round", "of CPU time"], rows));
}

function thousands(rates: readonly number[]): string {
  return (medianOf(rates) / 1_000).toFixed(0);
}

function measure(scenario: Scenario): { perSecond: number; perCoreSecond: number } {
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const simulation = simulate(scenario, { replications: 1, maxCalls: CALLS });
  let step = simulation.next();
  while (!step.done) step = simulation.next();
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (step.value.calls / (performance.now() - startedAt)) * 1_000, perCoreSecond: (step.value.calls / (user + system)) * 1_000_000 };
}

function scenarioOf({ strategy = "ordered", caps, limits, trouble = [], stream = false }: Variant): Scenario {
  const tiers = [0.97, 0.95, 0.99].map((success, index) => ({ tier: tierOf(index + 1, index === 0 ? caps : {}), model: modelOf(success, index + 1, index === 0 ? limits : undefined) }));
  return {
    profile: { slug: "bench", name: "bench", version: null, rules: { ...DEFAULT_PROFILE_RULES, strategy }, tiers: tiers.map(({ tier }) => tier) },
    breakers: true,
    traffic: {
      startsAtMs: Date.UTC(2026, 10, 23), minutes: 300, rate: { stretchMinutes: 60, callsPerMinute: [1_200] }, arrivals: "poisson",
      shapes: [{ weight: 1, stream, usage: { input: 1_000, cachedInput: 200, cacheWrite5m: 0, cacheWrite1h: 0, output: 300, reasoning: 0 } }],
    },
    endpoints: new Map(tiers.map(({ tier, model }) => [tier.endpoint.id, model])),
    domains: new Map(),
    trouble,
    seed: 1,
  };
}

function tierOf(position: number, caps: Partial<Caps> = {}): Tier {
  const provider = `provider-${position}`;
  return {
    position,
    endpoint: {
      id: provider, name: `${provider}/small`, provider, model: "small", upstreamModel: "small", contextTokens: 128_000, maxOutputTokens: 8_000,
      parameters: null, inputs: null, failureDomain: provider,
    },
    rules: { ...DEFAULT_TIER_RULES, caps: { ...DEFAULT_TIER_RULES.caps, ...caps } },
  };
}

function modelOf(success: number, dearness: number, limits: ProviderLimits | null = null): EndpointModel {
  const price = { base: { input: BigInt(dearness) * 100_000n, output: BigInt(dearness) * 400_000n }, steps: [] };
  return { success, failures: [DOWN], firstTokenMs: { kind: "lognormal", mu: 6, sigma: 0.5 }, tokensPerSecond: 80, limits, prices: [{ validFromMs: 0, price }] };
}

main();
