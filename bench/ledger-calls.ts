import { NO_AMOUNTS, type AttemptRecord, type CallRecord } from "@/lib/ledger/record";
import { newId } from "@/lib/ledger/new-id";

const idOf = (kind: number, number: number) => `0190000${kind}-0000-7000-8000-${String(number).padStart(12, "0")}`;
const PLANNED = ["groq", "deepinfra", "together"].map((provider, index) => ({
  endpoint: `${provider}/meta-llama/llama-3.3-70b-instruct`, provider, endpointId: idOf(1, index), tier: index + 1,
}));
type Planned = (typeof PLANNED)[number];

/** A call as most are: four of five served by the first of three tiers, the others by the second after a 429. */
export function makeCall(index: number, startedAtMs: number): CallRecord {
  const isRescued = index % 5 === 0;
  const [first, second] = PLANNED as [Planned, Planned];
  const served = isRescued ? second : first;
  return {
    id: newId(), teamId: idOf(2, index % 2), startedAtMs,
    profileVersionId: idOf(3, index % 4), profileSlug: `extract-${index % 4}`, apiKeyId: idOf(4, index % 8), memberId: idOf(5, index % 3),
    requestedModel: `profile/extract-${index % 4}`, stream: index % 2 === 0, outcome: "served", cause: null, httpStatus: 200,
    servedTier: served.tier, servedEndpoint: served.endpoint, planPosition: served.tier, rescued: isRescued,
    plan: PLANNED.map(({ endpoint, tier }) => ({
      endpoint, tier, kept: true, reason: "in order", drop: null, expectedCostUsd: "0.000412", expectedMs: 850,
    })),
    tags: { feature: `summary-${index % 10}` },
    primaryCostPico: 412_000_000n, baselineCostPico: 1_250_000_000n, ...waitOf(index), overheadUs: 240,
    attempts: [...(isRescued ? [refused(first, startedAtMs)] : []), attemptOf(served, startedAtMs + 40, isRescued ? 2 : 1, index)],
  };
}

/** Spread over a good decade, as answers of different lengths are. */
function waitOf(index: number): { firstTokenMs: number; totalMs: number } {
  return { firstTokenMs: 120 + ((index * 7919) % 1_500), totalMs: 700 + ((index * 104_729) % 12_000) };
}

function refused(planned: Planned, startedAtMs: number): AttemptRecord {
  return {
    ...attemptOf(planned, startedAtMs, 1, 0),
    outcome: "failed", cause: "rate_limited", httpStatus: 429, firstTokenMs: null, totalMs: 38,
    usage: null, costPico: 0n, classes: NO_AMOUNTS, priceId: null, priceStep: null, listPrice: null, detail: "429 Too Many Requests",
  };
}

function attemptOf({ endpoint, provider, endpointId, tier }: Planned, startedAtMs: number, number: number, index: number): AttemptRecord {
  const input = 800 + (index % 700);
  const output = 90 + (index % 50);
  const amount = (units: number, price: bigint) => ({ units, costPico: BigInt(units) * price });
  const classes = { ...NO_AMOUNTS, input: amount(input, 590_000n), output: amount(output, 790_000n) };
  return {
    id: newId(), startedAtMs, number, tier, retry: 0, endpointId, endpoint, provider,
    outcome: "served", cause: null, httpStatus: 200, connectMs: 0, firstTokenMs: 190, totalMs: 1_860,
    usage: { input, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning: 0 },
    priceId: idOf(6, tier), priceStep: 0, listPrice: null, costPico: classes.input.costPico + classes.output.costPico, classes, basis: "reported", detail: "",
  };
}
