import { ApiError, type AttemptNote } from "@/lib/core/errors";
import type { Cause } from "@/lib/core/outcome";
import type { AttemptRecord } from "@/lib/ledger/record";
import { MAX_RETRY_AFTER_MS } from "@/lib/upstream/retry-after";
import type { Over } from "./run";

/** What the client is told when no candidate served: the most useful status, and every attempt with its cause. */
export function failureOf(attempts: AttemptRecord[], over: Over, retryAfterMs: (number | null)[]): ApiError {
  const notes = attempts.map(noteOf);
  const last = attempts.at(-1);
  const cause = over.stop.cause;
  if (over.stop.outcome === "aborted") return new ApiError("client_closed_request", "The client left.", { attempts: notes });
  if (last && isClientFault(cause)) {
    return new ApiError("upstream_refused_request", `${last.provider} refuses the request: ${last.detail}`, {
      attempts: notes,
      // An error may also have come inside a 200.
      status: last.httpStatus !== null && last.httpStatus >= 400 ? last.httpStatus : 400,
    });
  }
  const tried = `${attempts.length} ${attempts.length === 1 ? "attempt" : "attempts"} failed`;
  const causes = `${tried}: ${attempts.map((attempt) => `${attempt.endpoint} (${attempt.cause ?? "aborted"})`).join(", ")}.`;
  if (attempts.every((attempt) => attempt.cause === "rate_limited")) {
    const known = retryAfterMs.filter((ms) => ms !== null);
    const soonestMs = known.length > 0 ? Math.min(...known, MAX_RETRY_AFTER_MS) : 1_000;
    const retryAfterS = Math.max(1, Math.ceil(soonestMs / 1_000));
    return new ApiError("all_rate_limited", `Every provider is at its limit. ${causes} Try again in ${retryAfterS} s.`, {
      attempts: notes,
      retryAfterS,
    });
  }
  const timedOut = attempts.every((attempt) => attempt.cause?.startsWith("timeout_"));
  return new ApiError(timedOut ? "all_timed_out" : "all_attempts_failed", `No provider served the call. ${causes}`, {
    attempts: notes,
  });
}

function isClientFault(cause: Cause | null): boolean {
  return cause === "bad_request" || cause === "context_length" || cause === "content_filter";
}

function noteOf(attempt: AttemptRecord): AttemptNote {
  return {
    provider: attempt.provider,
    endpoint: attempt.endpoint,
    cause: attempt.cause,
    status: attempt.httpStatus,
    duration_ms: attempt.totalMs,
  };
}
