import { ceilQuarter } from "@/lib/core/period";
import { findPriceInForce, type Price, resolvePrice } from "@/lib/core/price";
import { listPricePeriodsFrom, type PricePeriod } from "@/lib/core/price-periods";
import { compare, type Ratio, ratio } from "@/lib/core/ratio";
import { UNIT_CLASSES, type UnitClass } from "@/lib/core/usage";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { PriceInForce } from "./prices";
import type { ListedEndpoint, ListedProvider } from "./provider-list";
import type { Scope } from "./scope";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";
import { listDaysAndQuarters, rollupsIn } from "./day-rollups";

/** What a team's served attempts of known price read and wrote, by class: what another price would mean to it. */
export type Mix = { units: Readonly<Record<UnitClass, bigint>>; /** That had a request fee to pay. */ requests: bigint; tokens: bigint };

const UNITS = Prisma.sql`
  sum(r.input_units)::text AS input, sum(r.cached_input_units)::text AS "cachedInput",
  sum(r.cache_write_5m_units)::text AS "cacheWrite5m", sum(r.cache_write_1h_units)::text AS "cacheWrite1h",
  sum(r.output_units)::text AS output, sum(r.reasoning_units)::text AS reasoning, sum(r.request_units)::text AS requests`;

/** The mix of a scope, exactly: whole UTC days from the rollup of days, what is left from that of quarter-hours. */
export async function getMix(db: Db, { teamId, range, versionIds }: Scope): Promise<Mix> {
  const rows = { table: "attempt_rollups", teamId, stretches: listDaysAndQuarters(range, []), versionIds, condition: Prisma.sql`s.outcome = 'served'` } as const;
  const [row] = await db.$queryRaw<Record<UnitClass | "requests", string | null>[]>`SELECT ${UNITS} FROM ${rollupsIn(rows)}`;
  const read = (name: UnitClass | "requests") => BigInt(row?.[name] ?? 0);
  const units = Object.fromEntries(UNIT_CLASSES.map((name) => [name, read(name)])) as Record<UnitClass, bigint>;
  return { units, requests: read("requests"), tokens: UNIT_CLASSES.reduce((sum, name) => sum + units[name], 0n) };
}

/** Attempts and how many of them served, of the last seven days. */
export type Tried = { attempts: number; served: number };

const WEEK_MS = 7 * 24 * 3_600_000;

/** What was tried in the last seven days, by endpoint. */
export async function listTried(db: Db, teamId: string, now: Date): Promise<Map<string, Tried>> {
  const to = ceilQuarter(now);
  const stretches = listStretches({ from: new Date(to.getTime() - WEEK_MS), to }, []);
  const rows = await db.$queryRaw<{ endpointId: string; attempts: string; served: string }[]>`
    SELECT r.endpoint_id::text AS "endpointId", sum(r.attempts)::text AS attempts, sum(r.served)::text AS served
    FROM ${sumsIn("endpoint_sums", teamId, stretches, null)} GROUP BY 1`;
  return new Map(rows.map((row) => [row.endpointId, { attempts: Number(row.attempts), served: Number(row.served) }]));
}

/** USD per million tokens of a mix at a price without its steps; null for a mix of no tokens. */
export function priceMix(price: Price, { units, requests, tokens }: Mix): Ratio | null {
  if (tokens === 0n) return null;
  const { prices } = resolvePrice(price, 0);
  const cost = UNIT_CLASSES.reduce((sum, name) => sum + units[name] * prices[name], requests * prices.perRequest);
  return ratio(cost, tokens * 1_000_000n);
}

export type BoardEndpoint = ListedEndpoint & {
  providerId: string;
  provider: string;
  inForce: PriceInForce | null;
  /** Prices to come, earliest first: also the list's where an agreement ends. */
  coming: PricePeriod<PriceInForce>[];
  /** null without a price, or without a mix. */
  mixCost: Ratio | null;
  tried: Tried | null;
};

/** A model and who serves it, the cheapest for the mix first; those without a price last. */
export type BoardModel = { model: string; endpoints: BoardEndpoint[]; mixCost: Ratio | null };

export type BoardFilters = { /** In a model's or an endpoint's name, any case. */ text: string; /** A provider's slug; empty for all. */ provider: string };

/** The price board: models by what the team's mix costs at the cheapest endpoint that the filters leave. */
export function prepareBoard(
  providers: readonly ListedProvider[],
  mix: Mix,
  tried: ReadonlyMap<string, Tried>,
  { text, provider: slug }: BoardFilters,
  now: Date,
): BoardModel[] {
  const endpoints = providers
    .filter((provider) => slug === "" || provider.slug === slug)
    .flatMap((provider) => provider.endpoints.map((endpoint) => boardEndpoint(provider, endpoint, mix, tried, now)))
    .filter(({ name, upstreamModel }) => `${name}\n${upstreamModel}`.toLowerCase().includes(text.toLowerCase()))
    .sort(byCost);
  const models = new Map<string, BoardEndpoint[]>();
  for (const endpoint of endpoints) models.set(endpoint.model, [...(models.get(endpoint.model) ?? []), endpoint]);
  // Endpoints are in order already, so a model comes where its first one does.
  return [...models].map(([model, own]) => ({ model, endpoints: own, mixCost: own[0]?.mixCost ?? null }));
}

function boardEndpoint(provider: ListedProvider, endpoint: ListedEndpoint, mix: Mix, tried: ReadonlyMap<string, Tried>, now: Date): BoardEndpoint {
  const inForce = findPriceInForce(endpoint.prices, now);
  return {
    ...endpoint,
    providerId: provider.id,
    provider: provider.slug,
    inForce,
    coming: listPricePeriodsFrom(endpoint.prices, now).filter(({ from }) => from > now),
    mixCost: inForce && priceMix(inForce.price, mix),
    tried: tried.get(endpoint.id) ?? null,
  };
}

/** Without a mix by what input costs; what has no price comes last either way. */
function byCost(a: BoardEndpoint, b: BoardEndpoint): number {
  const [x, y] = [sortCost(a), sortCost(b)];
  if (x === null || y === null) return Number(x === null) - Number(y === null) || (a.name < b.name ? -1 : 1);
  return compare(x, y) || (a.name < b.name ? -1 : 1);
}

function sortCost({ mixCost, inForce }: BoardEndpoint): Ratio | null {
  return mixCost ?? (inForce && ratio(inForce.price.base.input));
}
