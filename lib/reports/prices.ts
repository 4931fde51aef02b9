import { type PricedUsage, priceUsage, type Price, type PriceTerms } from "@/lib/core/price";
import { priceFromRow, type PriceRow } from "@/lib/core/price-row";
import type { Usage } from "@/lib/core/usage";
import type { Transaction } from "@/lib/db";

/** The dated price that an attempt was charged at, class by class. */
export type PriceUsed = StoredTerms & { priced: PricedUsage };

/** A dated price of an endpoint. */
export type PriceInForce = StoredTerms & { price: Price };

type StoredTerms = PriceTerms & { id: string; validFrom: Date; validUntil: Date | null; source: string };

/** Price rows by their ids. */
export async function listPrices(db: Transaction, teamId: string, ids: readonly string[]): Promise<PriceInForce[]> {
  if (ids.length === 0) return [];
  const rows = await db.price.findMany({ where: { teamId, id: { in: [...ids] } }, include: { steps: true } });
  return rows.map(readPriceInForce);
}

export function readPriceInForce(row: PriceRow & StoredTerms): PriceInForce {
  const { id, kind, validFrom, validUntil, source } = row;
  return { id, kind, validFrom, validUntil, source, price: priceFromRow(row) };
}

export function applyPrice({ price, ...terms }: PriceInForce, usage: Usage): PriceUsed {
  return { ...terms, priced: priceUsage(price, usage) };
}
