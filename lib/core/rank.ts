import { formatUsd } from "./money";
import type { PlanRequest } from "./plan-input";
import type { Sort } from "./preference";
import type { Prospect } from "./prospect";
import { orderByCost } from "./strategy/cheapest";
import type { Odds } from "./strategy/chain-cost";
import { costPerSettledCall, oddsOf, orderByExpectedCost, servedValue } from "./strategy/expected-cost";
import { orderBySpeed, orderByThroughput } from "./strategy/fastest";
import { orderByWeight } from "./strategy/weighted";

/** A tier in its place, and why it stands there. */
export type Ranked = { prospect: Prospect; reason: string };

type Rules = Pick<PlanRequest, "rules" | "facts" | "preference" | "remainingMs" | "draw">;

/**
 * Puts those who can take the call in the order in which they would be tried: by the request's own sorting if it has
 * one, else by the profile's strategy; providers that the request puts first come first, last resorts last.
 */
export function rankTiers(prospects: Prospect[], request: Rules): Ranked[] {
  if (!prospects.some(isLast)) return namePlaces(rankPart(prospects, request));
  // Apart from each other: a last resort takes nobody's draw, slot or turn to be explored.
  const first = rankPart(prospects.filter((prospect) => !isLast(prospect)), request);
  const last = rankPart(prospects.filter(isLast), request).map(({ prospect }) => ({ prospect, reason: LAST_RESORT }));
  return namePlaces([...first, ...last]);
}

function isLast({ tier }: Prospect): boolean {
  return tier.rules.lastResort;
}

function namePlaces(ranked: Ranked[]): Ranked[] {
  return ranked.map(({ prospect, reason }, index) =>
    ({ prospect, reason: reason === AS_WRITTEN ? (index === 0 ? "first in order" : "next in order") : reason }),
  );
}

const LAST_RESORT = "last resort, only when all others failed";
const AS_WRITTEN = "as written";

function rankPart(prospects: Prospect[], request: Rules): Ranked[] {
  const { preference } = request;
  const ranked = preference.sort ? sortBy(preference.sort, prospects, request) : rankGroups(prospects, request);
  const { order } = preference;
  if (!order) return ranked;
  const place = ({ prospect: { tier } }: Ranked) => {
    const index = order.indexOf(tier.endpoint.provider);
    return index === -1 ? order.length : index;
  };
  return ranked
    .map((entry) => (place(entry) < order.length ? { ...entry, reason: "the request puts its provider first (provider.order)" } : entry))
    .sort((a, b) => place(a) - place(b));
}

/** What stands in one chain under different names stays in the chain's order. */
function rankGroups(prospects: Prospect[], request: Rules): Ranked[] {
  const [first] = prospects;
  if (first && first.tier.sort === null && prospects.every(({ tier }) => tier.group === first.tier.group)) return rankByStrategy(prospects, request);
  const groups = new Map<number, Prospect[]>();
  for (const prospect of prospects) groups.set(prospect.tier.group, [...(groups.get(prospect.tier.group) ?? []), prospect]);
  return [...groups.values()].flatMap((group) => {
    const sort = group[0]?.tier.sort ?? null;
    return sort ? sortBy(sort, group, request) : rankByStrategy(group, request);
  });
}

function sortBy(sort: Sort, prospects: Prospect[], request: Rules): Ranked[] {
  if (sort === "price") return rankByCost(prospects);
  return sort === "latency" ? rankBySpeed(prospects, request) : rankByThroughput(prospects, request);
}

function rankByStrategy(prospects: Prospect[], request: Rules): Ranked[] {
  switch (request.rules.strategy) {
    case "ordered":
      return prospects.map((prospect) => ({ prospect, reason: AS_WRITTEN }));
    case "weighted":
      return rankByWeight(prospects, request);
    case "cheapest":
      return rankByCost(prospects);
    case "fastest":
      return rankBySpeed(prospects, request);
    case "expected-cost":
      return rankByExpectedCost(prospects, request);
  }
}

function rankByWeight(prospects: Prospect[], { draw }: Rules): Ranked[] {
  const weightOf = ({ tier }: Prospect) => tier.rules.weight;
  return orderByWeight(prospects, weightOf, draw).map((prospect, index) => ({
    prospect,
    reason: `${index === 0 ? "drawn first" : "next"} by weight ${weightOf(prospect)}`,
  }));
}

function rankByCost(prospects: Prospect[]): Ranked[] {
  return orderByCost(prospects, ({ costPico }) => costPico).map((prospect) => ({ prospect, reason: costReason(prospect) }));
}

function costReason({ costPico }: Prospect): string {
  return costPico === null ? "its cost is not known" : `expected cost ${formatUsd(costPico)}`;
}

function rankBySpeed(prospects: Prospect[], { draw }: Rules): Ranked[] {
  const speedOf = (prospect: Prospect) => ({ p50Ms: prospect.expectedMs, lastAskedAtMs: lastAsked(prospect) });
  return orderBySpeed(prospects, speedOf, draw).map((prospect) => ({
    prospect,
    reason: prospect.expectedMs === null ? "no recent figures of its speed" : `answers in about ${prospect.expectedMs} ms`,
  }));
}

/** Nobody is explored whose door is closed: the turn would be lost. */
function lastAsked({ outlook }: Prospect): number | null {
  return outlook.open || outlook.capped ? Infinity : outlook.lastAskedAtMs;
}

function rankByThroughput(prospects: Prospect[], { draw }: Rules): Ranked[] {
  const speedOf = (prospect: Prospect) => ({ tokensPerSecond: prospect.outlook.tokensPerSecond, lastAskedAtMs: lastAsked(prospect) });
  return orderByThroughput(prospects, speedOf, draw).map((prospect) => {
    const { tokensPerSecond } = prospect.outlook;
    const reason = tokensPerSecond === null ? "no recent figures of its speed" : `about ${Math.round(tokensPerSecond)} tokens a second`;
    return { prospect, reason };
  });
}

function rankByExpectedCost(prospects: Prospect[], { rules, facts, remainingMs }: Rules): Ranked[] {
  const odds = prospects.map(({ tier, outlook }) => oddsOf(facts, tier.endpoint, outlook));
  const value = servedValue(rules.servedValuePico, prospects.map(({ costPico }) => costPico));
  const limits = { maxAttempts: rules.maxAttempts, remainingMs };
  return orderByExpectedCost(odds, value, limits).flatMap((index) => {
    const prospect = prospects[index];
    const each = odds[index];
    if (!prospect) return [];
    return { prospect, reason: each ? oddsReason(each, value) : costReason(prospect) };
  });
}

/** The figure that it is ordered by: what an attempt costs for each call that it settles. */
function oddsReason(odds: Odds, value: number): string {
  const cost = BigInt(Math.round(costPerSettledCall(odds, value)));
  return `expected cost until served ${formatUsd(cost)}, serves ${percent(odds.served)} of late`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
