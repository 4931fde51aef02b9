import type { Price } from "@/lib/core/price";
import { weightsKey } from "@/lib/core/weights";
import { describeClassPrices, describeSteps } from "./describe-price";

type KnownPrice = { price: Price; sources: readonly { name: string; asOf: string }[]; note: string };
type KnownModel = {
  upstreamModel: string;
  title: string;
  model: string;
  quantization: string | null;
  prices: readonly KnownPrice[];
  isListed: boolean;
  hosts: number;
};

/** A model of the catalogue as it is offered to be chosen. */
export type ModelChoice = { upstreamModel: string; title: string; price: string; notes: string[]; isSuggested: boolean };

/** As many as a person still looks through. */
const MOST_SUGGESTED = 30;

/**
 * The models of a provider with their prices in words, what is suggested first. Suggested are all that have a price and
 * are in the newest list; where that is too many, those that most other providers serve too: they are what one falls
 * back from and to.
 */
export function prepareChoices(models: readonly KnownModel[]): ModelChoice[] {
  const suggested = new Set(suggest(models));
  return [...models]
    .sort((a, b) => Number(suggested.has(b)) - Number(suggested.has(a)) || b.hosts - a.hosts || (a.upstreamModel < b.upstreamModel ? -1 : 1))
    .map((model) => ({
      upstreamModel: model.upstreamModel,
      title: model.title,
      price: model.prices[0] ? describeKnownPrice(model.prices[0].price) : "Price unknown",
      notes: notesOf(model),
      isSuggested: suggested.has(model),
    }));
}

function suggest(models: readonly KnownModel[]): KnownModel[] {
  const priced = models.filter(({ prices, isListed }) => prices.length > 0 && isListed);
  if (priced.length <= MOST_SUGGESTED) return priced;
  const seen = new Set<string>();
  return [...priced]
    .sort((a, b) => b.hosts - a.hosts || a.upstreamModel.length - b.upstreamModel.length || (a.upstreamModel < b.upstreamModel ? -1 : 1))
    .filter(({ model, quantization }) => {
      const key = weightsKey(model, quantization);
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MOST_SUGGESTED);
}

function notesOf({ prices, isListed, quantization }: KnownModel): string[] {
  const [, ...others] = prices;
  return [
    ...(quantization === null ? [] : [quantization]),
    ...others.map(({ price, sources: [source] }) => `${source?.name ?? "Another source"} says ${describeKnownPrice(price)}`),
    ...(isListed ? [] : ["Not in the newest list: it may be gone"]),
  ];
}

function describeKnownPrice(price: Price): string {
  const steps = describeSteps(price).length;
  return describeClassPrices(price.base) + (steps === 0 ? "" : steps === 1 ? ", more for long prompts" : `, ${steps} steps for long prompts`);
}
