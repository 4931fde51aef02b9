import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { publishProfile, type ProfileInput } from "@/lib/catalog/profiles";
import { findPublished, restoreProfileVersion } from "@/lib/catalog/profile-versions";
import type { Change } from "@/lib/core/change";
import { labelProblem } from "@/lib/core/name";
import type { Db, Transaction } from "@/lib/db";

/** Writes something more of a version that is just being published. */
export type AlsoWrite = (tx: Transaction, versionId: string) => Promise<void>;

/**
 * Publishes a profile of the member's team, all of it or nothing.
 * @param also in the same transaction, where a new version was published
 * @throws NotAllowedError, CatalogError when another version was published meanwhile
 */
export function publish(db: Db, member: Member, input: ProfileInput, also?: AlsoWrite): Promise<Change> {
  requirePermission(member, "change the catalog");
  return db.$transaction(async (tx) => {
    const change = await publishProfile(tx, writerOf(member), input);
    if (also === undefined || change.kind === "unchanged") return change;
    const now = await findPublished(tx, member.teamId, input.slug);
    if (now && now.version !== change.before?.["version"]) await also(tx, now.versionId);
    return change;
  });
}

/**
 * Lets a profile of the member's team serve an earlier version again.
 * @param expectedVersion the version that the member took for the current one; any when left out
 * @param note why, for the audit log; empty when nobody said
 * @throws NotAllowedError, CatalogError for what is not there, or when another version was published meanwhile
 */
export function restoreVersion(
  db: Db,
  member: Member,
  slug: string,
  version: number,
  expectedVersion?: number,
  note = "",
): Promise<Change> {
  requirePermission(member, "change the catalog");
  const problem = note === "" ? null : labelProblem(note);
  if (problem !== null) throw new CatalogError(`The note ${problem}`);
  return db.$transaction((tx) => restoreProfileVersion(tx, writerOf(member), slug, version, expectedVersion, note));
}
