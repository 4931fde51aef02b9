import type { Price, ClassPrices } from "@/lib/core/price";
import type { DatedPrice, Scenario, Trouble } from "../scenario";

const MINUTE_MS = 60_000;
const WHOLE = 1_000_000n;

/** A part of the run in which no price changes. */
export type PriceEra = {
  /** Milliseconds from the start of the run. */
  fromMs: number;
  /** By tier; null where nobody knows one. */
  prices: readonly (Price | null)[];
};

/** The run from its start on, cut wherever a price changes. */
export function priceErasOf({ profile, traffic, endpoints, trouble }: Scenario): PriceEra[] {
  const endMs = traffic.minutes * MINUTE_MS;
  const dated = profile.tiers.map(({ endpoint }) => endpoints.get(endpoint.id)?.prices ?? []);
  const changes = [
    ...dated.flat().map(({ validFromMs }) => validFromMs - traffic.startsAtMs),
    ...trouble.flatMap((each) => (each.kind === "price" ? [each.fromMinute * MINUTE_MS, each.toMinute * MINUTE_MS] : [])),
  ];
  const starts = [...new Set([0, ...changes.filter((ms) => ms > 0 && ms < endMs)])].sort((a, b) => a - b);
  return starts.map((fromMs) => ({
    fromMs,
    prices: profile.tiers.map(({ endpoint }, tier) => {
      const price = inForce(dated[tier] ?? [], traffic.startsAtMs + fromMs);
      return price && trouble.reduce((now, each) => (isOn(each, endpoint.id, fromMs) ? scalePrice(now, each.factorMillionths) : now), price);
    }),
  }));
}

function isOn(each: Trouble, endpointId: string, atMs: number): each is Extract<Trouble, { kind: "price" }> {
  return each.kind === "price" && each.endpointIds.includes(endpointId) && each.fromMinute * MINUTE_MS <= atMs && atMs < each.toMinute * MINUTE_MS;
}

function inForce(prices: readonly DatedPrice[], atMs: number): Price | null {
  return prices.findLast(({ validFromMs }) => validFromMs <= atMs)?.price ?? null;
}

/** Every class times so many millionths; what is less than a pico-USD a token falls away. */
export function scalePrice({ base, steps }: Price, millionths: number): Price {
  const scale = <Prices extends Partial<ClassPrices>>(prices: Prices): Prices =>
    Object.fromEntries(Object.entries(prices).map(([name, pico]) => [name, (pico * BigInt(millionths)) / WHOLE])) as Prices;
  return { base: scale(base), steps: steps.map((step) => ({ ...step, prices: scale(step.prices) })) };
}
