import type { Transaction } from "@/lib/db";
import { generateApiKey, hashSecret, type Peppers } from "../api-key";
import { newId } from "../audit";

/**
 * A key for a purpose of the house that is over soon, such as a drill: it expires by itself, so that a process that
 * dies leaves nothing that can be called.
 * @param ownerId a user's id; need not be a member of the team
 * @returns the whole key
 */
export async function issuePassingKey(
  tx: Transaction,
  peppers: Peppers,
  { teamId, ownerId, name, expiresAt }: { teamId: string; ownerId: string; name: string; expiresAt: Date },
): Promise<string> {
  const { keyId, secret, text } = generateApiKey();
  const { secretHmac, pepperVersion } = hashSecret(secret, peppers);
  await tx.apiKey.create({
    data: { teamId, id: newId(), keyId, name, secretHmac: Buffer.from(secretHmac), pepperVersion, last4: text.slice(-4), ownerId, expiresAt },
  });
  return text;
}
