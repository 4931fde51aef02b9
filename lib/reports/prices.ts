import { type PricedUsage, priceUsage, type Price } from "@/lib/core/price";
import { priceFromRow } from "@/lib/core/price-row";
import type { Usage } from "@/lib/core/usage";
import type { Db } from "@/lib/db";

/** The dated price that an attempt was charged at, class by class. */
export type PriceUsed = { id: string; validFrom: Date; source: string; priced: PricedUsage };

export type PriceInForce = { id: string; validFrom: Date; source: string; price: Price };

/** Price rows by their ids. */
export async function listPrices(db: Db, teamId: string, ids: readonly string[]): Promise<PriceInForce[]> {
  if (ids.length === 0) return [];
  const rows = await db.price.findMany({ where: { teamId, id: { in: [...ids] } }, include: { steps: true } });
  return rows.map((row) => ({ id: row.id, validFrom: row.validFrom, source: row.source, price: priceFromRow(row) }));
}

export function applyPrice({ id, validFrom, source, price }: PriceInForce, usage: Usage): PriceUsed {
  return { id, validFrom, source, priced: priceUsage(price, usage) };
}
