import type { Cause } from "@/lib/core/outcome";

/** Some answer 400 to a credential of ours that they do not know: that is no fault of the client's. */
const CREDENTIAL = /api.?key|credential|unauthori[sz]ed/i;

export function speaksOfCredential(message: string): boolean {
  return CREDENTIAL.test(message);
}

/**
 * A failure in its provider's own words, which have been scrubbed. What they say of our credential is for nobody: they
 * often repeat parts of it.
 */
export function describeFailure(what: string, cause: Cause, message: string): string {
  const isOurs = cause === "auth" || cause === "credit" || speaksOfCredential(message);
  return message === "" || isOurs ? what : `${what}: ${message}`;
}
