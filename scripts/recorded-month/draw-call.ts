import type { Cause } from "@/lib/core/outcome";
import { findListPriceInForce, findPriceInForce, type Price, priceUsage, resolvePrice } from "@/lib/core/price";
import { AD_HOC, NIL_ID } from "@/lib/core/profile";
import type { Usage } from "@/lib/core/usage";
import { uuidv7 } from "@/lib/core/uuidv7";
import { type AttemptRecord, type CallRecord, NO_AMOUNTS } from "@/lib/ledger/record";

export type DatedPrice = { id: string; kind: "list" | "negotiated"; validFrom: Date; validUntil: Date | null; price: Price };
export type RecordedEndpoint = { id: string; name: string; provider: string; prices: DatedPrice[] };
export type RecordedVersion = { id: string; slug: string; from: Date; tiers: RecordedEndpoint[]; baseline: RecordedEndpoint };
export type RecordedKey = { id: string; memberId: string };

/** What calls are drawn from. */
export type Source = { teamId: string; versions: readonly RecordedVersion[]; keys: readonly RecordedKey[] };

const CAUSES: readonly Cause[] = ["rate_limited", "overloaded", "server_error", "timeout_first_token", "stream_cut", "network"];
/** What was cut or given up half-way was worked on: its provider bills it, or nobody knows. */
const BILLED: ReadonlySet<Cause> = new Set(["stream_cut", "timeout_first_token"]);
const STATUSES = { served: 200, failed: 502, aborted: 499 } as const;

export type Draw = ReturnType<typeof createDraw>;

/** Everything by chance follows from the seed (mulberry32), so that the same month can be had again. */
export function createDraw(seed: number) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return {
    next,
    whole,
    one: <T>(items: readonly T[]): T => items[whole(items.length)] as T,
    id: (atMs: number) => uuidv7(atMs, Uint8Array.from({ length: 10 }, () => whole(256))),
  };
}

/** A call of a moment as the gateway would have settled it. */
export function drawCall({ teamId, versions, keys }: Source, startedAtMs: number, draw: Draw): CallRecord {
  const slug = draw.next() < 0.7 ? "chat" : "batch";
  const version = versions.filter((each) => each.slug === slug && each.from.getTime() <= startedAtMs).at(-1) as RecordedVersion;
  const isAdHoc = draw.next() < 0.05;
  const usage = drawUsage(draw);
  const attempts = drawAttempts(version.tiers, usage, startedAtMs, draw);
  const last = attempts.at(-1) as AttemptRecord;
  const served = last.outcome === "served" ? last : null;
  const repriced = (endpoint: RecordedEndpoint) => (served ? (priceOf(endpoint, startedAtMs, usage)?.costPico ?? null) : null);
  const key = draw.one(keys);
  return {
    id: draw.id(startedAtMs), teamId, startedAtMs,
    profileVersionId: isAdHoc ? NIL_ID : version.id,
    profileSlug: isAdHoc ? AD_HOC : version.slug,
    apiKeyId: key.id, memberId: key.memberId, requestedModel: version.slug, stream: draw.next() < 0.5,
    outcome: last.outcome, cause: last.cause, httpStatus: STATUSES[last.outcome],
    servedTier: served?.tier ?? null, servedEndpoint: served?.endpoint ?? null, planPosition: served?.tier ?? null,
    rescued: served !== null && attempts.length > 1,
    plan: version.tiers.map(({ name }, index) => ({
      endpoint: name, tier: index + 1, kept: true, reason: "next in order", drop: null, expectedCostUsd: null, expectedMs: null,
    })),
    tags: drawTags(draw),
    primaryCostPico: repriced(version.tiers[0] as RecordedEndpoint),
    baselineCostPico: isAdHoc ? null : repriced(version.baseline),
    firstTokenMs: served && 100 + draw.whole(900), totalMs: 1_000 + draw.whole(9_000), overheadUs: 300, attempts,
  };
}

function drawTags(draw: Draw): Record<string, string> {
  const luck = draw.next();
  if (luck < 0.6) return {};
  return luck < 0.9 ? { feature: draw.one(["search", "mail", "=1+1"]) } : { feature: "search", customer: `c${draw.whole(20)}` };
}

/** One prompt of ten is long enough for the step of a price. */
function drawUsage(draw: Draw): Usage {
  const input = 1 + draw.whole(draw.next() < 0.1 ? 20_000 : 3_000);
  const output = draw.whole(800);
  const cachedInput = draw.next() < 0.4 ? draw.whole(input) : 0;
  const cacheWrite5m = draw.next() < 0.1 ? draw.whole(input - cachedInput + 1) : 0;
  return { input, cachedInput, cacheWrite5m, cacheWrite1h: 0, output, reasoning: draw.next() < 0.2 ? draw.whole(output + 1) : 0 };
}

/** One after the other until a tier serves, the client leaves or nobody is left. */
function drawAttempts(tiers: readonly RecordedEndpoint[], usage: Usage, callStartedAtMs: number, draw: Draw): AttemptRecord[] {
  const attempts: AttemptRecord[] = [];
  for (const [index, endpoint] of tiers.entries()) {
    const fate = draw.next();
    const outcome = fate < 0.02 ? "aborted" : fate < 0.17 ? "failed" : "served";
    const cause = outcome === "failed" ? draw.one(CAUSES) : null;
    const startedAtMs = callStartedAtMs + 400 * index;
    attempts.push({
      id: draw.id(startedAtMs), startedAtMs, number: index + 1, tier: index + 1, retry: 0,
      endpointId: endpoint.id, endpoint: endpoint.name, provider: endpoint.provider,
      outcome, cause, httpStatus: cause === "rate_limited" ? 429 : outcome === "served" ? 200 : 503,
      connectMs: 5, firstTokenMs: outcome === "served" ? 90 : null, totalMs: 350, detail: "",
      ...drawAmount(endpoint, { outcome, cause, usage, callStartedAtMs }, draw),
    });
    if (outcome !== "failed") break;
  }
  return attempts;
}

type Amount = Pick<AttemptRecord, "usage" | "priceId" | "priceStep" | "listPrice" | "costPico" | "classes" | "basis">;
type Ended = Pick<AttemptRecord, "outcome" | "cause"> & { usage: Usage; callStartedAtMs: number };

/** A refusal owes nothing; what was begun and not served is estimated or unknown; so is what has no price. */
function drawAmount(endpoint: RecordedEndpoint, { outcome, cause, usage, callStartedAtMs }: Ended, draw: Draw): Amount {
  const nothing = { usage: null, priceId: null, priceStep: null, listPrice: null, classes: null };
  if (cause !== null && !BILLED.has(cause)) return { ...nothing, costPico: 0n, classes: NO_AMOUNTS, basis: "reported" };
  if (outcome !== "served" && draw.next() < 0.4) return { ...nothing, costPico: null, basis: "unknown" };
  const priced = priceOf(endpoint, callStartedAtMs, usage);
  if (!priced) return { ...nothing, usage, costPico: null, basis: "unknown" };
  const isEstimated = outcome !== "served" || draw.next() < 0.03;
  const { priceId, listPrice, step, costPico, classes } = priced;
  return { usage, priceId, priceStep: step, listPrice, costPico, classes, basis: isEstimated ? "estimated" : "reported" };
}

/** At the price in force when the call began, with the list price beside an agreed one. */
function priceOf({ prices }: RecordedEndpoint, atMs: number, usage: Usage) {
  const dated = findPriceInForce(prices, atMs);
  if (!dated) return null;
  const list = dated.kind === "negotiated" ? findListPriceInForce(prices, atMs) : null;
  const listPrice = list && { id: list.id, step: resolvePrice(list.price, usage.input).step };
  return { priceId: dated.id, listPrice, ...priceUsage(dated.price, usage) };
}
