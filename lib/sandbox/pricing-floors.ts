import { costOfUsage, type Price } from "../core/price";
import type { EndpointBackground } from "./background";
import type { CallShape, DatedPrice } from "./scenario";

/** What the endpoints of one model charge for a million tokens: the lowest of them is the model's floor. */
export type ModelFloors = {
  model: string;
  /** Cheapest for the mix of now first; those without a price last. */
  endpoints: EndpointRates[];
  /** Output among all tokens of the mix. */
  outputShare: number;
  /** When a price of any of them begins, within the time asked for; the time's own start comes first. */
  timesMs: number[];
};

/** USD per million tokens; null is not known. */
export type EndpointRates = {
  endpoint: string;
  /** The profile in question uses it. */
  isYours: boolean;
  /** For the mix, now. */
  now: number | null;
  /** For the mix, from each of `timesMs` on. */
  overTime: (number | null)[];
  /** Now, for calls of the same length with each of OUTPUT_SHARES. */
  byOutputShare: (number | null)[];
};

/** From reading alone to writing alone. */
export const OUTPUT_SHARES: readonly number[] = Array.from({ length: 11 }, (_, index) => index / 10);

type FloorsQuestion = {
  endpoints: readonly EndpointBackground[];
  /** Names of the endpoints that the profile uses: the floors of their models are found. */
  yours: ReadonlySet<string>;
  /** The mix of tokens. */
  shapes: readonly CallShape[];
  nowMs: number;
  toMs: number;
};

/** For each model of a profile what its endpoints charge: over time and by mix of tokens, fees and steps of prices included. */
export function findPricingFloors({ endpoints, yours, shapes, nowMs, toMs }: FloorsQuestion): ModelFloors[] {
  const models = [...new Set(endpoints.filter(({ endpoint }) => yours.has(endpoint.name)).map(({ endpoint }) => endpoint.model))];
  const mean = meanOf(shapes);
  return models.map((model) => {
    const members = endpoints.filter(({ endpoint }) => endpoint.model === model);
    const begins = members.flatMap(({ prices }) => prices.map(({ validFromMs }) => validFromMs)).filter((atMs) => atMs > nowMs && atMs < toMs);
    const timesMs = [...new Set([nowMs, ...begins])].sort((a, b) => a - b);
    const rates = members.map(({ endpoint, prices }): EndpointRates => {
      const now = priceAt(prices, nowMs);
      return {
        endpoint: endpoint.name,
        isYours: yours.has(endpoint.name),
        now: rateOf(now, shapes),
        overTime: timesMs.map((atMs) => rateOf(priceAt(prices, atMs), shapes)),
        byOutputShare: OUTPUT_SHARES.map((share) => rateOf(now, [shapeOf(mean, share)])),
      };
    });
    return { model, timesMs, outputShare: mean.outputShare, endpoints: rates.sort((a, b) => (a.now ?? Infinity) - (b.now ?? Infinity)) };
  });
}

function priceAt(prices: readonly DatedPrice[], atMs: number): Price | null {
  return prices.findLast(({ validFromMs }) => validFromMs <= atMs)?.price ?? null;
}

/** Spend over tokens of the shapes by their weights, in USD per million. */
function rateOf(price: Price | null, shapes: readonly CallShape[]): number | null {
  if (!price) return null;
  let [pico, tokens] = [0, 0];
  for (const { weight, usage } of shapes) {
    pico += weight * Number(costOfUsage(price, usage));
    tokens += weight * (usage.input + usage.output);
  }
  return tokens === 0 ? null : pico / tokens / 1e6;
}

type Mean = { tokens: number; outputShare: number; cachedShare: number };

function meanOf(shapes: readonly CallShape[]): Mean {
  const total = (of: (shape: CallShape) => number) => shapes.reduce((sum, shape) => sum + shape.weight * of(shape), 0);
  const [calls, input, cached, output] = [total(() => 1), total(({ usage }) => usage.input), total(({ usage }) => usage.cachedInput), total(({ usage }) => usage.output)];
  return { tokens: calls === 0 ? 0 : (input + output) / calls, outputShare: input + output === 0 ? 0 : output / (input + output), cachedShare: input === 0 ? 0 : cached / input };
}

/** A call as long as the mean one that writes another share of it. */
function shapeOf({ tokens, cachedShare }: Mean, outputShare: number): CallShape {
  const output = Math.round(tokens * outputShare);
  const input = Math.max(0, Math.round(tokens) - output);
  return { weight: 1, stream: false, usage: { input, cachedInput: Math.round(input * cachedShare), cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning: 0 } };
}
