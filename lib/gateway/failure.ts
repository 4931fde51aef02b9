import { ApiError, type AttemptNote, type DropNote, type ErrorCode } from "@/lib/core/errors";
import { isClientFault, type Cause } from "@/lib/core/outcome";
import type { Why } from "@/lib/core/walk";
import type { AttemptRecord } from "@/lib/ledger/record";
import { retryAfterSeconds } from "@/lib/upstream/retry-after";
import type { Over, Run } from "./run";

/**
 * What the client is told when no candidate served: the most useful status, every attempt with its cause, and who was
 * left out.
 */
export function failureOf(run: FailedRun, { stop }: Over): ApiError {
  const { attempts, freeAtMs } = run;
  const notes = { attempts: attempts.map(noteOf), dropped: droppedOf(run) };
  const last = attempts.at(-1);
  if (stop.outcome === "aborted") {
    const { code, message, retryAfterS } = run.endedBy;
    return new ApiError(code, message, { ...notes, retryAfterS });
  }
  if (last && isClientFault(stop.cause)) {
    return new ApiError(REFUSALS[stop.cause ?? "bad_request"] ?? "upstream_refused_request", refusal(last), {
      ...notes,
      // An error may also have come inside a 200.
      status: last.httpStatus !== null && last.httpStatus >= 400 ? last.httpStatus : 400,
    });
  }
  const causes = describeCauses(attempts);
  if (stop.cause === "rate_limited" && attempts.every(({ cause }) => cause === "rate_limited")) {
    const retryAfterS = soonestS(run.retryAfterMs, freeAtMs === null ? null : freeAtMs - Date.now());
    return new ApiError("all_rate_limited", `Every provider is at its limit. ${causes} Try again in ${retryAfterS} s.`, { ...notes, retryAfterS });
  }
  const timedOut = stop.cause === "timeout_total" || attempts.every(({ cause }) => cause?.startsWith("timeout_"));
  const message = stop.why === "end" && last ? brokeOff(last) : `No provider served the call. ${causes}${WHY[stop.why] ?? ""}`;
  return new ApiError(timedOut ? "all_timed_out" : "all_attempts_failed", message, notes);
}

const REFUSALS: Readonly<Partial<Record<Cause, ErrorCode>>> = {
  context_length: "context_length_exceeded",
  content_filter: "content_filter",
};

const WHY: Readonly<Partial<Record<Why, string>>> = {
  deadline: " The call's time is over: allow it more, or see what its tiers usually take.",
  attempts: " Its profile allows no more attempts.",
  trigger: " Its profile ends the call on such a failure.",
};

function brokeOff({ endpoint, cause }: AttemptRecord): string {
  return `The stream of ${endpoint} broke off after it had begun (${cause ?? "unknown"}), so nobody else could take over.`;
}

type FailedRun = Pick<Run, "attempts" | "retryAfterMs" | "entries" | "endedBy" | "freeAtMs">;

function refusal({ provider, detail }: AttemptRecord): string {
  return `${provider} refuses the request: ${detail}`;
}

function describeCauses(attempts: AttemptRecord[]): string {
  if (attempts.length === 0) return "Nobody could be asked in the time and under the caps that are left.";
  const tried = `${attempts.length} ${attempts.length === 1 ? "attempt" : "attempts"} failed`;
  return `${tried}: ${attempts.map((attempt) => `${attempt.endpoint} (${attempt.cause ?? "aborted"})`).join(", ")}.`;
}

/** The smallest wait that a provider named or a door needs, in whole seconds; one second where none is known. */
function soonestS(retryAfterMs: (number | null)[], doorMs: number | null): number {
  const known = [...retryAfterMs, doorMs].filter((ms) => ms !== null);
  return retryAfterSeconds(known.length > 0 ? Math.min(...known) : 1_000);
}

/** Everybody who was not asked, left out or never reached. */
function droppedOf({ entries, attempts }: FailedRun): DropNote[] {
  const asked = new Set(attempts.map(({ endpoint }) => endpoint));
  return entries.filter(({ endpoint }) => !asked.has(endpoint)).map(({ endpoint, reason }) => ({ endpoint, reason }));
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
