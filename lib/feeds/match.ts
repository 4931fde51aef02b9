import { weightsOf } from "@/lib/core/weights";
import type { FeedPrice } from "./feed-price";
import { textOf } from "./judge";

/** An endpoint of the team's as a feed may know it. */
export type FeedEndpoint = {
  id: string;
  /** `provider/model` */
  name: string;
  model: string;
  upstreamModel: string;
  quantization: string | null;
  provider: { slug: string; name: string; baseUrl: string };
};

/** What a feed says of each endpoint that it knows; those of which it says several things, and nobody can tell which holds. */
export type Matches = { said: Map<string, FeedPrice>; ambiguous: FeedEndpoint[] };

/**
 * Finds each endpoint in a feed: its provider by where its API is or by its name, its model by the name that the provider
 * has for it or, where that is not there, by its weights. A free variant is another model, whatever its weights.
 */
export function matchEndpoints(endpoints: readonly FeedEndpoint[], prices: readonly FeedPrice[]): Matches {
  const byModel = new Map<string, FeedPrice[]>();
  for (const price of prices) {
    for (const key of new Set([price.model.toLowerCase(), weightsOf(price.model, null).name])) {
      const same = byModel.get(key);
      // Not as a copy of what there is: a feed may name one model in all of its entries.
      if (same) same.push(price);
      else byModel.set(key, [price]);
    }
  }
  const [said, ambiguous] = [new Map<string, FeedPrice>(), [] as FeedEndpoint[]];
  for (const endpoint of endpoints) {
    const found = findOf(endpoint, byModel);
    const [first] = found;
    if (!first) continue;
    if (found.every((each) => textOf(each.said) === textOf(first.said))) said.set(endpoint.id, first);
    else ambiguous.push(endpoint);
  }
  return { said, ambiguous };
}

/** By the first of the endpoint's names that its provider has in the feed. */
function findOf(endpoint: FeedEndpoint, byModel: ReadonlyMap<string, FeedPrice[]>): FeedPrice[] {
  const exact = [endpoint.upstreamModel, endpoint.model].map((name) => name.toLowerCase());
  for (const name of [...exact, weightsOf(endpoint.model, null).name]) {
    const found = (byModel.get(name) ?? []).filter((price) => isOf(price, endpoint) && (exact.includes(price.model.toLowerCase()) || !price.said.isFree));
    if (found.length > 0) return preferQuantization(found, endpoint.quantization);
  }
  return [];
}

function preferQuantization(found: FeedPrice[], quantization: string | null): FeedPrice[] {
  if (quantization === null) return found;
  const same = found.filter((price) => price.quantization === quantization);
  return same.length > 0 ? same : found.filter((price) => price.quantization === null);
}

function isOf({ provider }: FeedPrice, { provider: own }: FeedEndpoint): boolean {
  if (provider.baseUrl !== null && hostOf(provider.baseUrl) !== null && hostOf(provider.baseUrl) === hostOf(own.baseUrl)) return true;
  const names = new Set([own.slug, own.name].map(plain));
  return provider.names.some((name) => names.has(plain(name)));
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}

/** `Together AI`, `togetherai` and `Together` are one. */
function plain(name: string): string {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return letters.length > 4 ? letters.replace(/ai$/, "") : letters;
}
