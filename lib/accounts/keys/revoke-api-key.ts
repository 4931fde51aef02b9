import { changeOf } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import { isKeyId } from "../api-key";
import { recordChange } from "../audit";
import { type Member, requirePermission, writerOf } from "../member";

/**
 * Revokes a key of the member's team for good. Revoking it again changes nothing.
 * @param keyId the public part of the key; any text
 * @returns when it was revoked, or null when the team has no such key
 * @throws NotAllowedError
 */
export async function revokeApiKey(db: Db, member: Member, keyId: string, now: Date): Promise<Date | null> {
  requirePermission(member, "revoke own API keys");
  if (!isKeyId(keyId)) return null;
  return db.$transaction(async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { keyId, teamId: member.teamId } });
    if (key === null) return null;
    if (key.ownerId !== member.userId) requirePermission(member, "revoke any API key");
    const { count } = await tx.apiKey.updateMany({
      where: { teamId: member.teamId, id: key.id, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count === 0) return key.revokedAt;
    const [before, after] = [{ revokedAt: null }, { revokedAt: now.toISOString() }];
    await recordChange(tx, writerOf(member), changeOf("api key", keyId, before, after));
    return now;
  });
}
