import type { CallFacts } from "./call-facts";
import { excludedByRequest, unfitForCall } from "./eligible";
import { formatUsdExact } from "./money";
import type { PlanRequest, Unresolved } from "./plan-input";
import type { ProviderPreference } from "./preference";
import type { Endpoint, TierRules } from "./profile";
import { rankTiers, type Ranked } from "./rank";
import { weighProspect, type Prospect } from "./prospect";

/** An endpoint that the call may be sent to, in order. */
export type Candidate = {
  /** From 1, in the order of the plan. */
  position: number;
  tier: number;
  endpoint: Endpoint;
  rules: TierRules;
  namedEndpoint: boolean;
  prospect: Prospect;
};

/**
 * Why a tier was left out: `request` by what the request says, `unfit` since it cannot or may not take the call,
 * `too_long` since its window cannot hold the prompt, `late` since it cannot speak in the time that is left, `down` by its breaker, `capped` by a cap, `budget` since it could go over one, `unresolved` since the
 * name leads to nobody.
 */
export const DROPS = ["request", "unfit", "too_long", "late", "down", "capped", "budget", "unresolved"] as const;
export type Drop = (typeof DROPS)[number];

/** Kept or dropped, with the reason: the record, the error and the dashboard show the same ones. */
export type PlanEntry = {
  endpoint: string;
  /** 0 for a name that leads to nobody. */
  tier: number;
  kept: boolean;
  reason: string;
  drop: Drop | null;
  /** What this call is expected to cost there, as a decimal number of USD; null is not known. */
  expectedCostUsd: string | null;
  /** Until its first token (streams) or its whole answer, in the middle of recent ones; null is not known. */
  expectedMs: number | null;
};

export type Plan = {
  candidates: Candidate[];
  /** In the order of the plan: those that may and can take the call by rank, then the others as written. */
  entries: PlanEntry[];
  /** Whom the strategy ranks first, before breakers and caps drop any: what "primary cost" is measured against. */
  primary: Endpoint | null;
  /** The soonest moment at which somebody comes back who was left out as down or capped, in milliseconds since the epoch. */
  freeAtMs: number | null;
};

/**
 * Orders the tiers for one call and says of each why it was kept or dropped. Pure: the same arguments give the same
 * plan, here and in the sandbox.
 */
export function planCall(request: PlanRequest): Plan {
  const { fit, left } = sift(request);
  const ranked = rankTiers(fit, request).map((seat, index) => guard(seat, index, request));
  if (ranked.every(({ drop }) => drop !== null)) keepSoonest(ranked);
  const kept = ranked.filter(({ drop }) => drop === null);
  const free = ranked.flatMap((seat) => backAtMs(seat) ?? []);
  return {
    candidates: kept.map(({ prospect }, index) => toCandidate(prospect, index + 1)),
    entries: [...[...ranked, ...left].map(toEntry), ...request.unresolved.map(unresolvedEntry)],
    primary: ranked[0]?.prospect.tier.endpoint ?? null,
    freeAtMs: free.length > 0 ? Math.min(...free) : null,
  };
}

/** A tier in its place, kept or not. */
type Seat = { prospect: Prospect; drop: Drop | null; reason: string };

/** Tells those who may and can take the call from those who are left out, whatever their rank would be. */
function sift({ tiers, facts, preference, outlookOf, unsayableAt }: PlanRequest): { fit: Prospect[]; left: Seat[] } {
  const seen = new Set<string>();
  const fit: Prospect[] = [];
  const left: Seat[] = [];
  for (const tier of tiers) {
    const prospect = weighProspect(tier, facts, outlookOf(tier));
    const drop = seen.has(tier.endpoint.id) ? TWICE : (leftOut(prospect, preference, facts) ?? unsayable(unsayableAt(tier)));
    seen.add(tier.endpoint.id);
    if (drop) left.push({ prospect, ...drop });
    else fit.push(prospect);
  }
  return { fit, left };
}

const UNPRICED = { drop: "unfit", reason: "its cap of USD a day cannot be kept while its price is not known" } as const;
const TWICE = { drop: "request", reason: "already earlier in the chain" } as const;

function leftOut({ tier, outlook }: Prospect, preference: ProviderPreference, facts: CallFacts): Omit<Seat, "prospect"> | null {
  const excluded = excludedByRequest(tier, preference, facts, outlook.price);
  if (excluded !== null) return { drop: "request", reason: excluded };
  // What is not known is not zero.
  if (tier.rules.caps.picoPerDay !== null && outlook.price === null) return UNPRICED;
  const unfit = unfitForCall(tier, facts);
  return unfit && { drop: unfit.tooLong ? "too_long" : "unfit", reason: unfit.reason };
}

function unsayable(what: string | null): Omit<Seat, "prospect"> | null {
  return what === null ? null : { drop: "unfit", reason: `cannot be told in its provider's dialect: ${what}` };
}

/** Breakers and caps come after the ranking, so that the primary does not depend on the moment. */
function guard({ prospect, reason }: Ranked, index: number, { preference, remainingMs }: PlanRequest): Seat {
  const { open, capped, firstToken } = prospect.outlook;
  if (index > 0 && preference.allow_fallbacks === false && !preference.order) {
    return { prospect, drop: "request", reason: "the request allows no fallback (provider.allow_fallbacks)" };
  }
  if (firstToken && firstToken.minMs > remainingMs) return { prospect, drop: "late", reason: lateReason(firstToken.minMs, remainingMs) };
  if (open) return { prospect, drop: "down", reason: `cooling until ${clock(open.untilMs)} after ${open.cause}` };
  if (capped) return { prospect, drop: "capped", reason: `at its cap of ${capped.cap}` };
  return { prospect, drop: null, reason };
}

function backAtMs({ drop, prospect: { outlook } }: Seat): number | null {
  if (drop === "down") return outlook.open?.untilMs ?? null;
  return drop === "capped" ? (outlook.capped?.freeAtMs ?? null) : null;
}

/** Why nobody asks whose quickest first token of late would come too late. */
export function lateReason(quickestMs: number, remainingMs: number): string {
  return `its quickest first token of late took ${Math.ceil(quickestMs)} ms, and ${Math.max(0, Math.floor(remainingMs))} ms were left`;
}

/** When all who could serve are cooling, the soonest is tried rather than failing for certain. */
function keepSoonest(seats: Seat[]): void {
  const until = ({ prospect }: Seat) => prospect.outlook.open?.untilMs ?? Infinity;
  const down = seats.filter(({ drop }) => drop === "down").sort((a, b) => until(a) - until(b));
  const [soonest] = down;
  if (!soonest) return;
  soonest.reason = `${soonest.reason}, but so is everybody: the soonest is tried`;
  soonest.drop = null;
}

function toCandidate(prospect: Prospect, position: number): Candidate {
  const { position: tier, endpoint, rules, namedEndpoint } = prospect.tier;
  return { position, tier, endpoint, rules, namedEndpoint, prospect };
}

function toEntry({ prospect, drop, reason }: Seat): PlanEntry {
  const { tier, costPico, expectedMs } = prospect;
  return {
    endpoint: tier.endpoint.name,
    tier: tier.position,
    kept: drop === null,
    reason,
    drop,
    expectedCostUsd: costPico === null ? null : formatUsdExact(costPico),
    expectedMs,
  };
}

function unresolvedEntry({ name, reason }: Unresolved): PlanEntry {
  return { endpoint: name, tier: 0, kept: false, reason, drop: "unresolved", expectedCostUsd: null, expectedMs: null };
}

/** The time of day in UTC, to the second. */
function clock(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}

