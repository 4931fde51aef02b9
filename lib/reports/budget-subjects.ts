import type { Db } from "@/lib/db";

type Named = { id: string; name: string };

/** Whom a team's budgets may be about, by name. */
export async function listBudgetSubjects(db: Db, teamId: string): Promise<{ profiles: Named[]; keys: Named[]; members: Named[] }> {
  const [profiles, keys, members] = await Promise.all([
    db.profile.findMany({ where: { teamId }, select: { id: true, slug: true }, orderBy: { slug: "asc" } }),
    db.apiKey.findMany({ where: { teamId, revokedAt: null }, select: { id: true, name: true }, orderBy: [{ name: "asc" }, { id: "asc" }] }),
    db.member.findMany({ where: { teamId }, select: { userId: true, user: { select: { email: true } } }, orderBy: { user: { email: "asc" } } }),
  ]);
  return {
    profiles: profiles.map(({ id, slug }) => ({ id, name: slug })),
    keys,
    members: members.map(({ userId, user }) => ({ id: userId, name: user.email })),
  };
}
