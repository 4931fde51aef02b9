import { createHash } from "node:crypto";
import { CatalogError } from "@/lib/catalog/catalog-error";
import type { Values } from "@/lib/core/change";

/** Somebody else changed the thing since it was read: nothing is written over what they did. */
export class StaleChangeError extends CatalogError {
  override name = "StaleChangeError";

  /** @param now what the thing is now, for the person who has to look again; null when it is gone */
  constructor(what: string, readonly now: Values | null) {
    super(now === null ? `${what} is not there any more` : `${what} was changed by somebody else since you opened it`);
  }
}

/** What a form carries to say which state its fields were filled from; empty for a thing that is not there yet. */
export function markOf(values: Values | null): string {
  if (values === null) return "";
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(entries)).digest("base64url");
}

/** @throws StaleChangeError, or CatalogError where something is in the place of what was to be new */
export function requireUnchanged(what: string, read: string, now: Values | null): void {
  if (markOf(now) === read) return;
  if (read === "") throw new CatalogError(`${what} is there already: open it to change it`);
  throw new StaleChangeError(what, now);
}
