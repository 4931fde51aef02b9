import { changeOf, type Writer } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import { recordChange } from "../audit";

/**
 * Revokes all keys of the team that a person owns, in the transaction that ends their membership.
 * @returns the public parts of the keys that it revoked
 */
export async function revokeKeysOfOwner(tx: Transaction, writer: Writer, ownerId: string, now: Date): Promise<string[]> {
  const keys = await tx.apiKey.updateManyAndReturn({
    where: { teamId: writer.teamId, ownerId, revokedAt: null },
    data: { revokedAt: now },
    select: { keyId: true },
  });
  const [before, after] = [{ revokedAt: null }, { revokedAt: now.toISOString() }];
  for (const { keyId } of keys) await recordChange(tx, writer, changeOf("api key", keyId, before, after));
  return keys.map(({ keyId }) => keyId);
}
