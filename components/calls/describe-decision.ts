import { fallsBack, type Outcome } from "@/lib/core/outcome";
import { formatUsd, parseUsd } from "@/lib/core/money";
import { causeName } from "../causes";
import { formatDuration } from "../counts";
import type { Attempt } from "./attempt";
import { LEAST_PAUSE_MS } from "./prepare-timeline";

type Expected = { endpoint: string; expectedCostUsd?: string | null };
type CallEnd = {
  outcome: Outcome;
  stream: boolean;
  httpStatus: number;
  plan: readonly Expected[];
  /** Whether a candidate of the plan was never asked. */
  hasUntried: boolean;
};

/** What was decided after an attempt and why, in a sentence. */
export function describeDecision(attempt: Attempt, next: Attempt | undefined, call: CallEnd): string {
  const { outcome, cause, httpStatus } = attempt;
  if (outcome === "served") return "Served the call.";
  if (outcome === "aborted") return "The client left, so the request was stopped at once.";
  const why = [cause && causeName(cause), httpStatus !== null && httpStatus !== 200 && `status ${httpStatus}`];
  return `${why.filter(Boolean).join(", ") || "Failed"}: ${describeNext(attempt, next, call)}`;
}

/** What switching was expected to cost, where the plan knew both amounts. */
function describeSwitch(attempt: Attempt, next: Attempt, plan: readonly Expected[]): string {
  const [here, there] = [attempt, next].map(({ endpoint }) => plan.find((entry) => entry.endpoint === endpoint)?.expectedCostUsd);
  if (!here || !there) return "";
  const delta = parseUsd(there) - parseUsd(here);
  if (delta === 0n) return ", which was expected to cost the same";
  return `, which was expected to cost ${formatUsd(delta > 0n ? delta : -delta)} ${delta > 0n ? "more" : "less"}`;
}

function describeNext(attempt: Attempt, next: Attempt | undefined, call: CallEnd): string {
  if (next) {
    const waitedMs = next.offsetMs - attempt.offsetMs - attempt.totalMs;
    const after = waitedMs >= LEAST_PAUSE_MS ? ` after a wait of ${formatDuration(waitedMs)}` : " at once";
    if (next.endpoint === attempt.endpoint) return `tried again at the same endpoint${after}.`;
    return `went on to tier ${next.tier}, ${next.endpoint},${after}${describeSwitch(attempt, next, call.plan)}.`;
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
