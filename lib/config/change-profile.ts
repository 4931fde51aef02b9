import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { publishProfile, type ProfileInput } from "@/lib/catalog/profiles";
import { restoreProfileVersion } from "@/lib/catalog/profile-versions";
import type { Change } from "@/lib/core/change";
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
 * @throws NotAllowedError, CatalogError for what is not there, or when another version was published meanwhile
 */
export function restoreVersion(db: Db, member: Member, slug: string, version: number, expectedVersion?: number): Promise<Change> {
  requirePermission(member, "change the catalog");
  return db.$transaction((tx) => restoreProfileVersion(tx, writerOf(member), slug, version, expectedVersion));
}
