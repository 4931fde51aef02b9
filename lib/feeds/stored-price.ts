import { z } from "zod";
import type { Price } from "@/lib/core/price";
import { priceFromRow, priceToRow } from "@/lib/core/price-row";

/** A proposal's price: as `priceToRow` gives it, amounts as texts; or what a feed said that cannot be kept at all. */
const pico = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const optional = pico.nullable();
const rest = { cachedInput: optional, cacheWrite5m: optional, cacheWrite1h: optional, reasoning: optional, perRequest: optional };
const rowSchema = z.object({ input: pico, output: pico, ...rest, steps: z.array(z.object({ aboveInputTokens: z.int(), input: optional, output: optional, ...rest })) });
const storedSchema = z.union([rowSchema.transform((row) => ({ price: priceFromRow(row), said: null })), z.object({ said: z.string() }).transform(({ said }) => ({ price: null, said }))]);

export type StoredPrice = { price: Price; said: null } | { price: null; said: string };

export function storePrice(price: Price | null, said: string): object {
  if (price === null) return { said };
  return JSON.parse(JSON.stringify(priceToRow(price), (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value))) as object;
}

export function parseStoredPrice(stored: unknown): StoredPrice {
  return storedSchema.parse(stored);
}
