import type { KeyLimits } from "@/lib/core/key-limits";
import type { Db } from "@/lib/db";
import { type Member, requirePermission } from "../member";

/** A key as people see it: everything but the key. */
export type ListedApiKey = {
  id: string;
  keyId: string;
  name: string;
  last4: string;
  scopes: string[];
  ownerId: string;
  ownerEmail: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
} & KeyLimits;

/**
 * The keys of the member's team, newest first, revoked and expired ones included.
 * @throws NotAllowedError
 */
export async function listApiKeys(db: Db, member: Member): Promise<ListedApiKey[]> {
  requirePermission(member, "list API keys");
  const keys = await db.apiKey.findMany({
    where: { teamId: member.teamId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: {
      id: true, keyId: true, name: true, last4: true, scopes: true, ownerId: true,
      createdAt: true, expiresAt: true, revokedAt: true, requestsPerMinute: true, tokensPerMinute: true, concurrentCalls: true, owner: { select: { email: true } },
    },
  });
  return keys.map(({ owner, ...key }) => ({ ...key, ownerEmail: owner.email }));
}
