import type { AttemptTimers } from "@/lib/core/deadline";
import type { FailureKind } from "../scenario";
import type { Spread } from "../spread";

/** How long an attempt lasts that fails in this way: a timeout as long as the timer which runs out. */
export function failTime({ cause, afterMs }: FailureKind, timers: AttemptTimers, stream: boolean): Spread {
  switch (cause) {
    case "timeout_connect":
      return fixed(Math.min(timers.connectMs, timers.shareMs));
    case "timeout_first_token":
      return fixed(Math.min(timers.firstTokenMs, timers.shareMs));
    case "timeout_stall":
      return fixed(Math.min(timers.stallMs, timers.remainingMs));
    case "timeout_total":
      return fixed(stream ? timers.remainingMs : answerLimitMs(timers, stream));
    default:
      return afterMs;
  }
}

/** Within which an attempt must speak (streams) or have answered, or one of our timers ends it. */
export function answerLimitMs({ firstTokenMs, answerMs, shareMs, remainingMs }: AttemptTimers, stream: boolean): number {
  return Math.min(stream ? firstTokenMs : answerMs, shareMs, remainingMs);
}

function fixed(value: number): Spread {
  return { kind: "fixed", value };
}
