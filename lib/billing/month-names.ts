import { AD_HOC, NIL_ID } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import type { MonthCalls } from "./month-rows";

/** What the ids of a month's rows are called. */
export type MonthNames = {
  profile(id: string): ProfileName;
  key(id: string): string;
  member(id: string): string;
  /** The owner of a key. An owner never changes: the first in order would be taken if one had. */
  memberOfKey(keyId: string): string;
};

export type ProfileName = { slug: string; name: string; /** `provider/model` of the version that was current at the month's end, else of the first. */ baseline: string | null };

const GONE = "(no longer known)";

/** @param to of the month: a baseline that was set later is none of its own */
export async function readMonthNames(tx: Transaction, teamId: string, calls: readonly MonthCalls[], to: Date): Promise<MonthNames> {
  const profiles = await tx.profile.findMany({
    where: { teamId },
    include: {
      versions: { where: { createdAt: { lt: to } }, orderBy: { version: "desc" }, take: 1, include: { baseline: { include: { provider: true } } } },
    },
  });
  // Recorded calls may be older than their profile's first version, as those of the demonstration are: its baseline is then theirs.
  const firsts = await tx.profileVersion.findMany({
    where: { teamId, version: 1, profileId: { in: profiles.filter(({ versions }) => versions.length === 0).map(({ id }) => id) } },
    include: { baseline: { include: { provider: true } } },
  });
  const keys = await tx.apiKey.findMany({ where: { teamId }, select: { id: true, name: true } });
  const members = await tx.user.findMany({ where: { id: { in: [...new Set(calls.map(({ memberId }) => memberId))] } }, select: { id: true, name: true } });
  const profileNames = new Map(profiles.map(({ id, slug, name, versions: [version] }): [string, ProfileName] => {
    const { baseline } = version ?? firsts.find(({ profileId }) => profileId === id) ?? {};
    return [id, { slug, name, baseline: baseline ? `${baseline.provider.slug}/${baseline.model}` : null }];
  }));
  profileNames.set(NIL_ID, { slug: AD_HOC, name: AD_HOC, baseline: null });
  const [keyNames, memberNames] = [keys, members].map((rows) => new Map(rows.map(({ id, name }) => [id, name])));
  const owners = new Map([...calls].sort((a, b) => (a.memberId < b.memberId ? 1 : -1)).map(({ keyId, memberId }) => [keyId, memberId]));
  return {
    profile: (id) => profileNames.get(id) ?? { slug: id, name: GONE, baseline: null },
    key: (id) => keyNames?.get(id) ?? GONE,
    member: (id) => memberNames?.get(id) ?? GONE,
    memberOfKey: (keyId) => owners.get(keyId) ?? NIL_ID,
  };
}
