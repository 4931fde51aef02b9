type Key = { keyId: string; name: string; last4: string; ownerEmail: string; expiresAt: Date | null; revokedAt: Date | null };

export type KeyFilter = {
  /** In its name, its public part or its owner, any case. */
  text: string;
  state: "" | "active" | "revoked";
};

/** The keys that a filter leaves. An expired key is as useless as a revoked one, so it counts as such. */
export function narrowKeys<T extends Key>(keys: readonly T[], { text, state }: KeyFilter, now: Date): T[] {
  const wanted = text.toLowerCase();
  return keys.filter((key) => {
    const isOver = key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now);
    if (state !== "" && isOver !== (state === "revoked")) return false;
    return `${key.name}\n${key.keyId}…${key.last4}\n${key.ownerEmail}`.toLowerCase().includes(wanted);
  });
}
