import { NO_AMOUNTS, type AttemptRecord } from "@/lib/ledger/record";
import type { CallFacts } from "@/lib/core/call-facts";
import { planCall, type Candidate } from "@/lib/core/plan";
import type { PlanInput, PlanRequest } from "@/lib/core/plan-input";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, STRATEGIES, type Caps } from "@/lib/core/profile";
import { LocalRoutingState, type RoutingState } from "@/lib/gateway/routing-state";
import { formatTable, medianOf, rankOf } from "./figures";

const OWNER = { teamId: "bench", profileSlug: "bench" };
const CAPS: Caps = { requestsPerMinute: 1_000_000, tokensPerMinute: 1_000_000_000, concurrent: 1_000, picoPerDay: 10n ** 18n };
/** More than the windows of an endpoint hold. */
const HISTORY = 200;
const SAMPLES = 300;
const CALLS_A_SAMPLE = 50;

/** Planning and the guards alone, in this process, on endpoints with a full history. Microseconds. */
export function describePlanning(): string {
  const rows = [3, 7].flatMap((count) =>
    STRATEGIES.map((strategy) => {
      const { request } = prepare(count, { strategy });
      return row(`a plan of ${count} tiers, ${strategy}`, () => planCall(request));
    }),
  );
  for (const [name, caps] of [["no caps", DEFAULT_TIER_RULES.caps], ["all four caps", CAPS]] as const) {
    const { request, state } = prepare(3, { caps });
    const candidate = getFirst(planCall(request).candidates);
    rows.push(row(`the guards of one attempt, ${name}`, () => {
      attempt(state, candidate, "failed");
      // Failures alone would open the breaker.
      attempt(state, candidate, "served");
    }, 2));
  }
  return formatTable(["", "median µs", "p95 µs"], rows);
}

function row(name: string, run: () => unknown, times = 1): string[] {
  for (let index = 0; index < 5_000; index += 1) run();
  const micros = Array.from({ length: SAMPLES }, () => {
    const startedAt = performance.now();
    for (let index = 0; index < CALLS_A_SAMPLE; index += 1) run();
    return ((performance.now() - startedAt) * 1_000) / CALLS_A_SAMPLE / times;
  });
  return [name, medianOf(micros).toFixed(1), rankOf(micros, 0.95).toFixed(1)];
}

const FACTS: CallFacts = {
  startedAtMs: Date.now(), promptTokens: 1_000, maxOutputTokens: 500, stream: true, tools: false, images: false, jsonSchema: false,
  inputs: [], parameters: ["max_tokens"], metadata: {},
};

/** A call's planning as the gateway has it: what is known of each endpoint comes from its recent attempts. */
function prepare(count: number, { strategy = "ordered" as const, caps = DEFAULT_TIER_RULES.caps }: Partial<{ strategy: (typeof STRATEGIES)[number]; caps: Caps }>) {
  const state = new LocalRoutingState();
  const priceOf = (position: number) => ({ base: { input: BigInt(position) * 100_000n, output: BigInt(position) * 400_000n }, steps: [] });
  const request: PlanRequest = {
    rules: { ...DEFAULT_PROFILE_RULES, strategy },
    tiers: Array.from({ length: count }, (_, index) => tierOf(index + 1, caps)),
    unresolved: [],
    preference: {},
    facts: FACTS,
    unsayableAt: () => null,
    outlookOf: (tier) => state.outlookOf({ owner: OWNER, tier, price: priceOf(tier.position), facts: FACTS }),
    remainingMs: DEFAULT_PROFILE_RULES.timers.totalMs,
    draw: 0.5,
  };
  for (const candidate of planCall(request).candidates) {
    for (let index = 0; index < HISTORY; index += 1) attempt(state, candidate, index % 10 === 0 ? "failed" : "served");
  }
  return { request, state };
}

function tierOf(position: number, caps: Caps): PlanInput {
  const provider = `provider-${position}`;
  return {
    position,
    endpoint: {
      id: provider, name: `${provider}/small`, provider, model: "small", upstreamModel: "small", contextTokens: 128_000, maxOutputTokens: 8_000,
      parameters: ["max_tokens", "tools"], inputs: ["text"], failureDomain: provider,
    },
    rules: { ...DEFAULT_TIER_RULES, weight: position, caps },
    namedEndpoint: false,
    group: 0,
    sort: null,
  };
}

/** What the breaker and the caps are asked before an attempt, and told after it. */
function attempt(state: RoutingState, candidate: Candidate, outcome: "served" | "failed"): void {
  const door = state.enter({ owner: OWNER, candidate, facts: FACTS, forced: false });
  if (!door.open) throw new Error(`The door is closed: ${door.reason}`);
  door.pass.end({ attempt: recordOf(candidate, outcome), retryAfterMs: null, leftTier: outcome === "failed", isChance: false, isObserved: true });
}

function recordOf({ endpoint, tier, position }: Candidate, outcome: "served" | "failed"): AttemptRecord {
  const served = outcome === "served";
  const usage = { input: 1_000, cachedInput: 200, cacheWrite5m: 0, cacheWrite1h: 0, output: 300, reasoning: 0 };
  return {
    id: "", startedAtMs: Date.now(), number: 1, retry: 0, tier, endpointId: endpoint.id, endpoint: endpoint.name, provider: endpoint.provider, outcome,
    cause: served ? null : "overloaded", httpStatus: served ? 200 : 503, connectMs: 0, firstTokenMs: served ? 100 * position : null, totalMs: 400 * position,
    usage: served ? usage : null, priceId: null, priceStep: null, listPrice: null, costPico: served ? 1_000_000n : 0n, classes: NO_AMOUNTS, basis: "reported", detail: "",
  };
}

function getFirst(candidates: readonly Candidate[]): Candidate {
  const [first] = candidates;
  if (!first) throw new Error("The plan is empty");
  return first;
}
