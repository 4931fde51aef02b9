import type { Timers } from "@/lib/core/profile";
import type { Failed } from "@/lib/upstream/answer";

/**
 * Whether the call's own time ran out before the timer that the endpoint is judged by: then a client with a short
 * deadline says nothing of it.
 */
export function isHastyCut({ reason, timing }: Failed, timers: Timers, stream: boolean): boolean {
  const { connectMs, firstTokenMs, totalMs } = timing;
  switch (reason.cause) {
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
