import type { Transaction } from "@/lib/db";
import { generateApiKey, hashSecret, type Peppers } from "../api-key";
import { newId } from "../audit";

/**
 * A key of the house's own in a team that people see, such as that of connection tests: one row a person and purpose,
 * which gets a new key each time, so that what was called with it stays under one name. It expires by itself.
 * @returns the whole key, and its public part
 */
export async function renewPassingKey(
  tx: Transaction,
  peppers: Peppers,
  { teamId, ownerId, name, expiresAt }: { teamId: string; ownerId: string; name: string; expiresAt: Date },
): Promise<{ keyId: string; text: string }> {
  const { keyId, secret, text } = generateApiKey();
  const { secretHmac, pepperVersion } = hashSecret(secret, peppers);
  const fresh = { keyId, secretHmac: Buffer.from(secretHmac), pepperVersion, last4: text.slice(-4), expiresAt };
  // Only one that expires: a person may have given a key of their own the same name.
  const former = await tx.apiKey.findFirst({ where: { teamId, ownerId, name, revokedAt: null, expiresAt: { not: null } }, select: { id: true } });
  if (former) await tx.apiKey.update({ where: { teamId_id: { teamId, id: former.id } }, data: fresh });
  else await tx.apiKey.create({ data: { teamId, id: newId(), name, ownerId, ...fresh } });
  return { keyId, text };
}
