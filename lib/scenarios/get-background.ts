import { listPricePeriodsFrom } from "@/lib/core/price-periods";
import type { Endpoint } from "@/lib/core/profile";
import { ceilQuarter, floorQuarter, type Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import { type AttemptHistory, type EndpointTimes, listAttemptHistories, listEndpointTimes, type ServedUnits } from "@/lib/reports/sandbox-background";
import { findDownTime, type WhileDown } from "@/lib/reports/sandbox-down";
import { listRefusals } from "@/lib/reports/sandbox-refusals";
import { type CallSample, type HourOfCalls, listHoursOfCalls, listWritingSpeeds, sampleCalls } from "@/lib/reports/sandbox-traffic";
import type { Background, EndpointHistory, TrafficBackground } from "@/lib/sandbox/background";
import { listSandboxPrices } from "./list-sandbox-prices";
import { listSandboxProfiles } from "./list-sandbox-profiles";
import { weighShapes } from "./weigh-shapes";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Days whose hours can be followed: as many as a field can offer. */
const MOST_DAYS = 62;

export type BackgroundQuestion = { teamId: string; /** Whose traffic; null or an unknown one has none. */ profileSlug: string | null; range: Range; now: Date };

/**
 * What a team's ledger and catalogue say: endpoints by all of its calls, traffic by those of one profile. From sums, but for
 * bounded samples of what calls were like and of how fast endpoints write.
 */
export async function getBackground(db: Db, { teamId, profileSlug, range: asked, now }: BackgroundQuestion): Promise<Background> {
  const range: Range = { from: floorQuarter(asked.from), to: ceilQuarter(asked.to) };
  const past: Range = { from: range.from, to: new Date(Math.max(range.from.getTime(), Math.min(range.to.getTime(), now.getTime()))) };
  // Samples are taken of whole quarter-hours, so that the same question has the same answer a moment later.
  const [{ profiles, endpoints }, profile] = await Promise.all([
    listSandboxProfiles(db, teamId, now),
    profileSlug === null ? null : db.profile.findUnique({ where: { teamId_slug: { teamId, slug: profileSlug } }, select: { id: true, versions: { select: { id: true } } } }),
  ]);
  const versionIds = profile?.versions.map(({ id }) => id) ?? [];
  const domainOf = new Map(endpoints.map(({ id, failureDomain }) => [id, failureDomain]));
  const [prices, histories, times, speeds, refusals, down, hours, samples] = await Promise.all([
    listSandboxPrices(db, teamId, (all) => listPricePeriodsFrom(all, now)),
    listAttemptHistories(db, teamId, range, profile?.id ?? null),
    listEndpointTimes(db, teamId, range),
    listWritingSpeeds(db, teamId, range),
    listRefusals(db, teamId, range),
    findDownTime(db, { teamId, range }, domainOf),
    listHoursOfCalls(db, teamId, range, versionIds),
    sampleCalls(db, teamId, range, versionIds),
  ]);
  const historyOf = (endpoint: Endpoint) => {
    const found = histories.endpoints.find(({ endpointId }) => endpointId === endpoint.id);
    if (!found) return null;
    const known = refusals.get(endpoint.id);
    const history = toHistory(found, down.attempts.filter(({ endpointId }) => endpointId === endpoint.id), times.get(endpoint.name), speeds.get(endpoint.id));
    return { ...history, ...(known && { refusals: known }) };
  };
  return {
    takenAtMs: now.getTime(), fromMs: past.from.getTime(), toMs: past.to.getTime(), profiles,
    endpoints: endpoints.map((endpoint) => ({ endpoint, prices: prices.get(endpoint.id) ?? [], history: historyOf(endpoint) })),
    domains: Object.fromEntries(down.domains),
    traffic: toTraffic(hours, past, samples, histories.served),
  };
}

function toHistory({ attempts, served, failures }: AttemptHistory, down: readonly WhileDown[], times: EndpointTimes | undefined, speed: number | undefined): EndpointHistory {
  const sum = (some: readonly WhileDown[]) => some.reduce((all, each) => all + each.attempts, 0);
  return {
    attempts, served,
    attemptsWhileDown: sum(down),
    servedWhileDown: sum(down.filter((each) => each.served)),
    failures: failures.map((failure) => ({ ...failure, countWhileDown: sum(down.filter((each) => !each.served && each.cause === failure.cause)) })),
    firstTokenMs: times?.firstTokenMs ?? null,
    wholeMs: times?.wholeMs ?? null,
    tokensPerSecond: speed ?? null,
  };
}

/** A profile that is younger than the range had its traffic from its first hour on. */
function toTraffic(hours: readonly HourOfCalls[], { from, to }: Range, samples: readonly CallSample[], served: ServedUnits): TrafficBackground | null {
  const calls = hours.reduce((sum, hour) => sum + hour.calls, 0);
  const [first] = hours;
  if (!first || calls === 0) return null;
  const beginsMs = Math.max(from.getTime(), first.atMs);
  const minutes = Math.max(15, (to.getTime() - beginsMs) / MINUTE_MS);
  const means = Object.fromEntries(Object.entries(served.units).map(([name, units]) => [name, units / Math.max(1, served.attempts)])) as ServedUnits["units"];
  return { calls, callsPerMinute: calls / minutes, hours: weekOf(hours, beginsMs, to.getTime()), days: daysOf(hours, from, to), shapes: weighShapes(samples, means) };
}

/** Calls a minute in each hour of the week, over as many of them as there were. */
function weekOf(hours: readonly HourOfCalls[], fromMs: number, toMs: number): number[] {
  const [calls, minutes] = [new Array<number>(168).fill(0), new Array<number>(168).fill(0)];
  const hourOfWeek = (atMs: number) => (Math.floor(atMs / HOUR_MS) + 72) % 168;
  for (const { atMs, calls: count } of hours) calls[hourOfWeek(atMs)] = (calls[hourOfWeek(atMs)] ?? 0) + count;
  for (let atMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; atMs < toMs; atMs += HOUR_MS) {
    const part = (Math.min(toMs, atMs + HOUR_MS) - Math.max(fromMs, atMs)) / MINUTE_MS;
    minutes[hourOfWeek(atMs)] = (minutes[hourOfWeek(atMs)] ?? 0) + part;
  }
  return calls.map((count, hour) => ((minutes[hour] ?? 0) > 0 ? count / (minutes[hour] ?? 1) : 0));
}

/** Whole days of the range alone. */
function daysOf(hours: readonly HourOfCalls[], from: Date, to: Date): Record<string, number[]> {
  const days = new Map<number, number[]>();
  for (const { atMs, calls } of hours) {
    const dayMs = Math.floor(atMs / DAY_MS) * DAY_MS;
    if (dayMs < from.getTime() || dayMs + DAY_MS > to.getTime()) continue;
    const day = days.get(dayMs) ?? new Array<number>(24).fill(0);
    day[(atMs - dayMs) / HOUR_MS] = calls;
    days.set(dayMs, day);
  }
  return Object.fromEntries([...days].slice(-MOST_DAYS).map(([dayMs, day]) => [new Date(dayMs).toISOString().slice(0, 10), day]));
}
