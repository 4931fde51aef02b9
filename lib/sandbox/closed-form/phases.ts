import { isWithin } from "@/lib/core/condition";
import type { Price } from "@/lib/core/price";
import type { DatedPrice, Scenario, Trouble } from "../scenario";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** Trouble besides more or fewer calls. */
export type ActiveTrouble = Exclude<Trouble, { kind: "traffic" }>;

/** All minutes of the run in which the same trouble, prices and times of day hold. */
export type Phase = {
  /** Within it, in milliseconds since the epoch. */
  atMs: number;
  trouble: readonly ActiveTrouble[];
  /** Which tiers' hours it lies in. */
  hours: string;
  minutes: number;
  /** How many minutes have each number of calls a minute. */
  rates: Map<number, number>;
};

/** Calls that are expected in a phase. */
export function callsOf({ rates }: Phase): number {
  let calls = 0;
  for (const [rate, minutes] of rates) calls += rate * minutes;
  return calls;
}

/** Cuts the run wherever trouble, a price, the hour of a tier's condition or the traffic changes, and lays like to like. */
export function cutIntoPhases(scenario: Scenario): Phase[] {
  const { traffic } = scenario;
  const phases = new Map<string, Phase>();
  const cuts = findCuts(scenario);
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const [from, to] = [cuts[index] ?? 0, cuts[index + 1] ?? 0];
    const atMs = traffic.startsAtMs + from * MINUTE_MS;
    const active = scenario.trouble.filter(({ fromMinute, toMinute }) => fromMinute <= from && from < toMinute);
    const hours = hoursAt(scenario, atMs);
    const trouble = active.filter(isNoTraffic);
    const key = [...trouble.map((each) => scenario.trouble.indexOf(each)), hours, ...pricesAt(scenario, atMs)].join();
    const phase = phases.get(key) ?? { atMs, trouble, hours, minutes: 0, rates: new Map<number, number>() };
    phases.set(key, phase);
    phase.minutes += to - from;
    const factor = active.reduce((product, each) => (each.kind === "traffic" ? product * each.factor : product), 1);
    addRates(phase.rates, traffic.rate, from, to, factor);
  }
  return [...phases.values()];
}

function isNoTraffic(trouble: Trouble): trouble is ActiveTrouble {
  return trouble.kind !== "traffic";
}

/** For each tier whether the hour is one of its own. */
function hoursAt({ profile }: Scenario, atMs: number): string {
  return profile.tiers.map(({ rules: { when } }) => (when?.utc ? Number(isWithin(when.utc, atMs)) : "-")).join("");
}

/** For each tier how many of its prices have begun. */
function pricesAt({ profile, endpoints }: Scenario, atMs: number): number[] {
  return profile.tiers.map(({ endpoint }) => (endpoints.get(endpoint.id)?.prices ?? []).filter(({ validFromMs }) => validFromMs <= atMs).length);
}

/** Minutes of the run, ascending, from its start to its end. */
function findCuts({ profile, endpoints, trouble, traffic }: Scenario): number[] {
  const cuts = new Set<number>([0, traffic.minutes]);
  for (const { fromMinute, toMinute } of trouble) cuts.add(fromMinute).add(toMinute);
  for (const { endpoint } of profile.tiers) {
    for (const { validFromMs } of endpoints.get(endpoint.id)?.prices ?? []) cuts.add((validFromMs - traffic.startsAtMs) / MINUTE_MS);
  }
  for (const edge of new Set(profile.tiers.flatMap(({ rules: { when } }) => (when?.utc ? [when.utc.fromMinute, when.utc.toMinute] : [])))) {
    const first = edge - ((traffic.startsAtMs / MINUTE_MS) % DAY_MINUTES);
    for (let minute = first; minute < traffic.minutes; minute += DAY_MINUTES) cuts.add(minute);
  }
  return [...cuts].filter((minute) => minute >= 0 && minute <= traffic.minutes).sort((a, b) => a - b);
}

/** The minutes from one to another by what the curve says of them, over and over. */
function addRates(rates: Map<number, number>, { stretchMinutes, callsPerMinute }: Scenario["traffic"]["rate"], from: number, to: number, factor: number): void {
  const add = (rate: number, minutes: number) => rates.set(rate * factor, (rates.get(rate * factor) ?? 0) + minutes);
  const [only] = callsPerMinute;
  if (only !== undefined && callsPerMinute.every((rate) => rate === only)) {
    add(only, to - from);
    return;
  }
  for (let index = Math.floor(from / stretchMinutes); index * stretchMinutes < to; index += 1) {
    const [start, end] = [Math.max(from, index * stretchMinutes), Math.min(to, (index + 1) * stretchMinutes)];
    const rate = callsPerMinute[index % callsPerMinute.length];
    if (rate !== undefined && end > start) add(rate, end - start);
  }
}

/** The so-manieth of an endpoint's prices, and what trouble multiplies it by. */
export type PriceInForce = { index: number; price: Price; factor: number };

/** null where nobody knows a price. */
export function priceAt(prices: readonly DatedPrice[], endpointId: string, { atMs, trouble }: Phase): PriceInForce | null {
  const index = prices.findLastIndex(({ validFromMs }) => validFromMs <= atMs);
  const price = prices[index]?.price;
  if (!price) return null;
  const factor = trouble.reduce(
    (product, each) => (each.kind === "price" && each.endpointIds.includes(endpointId) ? (product * each.factorMillionths) / 1_000_000 : product),
    1,
  );
  return { index, price, factor };
}

/** How many times as long first tokens and writing take. */
export function slownessAt(failureDomain: string, { trouble }: Phase): number {
  return trouble.reduce((product, each) => (each.kind === "slow" && each.domains.includes(failureDomain) ? product * each.factor : product), 1);
}
