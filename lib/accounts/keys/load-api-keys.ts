import { isLimited, type KeyLimits } from "@/lib/core/key-limits";
import { type KeyScope, parseKeyScopes } from "@/lib/core/key-scopes";
import type { Transaction } from "@/lib/db";
import type { SecretHash } from "../api-key";

/** A key as the gateway keeps it in memory. Times are milliseconds since the epoch. */
export type StoredApiKey = SecretHash & {
  id: string;
  keyId: string;
  teamId: string;
  ownerId: string;
  /** null where none is set. */
  limits: KeyLimits | null;
  scopes: readonly KeyScope[];
  expiresAtMs: number | null;
  revokedAtMs: number | null;
};

const FIELDS = {
  id: true, keyId: true, teamId: true, ownerId: true, scopes: true, secretHmac: true, pepperVersion: true, expiresAt: true, revokedAt: true,
  requestsPerMinute: true, tokensPerMinute: true, concurrentCalls: true,
} as const;

/** Every key of every team, by its public part; revoked and expired ones too, so that their refusal can say so. */
export async function loadApiKeys(db: Transaction): Promise<Map<string, StoredApiKey>> {
  const rows = await db.apiKey.findMany({ select: FIELDS });
  return new Map(rows.map((row) => [row.keyId, toStored(row)]));
}

/** One key, for a look-up that misses in memory. @param keyId the public part */
export async function findApiKey(db: Transaction, keyId: string): Promise<StoredApiKey | null> {
  const row = await db.apiKey.findUnique({ where: { keyId }, select: FIELDS });
  return row && toStored(row);
}

type Row = Omit<StoredApiKey, "scopes" | "expiresAtMs" | "revokedAtMs" | "limits"> & KeyLimits & { scopes: string[]; expiresAt: Date | null; revokedAt: Date | null };

function toStored({ scopes, expiresAt, revokedAt, requestsPerMinute, tokensPerMinute, concurrentCalls, ...row }: Row): StoredApiKey {
  const limits = { requestsPerMinute, tokensPerMinute, concurrentCalls };
  return { ...row, scopes: parseKeyScopes(scopes), limits: isLimited(limits) ? limits : null, expiresAtMs: expiresAt?.getTime() ?? null, revokedAtMs: revokedAt?.getTime() ?? null };
}
