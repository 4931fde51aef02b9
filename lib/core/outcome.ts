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

/** Whether the request itself is at fault: the failure says nothing about the endpoint. */
export function isClientFault(cause: Cause | null): boolean {
  return cause !== null && CLIENT_CAUSES.has(cause);
}

export function mayRetry(cause: Cause): boolean {
  return PASSING_CAUSES.has(cause);
}

const CAUSE_BY_STATUS: Readonly<Record<number, Cause>> = {
  401: "auth",
  402: "credit",
  403: "auth",
  404: "not_found",
  410: "not_found",
  // "Try again", says RFC 9110 of 408 and 409 and RFC 8470 of 425.
  408: "server_error",
  409: "server_error",
  425: "server_error",
  // What some proxies say when they gave up on the provider behind them: our client is still there.
  499: "server_error",
  413: "context_length",
  429: "rate_limited",
  503: "overloaded",
  // Anthropic's "overloaded".
  529: "overloaded",
};

/**
 * The cause behind an upstream's status, or null for 2xx. What the body says can make it narrower, see the dialect's
 * `readFailure`. Redirects are never followed: they are no answer.
 */
export function causeOfStatus(status: number): Cause | null {
  if (status >= 200 && status < 300) return null;
  const known = CAUSE_BY_STATUS[status];
  if (known) return known;
  if (status >= 500) return "server_error";
  return status >= 400 ? "bad_request" : "malformed";
}
