import type { Cause } from "@/lib/core/outcome";

/** What may be about our credential or account. Whether it is to blame is another question, see `narrowCause`. */
const OURS = /api.?key|credential|unauthori[sz]ed|credits|billing/i;

/** A failure in its provider's own words, to be scrubbed. What they say of our credential is for nobody: they often repeat parts of it. */
export function describeFailure(what: string, cause: Cause, message: string): string {
  const isOurs = cause === "auth" || cause === "credit" || OURS.test(message);
  return message === "" || isOurs ? what : `${what}: ${message}`;
}
