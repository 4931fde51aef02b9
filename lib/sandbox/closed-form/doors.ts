import type { Caps } from "@/lib/core/profile";
import { PICO_PER_USD } from "@/lib/core/money";
import type { ProviderLimits, Traffic } from "../scenario";
import { erlangB, overflowBlocked } from "./erlang";
import { bucketLoss, fixedMinuteLoss } from "./limit-loss";

/** What a tier is asked to carry, by what a push of all calls through the walk says. */
export type Load = {
  /** That calls which come to it would make if no door were closed. */
  attemptsPerMinute: number;
  /** How long an attempt lasts, on average. */
  holdingMs: number;
  tokens: number;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  /** Of one attempt; null is not known. */
  picoPerAttempt: number | null;
};

export type Limits = { caps: Caps; limits: ProviderLimits | null };

/** How often a tier's door is closed by its caps, how often its provider turns away who got in, and how much of the tightest is used. */
export type Door = { closed: number; turnedAway: number; use: number | null };

/** How long the gateway counts a request on average: until the second in which it came is a minute old. */
const MINUTES_COUNTED = 60.5 / 60;

export const OPEN: Door = { closed: 0, turnedAway: 0, use: null };

/** Places that calls hold, all tiers before in the order that overflow into it counted in. */
type Pool = { unit: string; load: number; places: number };

/**
 * What caps and limits do to each tier at such loads. A cap of calls at a time, or of requests within the last minute
 * (each holds a place until its second is a minute old), loses by Erlang's formula, and one tier that overflows into the next by the pooled
 * places of both. A provider's own limit loses as a bucket or a minute of the clock does under Poisson arrivals; behind a
 * tier that overflows, arrivals come in bunches and that is an approximation, as it is wherever tokens are limited.
 */
export function doorsOf(tiers: readonly (Limits & { load: Load })[], arrivals: Traffic["arrivals"]): Door[] {
  let pool: Pool | null = null;
  return tiers.map(({ caps, limits, load }) => {
    const places = tightest(caps, load);
    const before: Pool | null = pool;
    pool = null;
    let [closed, use]: [number, number | null] = [0, null];
    if (places) {
      const alone = arrivals === "even" ? fluidLoss(places.load, places.places) : erlangB(places.load, places.places);
      const isOverflow = before !== null && before.unit === places.unit && arrivals === "poisson";
      closed = isOverflow ? Math.max(alone, overflowBlocked(before.load, before.places, places.places)) : alone;
      pool = isOverflow ? { ...before, places: before.places + places.places } : places;
      use = (places.load * (1 - closed)) / places.places;
    }
    const bySpend = spendLoss(caps, load);
    if (bySpend !== null) [closed, use] = [1 - (1 - closed) * (1 - bySpend.closed), Math.max(use ?? 0, bySpend.use)];
    const turned = limits && limitLoss(limits, load, closed, arrivals);
    if (!turned) return { closed, turnedAway: 0, use };
    const worst = Math.max(use ?? 0, turned.use);
    // A provider that says what is left is not asked for more: the gateway closes the door itself.
    if (limits.saysWhatIsLeft) return { closed: 1 - (1 - closed) * (1 - turned.loss), turnedAway: 0, use: worst };
    return { closed, turnedAway: turned.loss, use: worst };
  });
}

/** The cap that is fullest, as places and what would like to hold them. */
function tightest({ concurrent, requestsPerMinute, tokensPerMinute }: Caps, { attemptsPerMinute, holdingMs, tokens }: Load): Pool | null {
  const pools: Pool[] = [];
  if (concurrent !== null) pools.push({ unit: `at a time, ${holdingMs.toPrecision(9)}`, load: (attemptsPerMinute * holdingMs) / 60_000, places: concurrent });
  const load = attemptsPerMinute * MINUTES_COUNTED;
  if (requestsPerMinute !== null) pools.push({ unit: "a minute", load, places: requestsPerMinute });
  if (tokensPerMinute !== null && tokens > 0) pools.push({ unit: "a minute", load, places: tokensPerMinute / tokens });
  return pools.sort((a, b) => b.load / b.places - a.load / a.places)[0] ?? null;
}

/** As of a steady stream: the excess of a whole day's spend over its cap. */
function spendLoss({ picoPerDay }: Caps, { attemptsPerMinute, picoPerAttempt }: Load): { closed: number; use: number } | null {
  if (picoPerDay === null || picoPerAttempt === null) return null;
  const perDay = (attemptsPerMinute * 1_440 * picoPerAttempt) / Number(PICO_PER_USD);
  const most = Number(picoPerDay) / Number(PICO_PER_USD);
  return { closed: fluidLoss(perDay, most), use: most === 0 ? 1 : Math.min(1, perDay / most) };
}

function limitLoss(limits: ProviderLimits, load: Load, closed: number, arrivals: Traffic["arrivals"]): { loss: number; use: number } | null {
  const requests = requestsAMinute(limits, load);
  if (requests === null) return null;
  const asked = load.attemptsPerMinute * (1 - closed);
  if (requests === 0) return { loss: Number(asked > 0), use: 1 };
  const loss = lossOf(limits, requests, asked, arrivals);
  return { loss, use: Math.min(1, (asked * (1 - loss)) / requests) };
}

function lossOf({ window, bucketMinutes }: ProviderLimits, requests: number, asked: number, arrivals: Traffic["arrivals"]): number {
  if (arrivals === "even") return fluidLoss(asked, requests);
  return window === "fixed-minute" ? fixedMinuteLoss(asked, requests) : bucketLoss(asked / requests, requests * bucketMinutes);
}

/** All limits in requests of mean size; null where there is none. */
function requestsAMinute(limits: ProviderLimits, load: Load): number | null {
  const input = load.inputTokens - (limits.countsCachedInput ? 0 : load.cachedTokens);
  const output = limits.reserves === "max-tokens" ? limits.maxOutputTokens : load.outputTokens;
  const all = [
    limits.requestsPerMinute,
    limits.tokensPerMinute === null ? null : limits.tokensPerMinute / Math.max(1, input + output),
    limits.inputTokensPerMinute === null ? null : limits.inputTokensPerMinute / Math.max(1, input),
    limits.outputTokensPerMinute === null ? null : limits.outputTokensPerMinute / Math.max(1, output),
  ].filter((limit) => limit !== null);
  return all.length === 0 ? null : Math.min(...all);
}

function fluidLoss(load: number, most: number): number {
  return load <= most ? 0 : 1 - most / load;
}
