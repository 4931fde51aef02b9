import { findProviderAt } from "@/lib/audit/addresses";
import type { AuditedProvider } from "@/lib/audit/finding";
import type { TeamBoard } from "@/lib/audit/suggest";
import { getRange } from "@/lib/core/period";
import { sumMixes } from "@/lib/core/price-mix";
import type { Db } from "@/lib/db";
import { listEndpointUse } from "@/lib/reports/endpoint-use";
import { prepareBoard } from "@/lib/reports/price-board";
import { listProviders } from "@/lib/reports/provider-list";

/** What a team's price board says of the last 30 days, and its profiles. @param known providers as an audit names them */
export async function readTeamBoard(db: Db, teamId: string, known: readonly AuditedProvider[], now: Date): Promise<TeamBoard> {
  const [providers, use, profiles] = await Promise.all([
    listProviders(db, teamId),
    listEndpointUse(db, { teamId, range: getRange("30d", now, "UTC"), zone: "UTC", versionIds: null }),
    db.profile.findMany({ where: { teamId }, orderBy: { slug: "asc" } }),
  ]);
  const mix = sumMixes([...use.values()].map((each) => each.mix));
  const slugs = new Map(providers.map(({ slug, baseUrl }) => [slug, findProviderAt(baseUrl, known)?.provider ?? slug]));
  const board = prepareBoard({ providers, mix, use, latency: new Map(), confirmed: new Map(), elapsedMs: 0, now });
  const tiers = await db.tier.findMany({ where: { teamId, profileVersionId: { in: profiles.flatMap(({ currentVersionId }) => currentVersionId ?? []) } }, orderBy: { position: "asc" } });
  const names = new Map(board.flatMap(({ endpoints }) => endpoints.map(({ id, name }) => [id, name])));
  return {
    endpoints: board.flatMap(({ key, endpoints }) =>
      endpoints.map(({ name, provider, upstreamModel, mixCost }) => ({ name, provider: slugs.get(provider) ?? provider, upstreamModel, weights: key, mixCost }))),
    profiles: profiles.map(({ slug, currentVersionId }) => ({
      slug, tiers: tiers.filter(({ profileVersionId }) => profileVersionId === currentVersionId).flatMap(({ endpointId }) => names.get(endpointId) ?? []),
    })),
  };
}
