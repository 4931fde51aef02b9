import { z } from "zod";
import type { SourceClasses } from "@/lib/catalog/known/read-price";
import { collect, definedClasses, expectForm, type FeedContent, type FeedPrice } from "./feed-price";

/** models.dev/api.json: providers by id, each with its models; USD per million tokens. Source: models.dev's README. */
const amount = z.number();
const classes = { input: amount.optional(), output: amount.optional(), cache_read: amount.optional(), cache_write: amount.optional(), reasoning: amount.optional() };
const modelSchema = z.object({
  id: z.string().max(300),
  name: z.string().max(300).optional(),
  cost: z.object({
    ...classes,
    context_over_200k: z.object(classes).optional(),
    tiers: z.array(z.object({ ...classes, tier: z.object({ type: z.string(), size: z.int().positive() }) })).max(20).optional(),
  }).optional(),
});
const feedSchema = z.record(z.string().max(100), z.object({
  name: z.string().max(200).optional(), api: z.string().max(2_000).nullish(), models: z.record(z.string().max(300), z.unknown()),
}));

type Cost = NonNullable<z.infer<typeof modelSchema>["cost"]>;

export function parseModelsDev(body: unknown): FeedContent {
  const entries = Object.entries(expectForm(feedSchema, body)).flatMap(([id, { name, api, models }]) =>
    Object.values(models).map((model) => ({ provider: { names: name === undefined ? [id] : [id, name], baseUrl: api ?? null }, model })));
  return collect(entries, ({ provider, model }): FeedPrice | null | "unread" => {
    const parsed = modelSchema.safeParse(model);
    if (!parsed.success) return "unread";
    const { id, name = "", cost } = parsed.data;
    if (cost?.input === undefined || cost.output === undefined) return null;
    return { provider, model: id, quantization: null, said: { base: classesOf(cost), steps: stepsOf(cost), isFree: /(:|-|\()free\)?$/i.test(id) || /\(free\)$/i.test(name) } };
  });
}

function classesOf({ input, output, cache_read: cachedInput, cache_write: cacheWrite5m, reasoning }: Cost): SourceClasses {
  return definedClasses({ input, output, cachedInput, cacheWrite5m, reasoning });
}

/** Only tiers by the size of the context are steps of ours. */
function stepsOf({ tiers, context_over_200k: over }: Cost) {
  const byContext = (tiers ?? []).filter(({ tier }) => tier.type === "context");
  if (byContext.length > 0) return byContext.map((step) => ({ aboveInputTokens: step.tier.size, prices: classesOf(step) }));
  return over ? [{ aboveInputTokens: 200_000, prices: classesOf(over) }] : [];
}
