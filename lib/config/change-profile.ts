import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { publishProfile, type ProfileInput } from "@/lib/catalog/profiles";
import { restoreProfileVersion } from "@/lib/catalog/profile-versions";
import type { Change } from "@/lib/core/change";
import { labelProblem } from "@/lib/core/name";
import type { Db } from "@/lib/db";

/**
 * Publishes a profile of the member's team, all of it or nothing.
 * @throws NotAllowedError, CatalogError when another version was published meanwhile
 */
export function publish(db: Db, member: Member, input: ProfileInput): Promise<Change> {
  requirePermission(member, "change the catalog");
  return db.$transaction((tx) => publishProfile(tx, writerOf(member), input));
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
