import { priceFromRow, type PriceRow } from "@/lib/core/price-row";
import type { Endpoint } from "@/lib/core/profile";
import type { DatedPrice, Provider } from "./catalog";
import { featuresOf } from "./features";

/** Rows of the catalog as the gateway and the editor need them. */

type ProviderRow = Provider & { failureDomain: string | null };
type EndpointRow = Pick<Endpoint, "id" | "model" | "upstreamModel" | "contextTokens" | "maxOutputTokens"> & {
  parameters: unknown;
  inputs: unknown;
  failureDomain: string | null;
};

export function toProvider({ id, slug, name, dialect, baseUrl, privateAllowed }: Provider): Provider {
  return { id, slug, name, dialect, baseUrl, privateAllowed };
}

export function toEndpoint(row: EndpointRow, provider: ProviderRow): Endpoint {
  const { id, model, upstreamModel, contextTokens, maxOutputTokens } = row;
  return {
    id, name: `${provider.slug}/${model}`, provider: provider.slug, model, upstreamModel, contextTokens, maxOutputTokens,
    ...featuresOf(provider.dialect, row),
    failureDomain: row.failureDomain ?? provider.failureDomain ?? provider.slug,
  };
}

export function toDatedPrice(row: PriceRow & Omit<DatedPrice, "price">): DatedPrice {
  const { id, kind, validFrom, validUntil } = row;
  return { id, kind, validFrom, validUntil, price: priceFromRow(row) };
}
