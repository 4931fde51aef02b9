import { fallsBack, type Outcome } from "@/lib/core/outcome";
import { causeName } from "../causes";
import { formatDuration } from "../counts";
import type { Attempt } from "./attempt";

type CallEnd = { outcome: Outcome; stream: boolean; httpStatus: number; /** Whether a candidate of the plan was never asked. */ hasUntried: boolean };

/** What was decided after an attempt and why, in a sentence. */
export function describeDecision(attempt: Attempt, next: Attempt | undefined, call: CallEnd): string {
  const { outcome, cause, httpStatus } = attempt;
  if (outcome === "served") return "Served the call.";
  if (outcome === "aborted") return "The client left, so the request was stopped at once.";
  const why = [cause && causeName(cause), httpStatus !== null && httpStatus !== 200 && `status ${httpStatus}`];
  return `${why.filter(Boolean).join(", ") || "Failed"}: ${describeNext(attempt, next, call)}`;
}

function describeNext(attempt: Attempt, next: Attempt | undefined, call: CallEnd): string {
  if (next) {
    const waitedMs = next.offsetMs - attempt.offsetMs - attempt.totalMs;
    const after = waitedMs >= 10 ? ` after ${formatDuration(waitedMs)}` : " at once";
    if (next.endpoint === attempt.endpoint) return `tried again at the same endpoint${after}.`;
    return `went on to tier ${next.tier}, ${next.endpoint},${after}.`;
  }
  if (call.outcome === "aborted") return "the client left before anything else was tried.";
  if (attempt.cause && !fallsBack(attempt.cause)) {
    return "the request itself is at fault, so the answer went back to the client and nothing else was tried.";
  }
  if (call.stream && attempt.firstTokenMs !== null) {
    return "the answer had begun, so no other tier could take over; the stream ended with an error.";
  }
  const why = call.hasUntried ? "the profile's triggers, its limit of attempts or the deadline ended the call" : "no candidate was left";
  return `${why}; the client got status ${call.httpStatus}.`;
}
