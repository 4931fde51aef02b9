import type { Cause } from "@/lib/core/outcome";
import type { PracticeScript } from "@/lib/practice/script";
import type { FailureKind, Scenario } from "@/lib/sandbox/scenario";

export type PracticeFault = NonNullable<PracticeScript["faults"]>[string];

type Refusal = { status: number; reason?: "overloaded" | "context_length" | "content_filter" };

/** What a practice provider says so that the gateway understands just this cause. */
const REFUSALS: Partial<Record<Cause, Refusal>> = {
  rate_limited: { status: 429 },
  overloaded: { status: 503, reason: "overloaded" },
  server_error: { status: 500 },
  auth: { status: 401 },
  credit: { status: 402 },
  not_found: { status: 404 },
  bad_request: { status: 400 },
  context_length: { status: 400, reason: "context_length" },
  content_filter: { status: 400, reason: "content_filter" },
};

/** A failure as a practice provider brings it about: on loopback a connection always stands. */
export function drillFailure(failure: FailureKind): FailureKind {
  const cause: Cause = failure.cause === "timeout_connect" || failure.cause === "timeout_total" ? "timeout_first_token" : failure.cause;
  // The gateway knows that a refusal costs nothing, and nobody knows what the others do.
  return { ...failure, cause, httpStatus: REFUSALS[cause]?.status ?? null, billedMillionths: 0 };
}

/** @param failure as `drillFailure` gives it, its delay fixed */
export function practiceFault({ cause, retryAfterMs, afterMs }: FailureKind): PracticeFault {
  const refusal = REFUSALS[cause];
  if (refusal) {
    const headers: Record<string, string> = retryAfterMs === null ? {} : { "retry-after-ms": String(retryAfterMs) };
    return { kind: "status", ...refusal, headers, afterMs: afterMs.kind === "fixed" ? afterMs.value : 0 };
  }
  switch (cause) {
    case "timeout_stall":
      return { kind: "hang" };
    case "stream_cut":
      return { kind: "cut" };
    case "malformed":
      return { kind: "html" };
    case "network":
      // Part of a head: without a byte it would be taken for a connection that had died before, and tried again.
      return { kind: "raw", bytes: "HTTP/1.1 200 OK\r\nContent-Le", end: "fin" };
    default:
      return { kind: "hang_headers" };
  }
}

/** Whether anything breaks off half-way: what that had cost, the gateway can only estimate. */
export function hasCutStreams({ endpoints, trouble }: Pick<Scenario, "endpoints" | "trouble">): boolean {
  const own = [...endpoints.values()].flatMap(({ failures }) => failures);
  const struck = trouble.flatMap((each) => (each.kind === "outage" ? [each.failure] : []));
  return [...own, ...struck].some(({ cause, share }) => cause === "stream_cut" && share > 0);
}
