import type { Db } from "@/lib/db";

/** What calls can be narrowed to besides the fixed words: `provider/model` names and API keys, revoked ones too. */
export type FilterOptions = { endpoints: string[]; keys: { id: string; name: string; isRevoked: boolean }[]; tiers: number };

export async function listFilterOptions(db: Db, teamId: string): Promise<FilterOptions> {
  const [endpoints, keys, tiers] = await Promise.all([
    db.endpoint.findMany({ where: { teamId }, select: { model: true, provider: { select: { slug: true } } } }),
    db.apiKey.findMany({ where: { teamId }, select: { id: true, name: true, revokedAt: true }, orderBy: { name: "asc" } }),
    db.tier.aggregate({ where: { teamId }, _max: { position: true } }),
  ]);
  return {
    endpoints: endpoints.map(({ model, provider }) => `${provider.slug}/${model}`).sort(),
    keys: keys.map(({ id, name, revokedAt }) => ({ id, name, isRevoked: revokedAt !== null })),
    tiers: tiers._max.position ?? 0,
  };
}
