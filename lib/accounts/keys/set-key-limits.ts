import { changeOf } from "@/lib/core/change";
import type { KeyLimits } from "@/lib/core/key-limits";
import type { Db } from "@/lib/db";
import { isKeyId } from "../api-key";
import { recordChange } from "../audit";
import { type Member, requirePermission, writerOf } from "../member";
import { checkLimits } from "./check-limits";

/**
 * Puts other limits in the place of those that a key of the member's team has. They hold for its next call.
 * @param keyId the public part of the key; any text
 * @returns false when the team has no such key, or it is revoked
 * @throws NotAllowedError, AccountError
 */
export async function setKeyLimits(db: Db, member: Member, keyId: string, given: KeyLimits): Promise<boolean> {
  requirePermission(member, "limit API keys");
  const limits = checkLimits(given);
  if (!isKeyId(keyId)) return false;
  return db.$transaction(async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { keyId, teamId: member.teamId, revokedAt: null } });
    if (key === null) return false;
    const { requestsPerMinute, tokensPerMinute, concurrentCalls } = key;
    const change = changeOf("api key", keyId, { requestsPerMinute, tokensPerMinute, concurrentCalls }, { ...limits });
    if (change.kind === "unchanged") return true;
    await tx.apiKey.update({ where: { keyId }, data: limits });
    await recordChange(tx, writerOf(member), change);
    return true;
  });
}
