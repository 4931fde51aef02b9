import { calcPrice, findProvider, type MatchLogic, type ModelInfo, type ModelPrice } from "@pydantic/genai-prices";
import type { SourceClasses, SourcePrice } from "../../lib/catalog/known/read-price";
import type { PriceClass } from "../../lib/core/price";
import { saysFree } from "./models-dev";

/** The package's prices, by its own rules of which price a model's name and a moment have. */
export type GenaiModel = { id: string; name: string; contextTokens: number | null; cost: SourcePrice; notes: string[] };

/** By our word for a class: theirs, and how many of ours one of theirs is. */
const CLASSES: readonly [PriceClass, string, number][] = [
  ["input", "input_mtok", 1], ["output", "output_mtok", 1], ["cachedInput", "cache_read_mtok", 1], ["cacheWrite5m", "cache_write_mtok", 1],
  ["cacheWrite1h", "cache_write_1h_mtok", 1], ["reasoning", "output_reasoning_mtok", 1], ["perRequest", "requests_kcount", 1_000],
];

/** What it says of a model of a provider by the provider's own name for it; null where it knows none, or only another provider's. */
export function findGenaiModel(provider: string, model: string, at: Date): GenaiModel | null {
  const found = calcPrice({ input_tokens: 1 }, model, { providerId: provider, timestamp: at });
  if (found === null || found.provider.id !== provider) return null;
  return describe(found.model, found.model_price);
}

/** The models that it lists by the very name that the provider goes by; those of a pattern have no name to call them by. */
export function listGenaiModels(provider: string, at: Date): GenaiModel[] {
  const models = findProvider({ providerId: provider })?.models ?? [];
  return models
    .filter(({ id, match, deprecated }) => deprecated !== true && namesItself(match, id))
    .flatMap(({ id }) => findGenaiModel(provider, id, at) ?? [])
    .filter((model, index, all) => all.findIndex(({ id }) => id === model.id) === index);
}

function namesItself(match: MatchLogic, id: string): boolean {
  if ("equals" in match) return match.equals === id;
  return "or" in match && match.or.some((each) => namesItself(each, id));
}

function describe({ id, name = id, context_window: contextTokens, prices }: ModelInfo, price: ModelPrice): GenaiModel {
  const byHour = Array.isArray(prices) && prices.some(({ constraint }) => constraint?.type === "time_of_date");
  const base: SourceClasses = {};
  const steps = new Map<number, SourceClasses>();
  for (const [ours, theirs, scale] of CLASSES) {
    const said = price[theirs];
    if (said === undefined) continue;
    base[ours] = (typeof said === "number" ? said : said.base) / scale;
    for (const { start, price: amount } of typeof said === "number" ? [] : said.tiers) steps.set(start, { ...steps.get(start), [ours]: amount / scale });
  }
  return {
    id, name, contextTokens: contextTokens ?? null,
    cost: { base, steps: [...steps].map(([aboveInputTokens, prices]) => ({ aboveInputTokens, prices })), isFree: saysFree(id, name) },
    notes: byHour ? ["other prices at some hours of the day"] : [],
  };
}
