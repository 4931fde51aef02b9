import type { DatedPrice } from "@/lib/catalog/catalog";
import { toDatedPrice } from "@/lib/catalog/read-endpoint";
import type { PricePeriod } from "@/lib/core/price-periods";
import type { Db } from "@/lib/db";
import type { DatedPrice as SandboxPrice } from "@/lib/sandbox/scenario";

/**
 * What a team's endpoints charge from when on, by the endpoint's id: the sandbox does not ask who agreed to it.
 * @param periodsOf which of the periods of an endpoint's prices
 */
export async function listSandboxPrices(db: Db, teamId: string, periodsOf: (prices: readonly DatedPrice[]) => PricePeriod<DatedPrice>[]): Promise<Map<string, SandboxPrice[]>> {
  const rows = await db.price.findMany({ where: { teamId }, include: { steps: true }, orderBy: { validFrom: "asc" } });
  const dated = new Map<string, DatedPrice[]>();
  for (const row of rows) {
    const known = dated.get(row.endpointId);
    if (known) known.push(toDatedPrice(row));
    else dated.set(row.endpointId, [toDatedPrice(row)]);
  }
  return new Map([...dated].map(([id, prices]) => [id, periodsOf(prices).map(({ from, price }) => ({ validFromMs: from.getTime(), price: price && price.price }))]));
}
