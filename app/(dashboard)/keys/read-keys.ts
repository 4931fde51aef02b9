import { z } from "zod";
import { KEY_STATES } from "@/components/keys/key-filters";
import { type KeyFilter, narrowKeys } from "@/components/keys/narrow-keys";
import { type ListedApiKey, listApiKeys } from "@/lib/accounts/keys/list-api-keys";
import type { Member } from "@/lib/accounts/member";
import { getDb } from "@/lib/db";
import { type KeyFigures, listKeyFigures, listLastUsed } from "@/lib/reports/key-figures";
import { firstValues, type Scope, type SearchParams } from "@/lib/reports/scope";

const filterSchema = z.object({ q: z.string().trim().max(200).catch(""), state: z.enum(KEY_STATES).or(z.literal("")).catch("") });

/** Reads `q` and `state` from the page's address. */
export function parseKeyFilter(params: SearchParams): KeyFilter {
  const { q, state } = filterSchema.parse(firstValues(params));
  return { text: q, state };
}

export type UsedKey = ListedApiKey & KeyFigures & { /** The UTC day of its last call. */ lastUsed: Date | null };

/**
 * The keys that a filter leaves with what they did in the range: what the page shows, and its export holds.
 * @throws NotAllowedError
 */
export async function readKeys(member: Member, scope: Scope, filter: KeyFilter, now: Date): Promise<{ rows: UsedKey[]; hasAny: boolean }> {
  const [keys, figures, lastUsed] = await Promise.all([
    listApiKeys(getDb(), member), listKeyFigures(getDb(), scope), listLastUsed(getDb(), member.teamId, now),
  ]);
  const rows = narrowKeys(keys, filter, now).map((key) => ({
    ...key,
    ...(figures.get(key.id) ?? { calls: 0, costPico: 0n, unknownAttempts: 0 }),
    lastUsed: lastUsed.get(key.id) ?? null,
  }));
  return { rows, hasAny: keys.length > 0 };
}
