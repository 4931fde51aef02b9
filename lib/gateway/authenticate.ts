import { parseApiKey, verifySecret, type Peppers } from "@/lib/accounts/api-key";
import type { StoredApiKey } from "@/lib/accounts/keys/load-api-keys";
import { ApiError } from "@/lib/core/errors";
import type { KeyLimits } from "@/lib/core/key-limits";
import type { KeyScope } from "@/lib/core/key-scopes";
import { singleHeader, type Exchange } from "./exchange";

/** Whose request it is. */
export type Caller = { teamId: string; apiKeyId: string; keyId: string; memberId: string; limits: KeyLimits | null; expiresAtMs: number | null; scopes: readonly KeyScope[] };

export type KeyRing = {
  peppers: Peppers;
  /** By their whole text, those that were found right since the keys were last read: a hash for each call is not needed. */
  readonly verified: VerifiedKeys;
  /** Whether a key is in memory. */
  holdsKey(keyId: string): boolean;
  /** From memory; a key that is not there is asked of the database once. */
  findKey(keyId: string): Promise<StoredApiKey | null>;
};

export type VerifiedKeys = Map<string, StoredApiKey>;

/** Beyond so many keys in use, some are hashed again. */
const MAX_VERIFIED = 10_000;

const HOW = "Send it as \"Authorization: Bearer rl_live_…\".";

/** Step 1: who calls. @throws ApiError 401 that says what is wrong with the key */
export async function authenticate(exchange: Pick<Exchange, "headers">, ring: KeyRing, nowMs: number): Promise<Caller> {
  const text = findKeyText(exchange);
  const stored = ring.verified.get(text) ?? (await verify(text, ring));
  if (stored.revokedAtMs !== null && stored.revokedAtMs <= nowMs) {
    throw new ApiError("revoked_api_key", "The API key has been revoked. Create a new one under API keys.");
  }
  if (stored.expiresAtMs !== null && stored.expiresAtMs <= nowMs) {
    throw new ApiError("expired_api_key", "The API key has expired. Create a new one under API keys.");
  }
  const { teamId, id, keyId, ownerId, limits, expiresAtMs, scopes } = stored;
  return { teamId, apiKeyId: id, keyId, memberId: ownerId, limits, expiresAtMs, scopes };
}

const SCOPE_WORDS: Readonly<Record<KeyScope, string>> = { calls: "make calls", reports: "read reports" };

/** @throws ApiError 403 where the key is good, but for something else */
export function requireScope({ scopes }: Pick<Caller, "scopes">, scope: KeyScope): void {
  if (scopes.includes(scope)) return;
  throw new ApiError("insufficient_scope", `The API key may not ${SCOPE_WORDS[scope]}: it has no scope "${scope}". Create a key that has it under API keys.`);
}

async function verify(text: string, ring: KeyRing): Promise<StoredApiKey> {
  const parsed = parseApiKey(text);
  if (parsed === null) {
    throw new ApiError("invalid_api_key", `The API key is not one of RouteLedger's, or has a typing error. ${HOW}`);
  }
  // Kept before the key is looked up: when the keys are read again meanwhile, what was found belongs to the old ones.
  const { verified } = ring;
  const stored = await ring.findKey(parsed.keyId);
  // An unknown key costs the same work as a wrong one, so that time tells nothing.
  if (!verifySecret(stored, parsed.secret, ring.peppers) || stored === null) {
    throw new ApiError("invalid_api_key", "The API key is unknown. Check that it is complete, or create a new one.");
  }
  // One that the database was asked for is asked for again: what is in memory may be older than its revocation.
  if (ring.holdsKey(parsed.keyId)) remember(text, stored, verified);
  return stored;
}

function remember(text: string, stored: StoredApiKey, verified: VerifiedKeys): void {
  if (verified.size >= MAX_VERIFIED) verified.clear();
  verified.set(text, stored);
}

function findKeyText(exchange: Pick<Exchange, "headers">): string {
  const bearer = /^Bearer +(\S+)$/i.exec(singleHeader(exchange, "authorization") ?? "")?.[1] ?? null;
  const header = singleHeader(exchange, "x-api-key");
  if (bearer !== null && header !== null && bearer !== header) {
    throw new ApiError("invalid_request", "Authorization and x-api-key carry two different keys. Send one.");
  }
  const text = bearer ?? header;
  if (text === null) throw new ApiError("missing_api_key", `There is no API key. ${HOW}`);
  return text;
}
