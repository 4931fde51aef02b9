import { findPriceInForce, priceUsage } from "@/lib/core/price";
import type { Usage } from "@/lib/core/usage";
import type { Db } from "@/lib/db";
import { readPriceInForce } from "./prices";

/** What the same tokens would have cost at an endpoint. */
export type ElsewhereCost = {
  /** `provider/model`. */
  endpoint: string;
  /** At the price in force then, steps by prompt size applied, request fee included; null where it had none. */
  costPico: bigint | null;
  /** Since when that price had been in force. */
  priceSince: Date | null;
};

/** The same tokens at every endpoint of the team, the cheapest first, those without a price last. @param at when the call began */
export async function listElsewhere(db: Db, teamId: string, usage: Usage, at: Date): Promise<ElsewhereCost[]> {
  const endpoints = await db.endpoint.findMany({
    where: { teamId },
    select: {
      model: true,
      provider: { select: { slug: true } },
      prices: { where: { validFrom: { lte: at } }, include: { steps: true } },
    },
  });
  return endpoints
    .map(({ model, provider, prices }): ElsewhereCost => {
      const inForce = findPriceInForce(prices.map(readPriceInForce), at);
      return {
        endpoint: `${provider.slug}/${model}`,
        costPico: inForce && priceUsage(inForce.price, usage).costPico,
        priceSince: inForce && inForce.validFrom,
      };
    })
    .sort((a, b) => compareCosts(a.costPico, b.costPico) || (a.endpoint < b.endpoint ? -1 : 1));
}

function compareCosts(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}
