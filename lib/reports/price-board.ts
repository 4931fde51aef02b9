import { PICO_PER_USD } from "@/lib/core/money";
import { findPriceInForce } from "@/lib/core/price";
import { costOfMix, type Mix, priceMix } from "@/lib/core/price-mix";
import { listPricePeriodsFrom, type PricePeriod } from "@/lib/core/price-periods";
import { compare, type Ratio, ratio, subtract } from "@/lib/core/ratio";
import { weightsKey, weightsOf } from "@/lib/core/weights";
import type { EndpointUse } from "./endpoint-use";
import type { EndpointLatency } from "./latency";
import type { PriceInForce } from "./prices";
import type { ListedEndpoint, ListedProvider } from "./provider-list";

const DAY_MS = 24 * 3_600_000;
/** A price that nobody touched for longer is worth a look. */
export const OLD_PRICE_DAYS = 90;
/** What a month is where the present volume is carried on: 30 days. */
export const MONTH_DAYS = 30;

export type BoardEndpoint = ListedEndpoint & {
  providerId: string;
  provider: string;
  inForce: PriceInForce | null;
  /** When a feed last said that the price in force is right; null where none did since. */
  confirmed: Confirmation | null;
  /** For more than `OLD_PRICE_DAYS` nobody set or confirmed it. */
  isOld: boolean;
  /** Prices to come, earliest first: also the list's where an agreement ends. */
  coming: PricePeriod<PriceInForce>[];
  /** USD per million tokens of the team's mix; null without a price, or without a mix. */
  mixCost: Ratio | null;
  use: EndpointUse | null;
  latency: EndpointLatency | null;
  /** null where nothing was served, or nobody knows how many tokens. */
  speed: Speed | null;
  /** What it would save to have here what the current choice serves; null for that one itself, and where a price is missing. */
  move: Move | null;
};

/** Of a list price, by a feed that said the same. */
export type Confirmation = { at: Date; /** The feed's name. */ feed: string };

/** Output tokens of the calls that an endpoint served by the seconds that their clients waited for them, the first token and earlier attempts included. */
export type Speed = { tokensPerSecond: number; /** Of some calls nobody knows the tokens. */ isAtLeast: boolean };

/** In USD; negative where it would cost more. */
export type Move = {
  /** Per million tokens of the team's mix. */
  perMillion: Ratio;
  /** The very units that the current choice served, at both prices of today, carried on for `MONTH_DAYS`. */
  perMonth: Ratio;
};

/** Equal weights and who serves them, the cheapest for the mix first; those without a price last. */
export type BoardWeights = {
  key: string;
  /** What most of its endpoints call it here. */
  model: string;
  /** How coarsely they are kept, such as `fp8`; null as they were published. */
  precision: string | null;
  /** Those that the filters leave. */
  endpoints: BoardEndpoint[];
  /** How many there are without filters. */
  hosts: number;
  /** Of all of them: the cheapest, and the one that served most tokens in the range. */
  floor: BoardEndpoint | null;
  current: BoardEndpoint | null;
};

export type BoardFilters = { /** In a model's or an endpoint's name, any case. */ text: string; /** A provider's slug; empty for all. */ provider: string; /** Only what the team uses. */ used: boolean };

export type BoardInput = {
  providers: readonly ListedProvider[];
  mix: Mix;
  /** By the endpoint's id. */
  use: ReadonlyMap<string, EndpointUse>;
  /** By `provider/model`. */
  latency: ReadonlyMap<string, EndpointLatency>;
  /** By the endpoint's id. */
  confirmed: ReadonlyMap<string, Confirmation>;
  /** Of the range, as far as it has passed. */
  elapsedMs: number;
  now: Date;
};

/** The price board: equal weights by what the team's mix costs at their cheapest endpoint. */
export function prepareBoard(input: BoardInput): BoardWeights[] {
  const sets = new Map<string, BoardEndpoint[]>();
  for (const endpoint of listEndpoints(input)) {
    const key = weightsKey(endpoint.model, endpoint.quantization);
    sets.set(key, [...(sets.get(key) ?? []), endpoint]);
  }
  return [...sets].map(([key, own]) => prepareWeights(key, own, input.elapsedMs));
}

/** What filters leave of a board; floors and choices stay those of all hosts. */
export function filterBoard(board: readonly BoardWeights[], { text, provider, used }: BoardFilters): BoardWeights[] {
  const wanted = text.toLowerCase();
  return board.flatMap((weights) => {
    const endpoints = weights.endpoints.filter(({ provider: slug, name, upstreamModel }) =>
      (provider === "" || slug === provider) && `${name}\n${upstreamModel}\n${weights.key}`.toLowerCase().includes(wanted));
    return endpoints.length === 0 || (used && weights.current === null) ? [] : [{ ...weights, endpoints }];
  });
}

/** In the board's order, so that equal weights come where their first endpoint does. */
function listEndpoints({ providers, mix, use, latency, confirmed, now }: BoardInput): BoardEndpoint[] {
  return providers
    .flatMap((provider) => provider.endpoints.map((endpoint): BoardEndpoint => {
      const inForce = findPriceInForce(endpoint.prices, now);
      const confirmation = inForce?.kind === "list" ? confirmedSince(confirmed.get(endpoint.id), inForce.validFrom) : null;
      const [own, waited] = [use.get(endpoint.id) ?? null, latency.get(endpoint.name) ?? null];
      return {
        ...endpoint,
        providerId: provider.id,
        provider: provider.slug,
        inForce,
        confirmed: confirmation,
        isOld: inForce !== null && now.getTime() - (confirmation?.at ?? inForce.validFrom).getTime() > OLD_PRICE_DAYS * DAY_MS,
        coming: listPricePeriodsFrom(endpoint.prices, now).filter(({ from }) => from > now),
        mixCost: inForce && priceMix(inForce.price, mix),
        use: own,
        latency: waited,
        speed: own && waited && speedOf(own, waited),
        move: null,
      };
    }))
    .sort(byCost);
}

/** What was said before a price came into force was of another one. */
function confirmedSince(said: Confirmation | undefined, validFrom: Date): Confirmation | null {
  return said && said.at >= validFrom ? said : null;
}

function speedOf({ mix: { units }, unknown }: EndpointUse, { waitedMs }: EndpointLatency): Speed | null {
  const tokens = Number(units.output + units.reasoning);
  return tokens > 0 && waitedMs > 0 ? { tokensPerSecond: (tokens * 1000) / waitedMs, isAtLeast: unknown > 0 } : null;
}

function prepareWeights(key: string, own: readonly BoardEndpoint[], elapsedMs: number): BoardWeights {
  const current = own.filter(({ use }) => use !== null && use.served > 0).sort(byUse)[0] ?? null;
  const endpoints = own.map((endpoint) => ({ ...endpoint, move: moveTo(endpoint, current, elapsedMs) }));
  const [first] = endpoints;
  return {
    key, model: mostFrequent(own.map(({ model }) => model)), precision: precisionOf(own),
    endpoints, hosts: own.length,
    floor: first?.inForce ? first : null,
    current: endpoints.find(({ id }) => id === current?.id) ?? null,
  };
}

function moveTo(to: BoardEndpoint, from: BoardEndpoint | null, elapsedMs: number): Move | null {
  if (from === null || to.id === from.id || !from.use || from.use.mix.tokens === 0n || elapsedMs <= 0) return null;
  if (!from.inForce || !to.inForce || !from.mixCost || !to.mixCost) return null;
  const saved = costOfMix(from.inForce.price, from.use.mix) - costOfMix(to.inForce.price, from.use.mix);
  return {
    perMillion: subtract(from.mixCost, to.mixCost),
    perMonth: ratio(saved * BigInt(MONTH_DAYS * DAY_MS), PICO_PER_USD * BigInt(elapsedMs)),
  };
}

function precisionOf([first]: readonly BoardEndpoint[]): string | null {
  return first ? weightsOf(first.model, first.quantization).precision : null;
}

function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

/** Tokens of an unknown price are in no sum: what served without one comes by its attempts. */
function byUse(a: BoardEndpoint, b: BoardEndpoint): number {
  const [x, y] = [a.use?.mix.tokens ?? 0n, b.use?.mix.tokens ?? 0n];
  if (x !== y) return x > y ? -1 : 1;
  return (b.use?.served ?? 0) - (a.use?.served ?? 0) || (a.name < b.name ? -1 : 1);
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
