import type { AttemptTimers } from "@/lib/core/deadline";
import type { Cause } from "@/lib/core/outcome";
import type { FailureKind } from "../scenario";
import type { Spread } from "../spread";

/** What happens to a stream only after it has begun to speak, so that its call is committed. */
const SPOKEN: ReadonlySet<Cause> = new Set(["stream_cut", "timeout_stall", "timeout_total"]);

/** Whether a stream that fails in this way has spoken before: nobody else can answer its call then. */
export function isSpoken(cause: Cause, stream: boolean): boolean {
  return stream && SPOKEN.has(cause);
}

/** How long an attempt lasts that fails before it speaks: a timeout as long as the timer which runs out. */
export function failTime({ cause, afterMs }: FailureKind, timers: AttemptTimers, stream: boolean): Spread {
  const patienceMs = answerLimitMs(timers, stream);
  if (cause === "timeout_connect") return fixed(Math.min(timers.connectMs, patienceMs));
  return cause.startsWith("timeout_") ? fixed(patienceMs) : afterMs;
}

/** Within which an attempt must speak (streams) or have answered, or one of our timers ends it. */
export function answerLimitMs({ firstTokenMs, answerMs, shareMs, remainingMs }: AttemptTimers, stream: boolean): number {
  return Math.min(stream ? firstTokenMs : answerMs, shareMs, remainingMs);
}

function fixed(value: number): Spread {
  return { kind: "fixed", value };
}
