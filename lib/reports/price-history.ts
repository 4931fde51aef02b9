import type { Range } from "@/lib/core/period";
import { type Mix, priceMix } from "@/lib/core/price-mix";
import { listPricePeriods } from "@/lib/core/price-periods";
import { compare, type Ratio, ratio } from "@/lib/core/ratio";
import type { BoardEndpoint, BoardWeights } from "./price-board";

const DAY_MS = 24 * 3_600_000;
const LEAST_DAYS = 30;
const MOST_DAYS = 365;

/** USD per million tokens from a time on, until the next point; null where no price was known. */
export type HistoryPoint = { from: Date; cost: Ratio | null };

/** The prices of one host as they followed on each other. The first point is the start of the history. */
export type HistoryLine = { endpoint: string; provider: string; isCurrent: boolean; points: HistoryPoint[] };

export type PriceHistory = {
  range: Range;
  /** Whether prices are of the team's mix; without one they are what input costs. */
  isMix: boolean;
  lines: HistoryLine[];
  /** The cheapest of all hosts at each time. */
  floor: HistoryPoint[];
};

/** What the hosts of equal weights asked over time, from dated prices: since the first of them, at least a month and at most a year. */
export function prepareHistory({ endpoints, current }: BoardWeights, mix: Mix, now: Date): PriceHistory {
  const first = Math.min(now.getTime(), ...endpoints.flatMap(({ prices }) => prices.map(({ validFrom }) => validFrom.getTime())));
  const from = new Date(Math.min(now.getTime() - LEAST_DAYS * DAY_MS, Math.max(first, now.getTime() - MOST_DAYS * DAY_MS)));
  const range = { from, to: now };
  const lines = endpoints.map((endpoint) => ({
    endpoint: endpoint.name, provider: endpoint.provider, isCurrent: endpoint.id === current?.id, points: pointsOf(endpoint, mix, range),
  }));
  const starts = [...new Set(lines.flatMap(({ points }) => points.map((point) => point.from.getTime())))].sort((a, b) => a - b);
  return { range, isMix: mix.tokens > 0n, lines, floor: joinEqual(starts.map((at) => ({ from: new Date(at), cost: leastAt(lines, at) }))) };
}

/** The cost in force at a time on a line. */
export function costAt(points: readonly HistoryPoint[], at: number): Ratio | null {
  return points.findLast(({ from }) => from.getTime() <= at)?.cost ?? null;
}

function pointsOf({ prices }: BoardEndpoint, mix: Mix, { from, to }: Range): HistoryPoint[] {
  const periods = listPricePeriods(prices);
  const first = { from, price: periods.findLast((period) => period.from <= from)?.price ?? null };
  const later = periods.filter((period) => period.from > from && period.from < to);
  return joinEqual([first, ...later].map((period) => ({
    from: period.from,
    cost: period.price && (priceMix(period.price.price, mix) ?? ratio(period.price.price.base.input, 1_000_000n)),
  })));
}

function leastAt(lines: readonly HistoryLine[], at: number): Ratio | null {
  const known = lines.flatMap(({ points }) => costAt(points, at) ?? []);
  return known.reduce<Ratio | null>((least, cost) => (least === null || compare(cost, least) < 0 ? cost : least), null);
}

/** A new price row that asks the same is no step. */
function joinEqual(points: readonly HistoryPoint[]): HistoryPoint[] {
  return points.filter(({ cost }, index) => {
    const before = points[index - 1];
    if (before === undefined) return true;
    return cost === null || before.cost === null ? cost !== before.cost : compare(cost, before.cost) !== 0;
  });
}
