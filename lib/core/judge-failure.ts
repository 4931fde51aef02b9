import { isClientFault, type Cause } from "./outcome";
import type { Timers } from "./profile";
import type { Report } from "./tier-guard";
import { leavesTier, type Triggers } from "./triggers";

/** How an attempt failed, and when. */
export type FailedAttempt = {
  cause: Cause;
  httpStatus: number | null;
  /** An idle connection had died before the provider read anything. */
  staleSocket: boolean;
  /** Milliseconds from its start; null where it did not come to that. */
  timing: { connectMs: number | null; firstTokenMs: number | null; totalMs: number };
};

/** What the attempt was made under: the tier's triggers before the profile's, and the endpoint's own timers. */
export type Circumstances = { tier: Triggers; profile: Triggers; timers: Timers; stream: boolean; committed: boolean };

/** What a failure says of the endpoint: nothing when the client was at fault, when time was short, or by chance. */
export function judgeFailure(failed: FailedAttempt, { tier, profile, timers, stream, committed }: Circumstances): Pick<Report, "leftTier" | "isChance" | "isObserved"> {
  const leftTier = !committed && leavesTier(failed, tier, profile);
  const isChance = failed.staleSocket || isHastyCut(failed, timers, stream);
  return { leftTier, isChance, isObserved: !isChance && (leftTier || !isClientFault(failed.cause)) };
}

/**
 * Whether the call's own time ran out before the timer that the endpoint is judged by: then a client with a short
 * deadline says nothing of it.
 */
export function isHastyCut({ cause, timing }: Pick<FailedAttempt, "cause" | "timing">, timers: Timers, stream: boolean): boolean {
  const { connectMs, firstTokenMs, totalMs } = timing;
  switch (cause) {
    case "timeout_connect":
      return totalMs < timers.connectMs;
    case "timeout_first_token":
      return totalMs - (connectMs ?? 0) < timers.firstTokenMs;
    case "timeout_total":
      // A stream that speaks is bounded by nobody but its call.
      if (stream && firstTokenMs !== null) return true;
      return totalMs - (connectMs ?? 0) < (stream ? timers.firstTokenMs : timers.answerMs);
    default:
      return false;
  }
}
