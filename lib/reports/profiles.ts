import { AD_HOC, NIL_ID } from "@/lib/core/profile";
import type { Db } from "@/lib/db";

/** A profile as a picker offers it, and what its figures are held against. */
export type ProfileChoice = {
  /** `NIL_ID` for chains that the request itself named. */
  id: string;
  slug: string;
  name: string;
  /** All of them, oldest first: a range may span several. */
  versions: { id: string; version: number }[];
  /** The number of the version that serves now; null for `(ad hoc)` or before the first one. */
  version: number | null;
  /** `provider/model` of the current version's baseline. */
  baseline: string | null;
};

/** The team's profiles by slug, and `(ad hoc)` when any call of the team ever named its own chain. */
export async function listProfiles(db: Db, teamId: string): Promise<ProfileChoice[]> {
  const [profiles, adHoc] = await Promise.all([
    db.profile.findMany({
      where: { teamId },
      orderBy: { slug: "asc" },
      include: {
        versions: { orderBy: { version: "asc" }, include: { baseline: { include: { provider: true } } } },
      },
    }),
    db.call.findFirst({ where: { teamId, profileVersionId: NIL_ID }, select: { id: true } }),
  ]);
  const choices = profiles.map(({ id, slug, name, versions, currentVersionId }): ProfileChoice => {
    const current = versions.find((version) => version.id === currentVersionId);
    return {
      id,
      slug,
      name,
      versions: versions.map((each) => ({ id: each.id, version: each.version })),
      version: current?.version ?? null,
      baseline: current?.baseline ? `${current.baseline.provider.slug}/${current.baseline.model}` : null,
    };
  });
  if (adHoc) {
    choices.push({ id: NIL_ID, slug: AD_HOC, name: AD_HOC, versions: [{ id: NIL_ID, version: 0 }], version: null, baseline: null });
  }
  return choices;
}
