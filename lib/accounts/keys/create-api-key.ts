import { changeOf } from "@/lib/core/change";
import { isLimited, NO_LIMITS, type KeyLimits } from "@/lib/core/key-limits";
import { KEY_SCOPES, type KeyScope } from "@/lib/core/key-scopes";
import { labelProblem } from "@/lib/core/name";
import type { Db } from "@/lib/db";
import { AccountError } from "../account-error";
import { generateApiKey, hashSecret, type Peppers } from "../api-key";
import { newId, recordChange } from "../audit";
import { type Member, requirePermission, writerOf } from "../member";
import { lockPeople } from "../membership";
import { checkLimits } from "./check-limits";

export type NewApiKey = {
  name: string;
  /** Whose key it is: the member's own unless given, and another's only by who may manage members. */
  ownerId?: string;
  /** What it may be used for: calls alone unless given. */
  scopes?: readonly KeyScope[];
  /** Milliseconds since the epoch; null or absent for never. */
  expiresAtMs?: number | null;
  limits?: KeyLimits;
};

/** `text` is the whole key, to be shown once: it is stored nowhere. */
export type CreatedApiKey = { id: string; keyId: string; last4: string; text: string };

/**
 * Creates a key in the member's team.
 * @throws NotAllowedError, AccountError
 */
export async function createApiKey(db: Db, peppers: Peppers, member: Member, input: NewApiKey): Promise<CreatedApiKey> {
  requirePermission(member, "create API keys");
  const ownerId = input.ownerId ?? member.userId;
  if (ownerId !== member.userId) requirePermission(member, "manage members");
  const problem = labelProblem(input.name);
  if (problem !== null) throw new AccountError(`The name of an API key ${problem}`);

  const limits = checkLimits(input.limits ?? NO_LIMITS);
  const scopes = KEY_SCOPES.filter((scope) => (input.scopes ?? ["calls"]).includes(scope));
  if (scopes.length === 0) throw new AccountError("An API key must be for something: calls, reports or both");

  const { teamId } = member;
  const { keyId, secret, text } = generateApiKey();
  const { secretHmac, pepperVersion } = hashSecret(secret, peppers);
  const [id, last4] = [newId(), text.slice(-4)];
  const expiresAt = input.expiresAtMs == null ? null : new Date(input.expiresAtMs);
  await db.$transaction(async (tx) => {
    // Whoever is removed at this moment must not keep a key.
    await lockPeople(tx, teamId);
    const owner = await tx.member.findUnique({ where: { teamId_userId: { teamId, userId: ownerId } } });
    if (owner === null) throw new AccountError("The owner of an API key must be a member of its team");
    await tx.apiKey.create({
      data: { teamId, id, keyId, name: input.name, scopes, secretHmac: Buffer.from(secretHmac), pepperVersion, last4, ownerId, expiresAt, ...limits },
    });
    const after = { name: input.name, ownerId, scopes, last4, expiresAt: expiresAt?.toISOString() ?? null, ...(isLimited(limits) ? limits : {}) };
    await recordChange(tx, writerOf(member), changeOf("api key", keyId, null, after));
  });
  return { id, keyId, last4, text };
}
