import { z } from "zod";
import type { SourcePrice } from "../../lib/catalog/known/read-price";

const amount = z.number().optional();
const classes = { input: amount, output: amount, cache_read: amount, cache_write: amount, reasoning: amount };
const cost = z.object({
  ...classes,
  tiers: z.array(z.object({ ...classes, tier: z.object({ type: z.string(), size: z.number() }) })).optional(),
  context_over_200k: z.object(classes).optional(),
});
const model = z.object({
  name: z.string(),
  cost: cost.optional(),
  limit: z.object({ context: z.number().optional(), output: z.number().optional() }).optional(),
  modalities: z.object({ input: z.array(z.string()), output: z.array(z.string()) }).optional(),
});
export type ModelsDevModel = z.infer<typeof model>;

/** As models.dev gives it at api.json, as far as a snapshot needs it. */
export const modelsDevProviders = z.record(z.string(), z.object({
  name: z.string(),
  api: z.string().nullish(),
  env: z.array(z.string()).default([]),
  doc: z.string().nullish(),
  models: z.record(z.string(), model),
}));

/** What is kept of it in this repository. */
export const modelsDevFile = z.object({ source: z.string(), licence: z.string(), asOf: z.iso.date(), providers: modelsDevProviders });
export type ModelsDevFile = z.infer<typeof modelsDevFile>;

type Classes = { [Name in keyof typeof classes]?: number | undefined };

/** What a model costs there; null where nothing is said. */
export function costOfModelsDev(id: string, { name, cost: said }: ModelsDevModel): SourcePrice | null {
  if (!said) return null;
  const steps = (said.tiers ?? []).filter(({ tier }) => tier.type === "context").map(({ tier, ...prices }) => ({ aboveInputTokens: tier.size, prices: classesOf(prices) }));
  const long = steps.length === 0 && said.context_over_200k ? [{ aboveInputTokens: 200_000, prices: classesOf(said.context_over_200k) }] : steps;
  return { base: classesOf(said), steps: long, isFree: saysFree(id, name) };
}

/** `:free` at the end of a name, or "(free)", is how OpenRouter and others say that a model costs nothing. */
export function saysFree(id: string, name: string): boolean {
  return id.endsWith(":free") || /\(free\)/i.test(name);
}

function classesOf({ input, output, cache_read: cachedInput, cache_write: cacheWrite5m, reasoning }: Classes) {
  return Object.fromEntries(Object.entries({ input, output, cachedInput, cacheWrite5m, reasoning }).filter(([, value]) => value !== undefined)) as SourcePrice["base"];
}
