import { z } from "zod";
import type { Price, PriceClass } from "@/lib/core/price";
import { Dialect } from "@/prisma/generated/enums";

/** The form of snapshot.json: short, since it has thousands of rows. Amounts are pico-USD a token, or a request. */

/** The places of a row of amounts. */
const CLASSES = ["input", "output", "cachedInput", "cacheWrite5m", "cacheWrite1h", "reasoning", "perRequest"] as const satisfies readonly PriceClass[];
/** Letters for what a model reads. */
export const INPUTS = { t: "text", i: "image", f: "file", a: "audio", v: "video" } as const;

const amounts = z.array(z.int().nonnegative().nullable());
/** The indices of the sources that say so, the amounts, the steps (`[above, ...amounts]`), and what was done to it. */
const priceSchema = z.tuple([z.array(z.int()), amounts, z.array(amounts), z.string()]);
/** Its name at the provider, its name for people, context and longest answer in tokens, what it reads, and its prices: the first is the one to use. */
const modelSchema = z.tuple([z.string(), z.string(), z.int().nullable(), z.int().nullable(), z.string(), z.array(priceSchema)]);

export const snapshotSchema = z.strictObject({
  sources: z.array(z.strictObject({ name: z.string(), licence: z.string(), asOf: z.iso.date() })),
  providers: z.array(z.strictObject({
    slug: z.string(),
    name: z.string(),
    dialect: z.enum(Dialect),
    baseUrl: z.string().nullable(),
    baseUrlForm: z.string().nullable(),
    env: z.string().nullable(),
    docs: z.string().nullable(),
    models: z.array(modelSchema),
  })),
});

export type StoredSnapshot = z.infer<typeof snapshotSchema>;
export type StoredModel = z.infer<typeof modelSchema>;
export type StoredPrice = z.infer<typeof priceSchema>;
type Amounts = z.infer<typeof amounts>;

export function storePrice(sources: number[], { base, steps }: Price, notes: readonly string[]): StoredPrice {
  return [sources, storeAmounts(base), steps.map(({ aboveInputTokens, prices }) => [aboveInputTokens, ...storeAmounts(prices)]), notes.join(", ")];
}

/** @throws when the row has no input or output */
export function restorePrice([, base, steps]: StoredPrice): Price {
  const { input, output, ...rest } = restoreAmounts(base);
  if (input === undefined || output === undefined) throw new Error("A known price without input or output");
  return {
    base: { input, output, ...rest },
    steps: steps.map(([above, ...prices]) => ({ aboveInputTokens: above ?? 0, prices: restoreAmounts(prices) })),
  };
}

function storeAmounts(prices: Partial<Record<PriceClass, bigint>>): Amounts {
  const row: Amounts = CLASSES.map((name) => (prices[name] === undefined ? null : Number(prices[name])));
  while (row.at(-1) === null) row.pop();
  return row;
}

function restoreAmounts(row: Amounts): Partial<Record<PriceClass, bigint>> {
  return Object.fromEntries(CLASSES.flatMap((name, index) => (row[index] == null ? [] : [[name, BigInt(row[index])]])));
}
