import type { Outcome } from "@/lib/core/outcome";
import type { Db } from "@/lib/db";

/** How far a team is on the way to its first call. */
export type Setup = {
  /** The provider that was added last. */
  provider: { id: string; name: string } | null;
  hasEndpoint: boolean;
  /** The slug of a profile that serves. */
  profile: string | null;
};

export async function getSetup(db: Db, teamId: string): Promise<Setup> {
  const [provider, endpoint, profile] = await Promise.all([
    db.provider.findFirst({ where: { teamId }, select: { id: true, name: true }, orderBy: { createdAt: "desc" } }),
    db.endpoint.findFirst({ where: { teamId }, select: { id: true } }),
    db.profile.findFirst({ where: { teamId, currentVersionId: { not: null } }, select: { slug: true }, orderBy: { slug: "asc" } }),
  ]);
  return { provider, hasEndpoint: endpoint !== null, profile: profile?.slug ?? null };
}

export type OnlyCall = {
  id: string;
  outcome: Outcome;
  /** 0 when no tier served. */
  servedTier: number;
  servedEndpoint: string;
  /** Sum of the known amounts of its attempts. */
  costPico: bigint;
  unknownAttempts: number;
  totalMs: number;
};

/** A team's first call while it is its only one; null before it and after. */
export async function findOnlyCall(db: Db, teamId: string): Promise<OnlyCall | null> {
  const calls = await db.call.findMany({
    where: { teamId },
    orderBy: { id: "desc" },
    take: 2,
    select: { id: true, outcome: true, servedTier: true, servedEndpoint: true, costPico: true, unknownAttempts: true, totalMs: true },
  });
  const [call] = calls;
  return call && calls.length === 1 ? { ...call, outcome: call.outcome as Outcome } : null;
}
