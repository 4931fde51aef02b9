/** How an attempt or a call ended. `aborted`: the client left. */
export type Outcome = "served" | "failed" | "aborted";

export const CAUSES = [
  "rate_limited",
  "overloaded",
  "server_error",
  "timeout_connect",
  "timeout_first_token",
  "timeout_stall",
  "timeout_total",
  "network",
  "auth",
  "credit",
  "not_found",
  "bad_request",
  "context_length",
  "content_filter",
  "malformed",
  "stream_cut",
] as const;

/** Why an attempt failed. */
export type Cause = (typeof CAUSES)[number];

/** How sure an amount is. `unknown` is never shown or summed as zero. */
export type Basis = "reported" | "estimated" | "unknown";

/** Causes that are the client's own fault: every provider would say the same, so the answer goes back at once. */
const CLIENT_CAUSES: ReadonlySet<Cause> = new Set(["bad_request", "context_length", "content_filter"]);

/** Causes for which the same endpoint may well answer a moment later. */
const PASSING_CAUSES: ReadonlySet<Cause> = new Set([
  "rate_limited",
  "overloaded",
  "server_error",
  "timeout_connect",
  "timeout_first_token",
  "timeout_stall",
  "network",
  "malformed",
  "stream_cut",
]);

export function fallsBack(cause: Cause): boolean {
  return !CLIENT_CAUSES.has(cause);
}

export function mayRetry(cause: Cause): boolean {
  return PASSING_CAUSES.has(cause);
}

/**
 * The cause behind an upstream's status, or null for 2xx. What the body says can make it narrower
 * (context length, content filter); see `lib/upstream/openai/failure.ts`.
 * 408, 409 and 425 are RFC 9110/8470's "try again"; 529 is Anthropic's "overloaded".
 */
export function causeOfStatus(status: number): Cause | null {
  if (status >= 200 && status < 300) return null;
  switch (status) {
    case 401:
    case 403:
      return "auth";
    case 402:
      return "credit";
    case 404:
    case 410:
      return "not_found";
    case 408:
    case 409:
    case 425:
      return "server_error";
    case 413:
      return "context_length";
    case 429:
      return "rate_limited";
    case 503:
    case 529:
      return "overloaded";
    default:
      if (status >= 500) return "server_error";
      return status >= 400 ? "bad_request" : "malformed";
  }
}
