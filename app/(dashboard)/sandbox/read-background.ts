import { listEndpointChoices } from "@/lib/catalog/endpoint-choices";
import { listPublished } from "@/lib/catalog/profile-versions";
import type { Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import type { Background } from "@/lib/sandbox/background";
import type { SandboxProfile } from "@/lib/sandbox/scenario";

/** The team's profiles and endpoints with today's prices, without any history. */
export async function readBackground(db: Db, { teamId, range, now }: { teamId: string; profileSlug: string; range: Range; now: Date }): Promise<Background> {
  const [published, choices] = await Promise.all([listPublished(db, teamId), listEndpointChoices(db, teamId, now)]);
  const byId = new Map(choices.map(({ endpoint }) => [endpoint.id, endpoint]));
  const profiles = published.flatMap(({ slug, name, version, content }): SandboxProfile[] => {
    const tiers = content?.tiers.flatMap(({ endpoint, rules }, index) => {
      const found = byId.get(endpoint.id);
      return found ? [{ position: index + 1, endpoint: found, rules }] : [];
    });
    return content && tiers && tiers.length > 0 ? [{ slug, name, version, rules: content.rules, tiers }] : [];
  });
  const endpoints = choices.map(({ endpoint, price }) => ({
    endpoint, history: null,
    prices: price ? [{ validFromMs: price.validFrom.getTime(), price: price.price }] : [],
  }));
  return { takenAtMs: now.getTime(), fromMs: range.from.getTime(), toMs: range.to.getTime(), profiles, endpoints, domains: {}, traffic: null };
}
