import { findPriceInForce } from "@/lib/core/price";
import type { Endpoint } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import type { DatedPrice, Provider } from "./catalog";
import { toDatedPrice, toEndpoint, toProvider } from "./read-endpoint";

/** An endpoint that a profile may have as a tier. */
export type EndpointChoice = {
  endpoint: Endpoint;
  provider: Provider;
  /** In force at the moment that was asked for; null where nobody knows it. */
  price: DatedPrice | null;
};

/** The team's endpoints by name, and what they cost at a moment. */
export async function listEndpointChoices(db: Transaction, teamId: string, at: Date): Promise<EndpointChoice[]> {
  const rows = await db.endpoint.findMany({
    where: { teamId },
    include: { provider: true, prices: { where: { validFrom: { lte: at } }, include: { steps: true }, orderBy: { validFrom: "asc" } } },
  });
  return rows
    .map((row) => ({
      endpoint: toEndpoint(row, row.provider),
      provider: toProvider(row.provider),
      price: findPriceInForce(row.prices.map(toDatedPrice), at.getTime()),
    }))
    .sort((a, b) => (a.endpoint.name < b.endpoint.name ? -1 : 1));
}
