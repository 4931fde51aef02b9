import { z } from "zod";
import { collect, definedClasses, expectForm, type FeedContent } from "./feed-price";

/** The form of a feed of one's own, as docs/prices.md has it: USD per million tokens, per request for `perRequest`. */
const amount = z.union([z.string().max(40), z.number()]).transform((given) => (typeof given === "number" || given.trim() !== "" ? Number(given) : NaN));
const classes = {
  cachedInput: amount.optional(), cacheWrite5m: amount.optional(), cacheWrite1h: amount.optional(), reasoning: amount.optional(), perRequest: amount.optional(),
};
const step = z.strictObject({ promptTokens: z.int().positive(), input: amount.optional(), output: amount.optional(), ...classes });
const priceSchema = z.strictObject({
  provider: z.string().min(1).max(200),
  baseUrl: z.string().max(2_000).optional(),
  model: z.string().min(1).max(300),
  quantization: z.string().min(1).max(40).optional(),
  free: z.boolean().optional(),
  input: amount,
  output: amount,
  ...classes,
  above: z.array(step).max(20).optional(),
});
const feedSchema = z.object({ format: z.literal("routeledger-prices-1"), prices: z.array(z.unknown()) });

export function parseOwnForm(body: unknown): FeedContent {
  return collect(expectForm(feedSchema, body).prices, (entry) => {
    const parsed = priceSchema.safeParse(entry);
    if (!parsed.success) return "unread";
    const { provider, baseUrl = null, model, quantization = null, free = false, above = [], ...base } = parsed.data;
    const steps = above.map(({ promptTokens, ...prices }) => ({ aboveInputTokens: promptTokens, prices: definedClasses(prices) }));
    return { provider: { names: [provider], baseUrl }, model, quantization, said: { base: definedClasses(base), steps, isFree: free } };
  });
}
