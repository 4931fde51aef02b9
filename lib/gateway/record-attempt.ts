import type { Candidate } from "@/lib/core/plan";
import { newId } from "@/lib/ledger/new-id";
import type { AttemptRecord } from "@/lib/ledger/record";
import type { StreamEnd } from "@/lib/upstream/answer";
import type { Amounts } from "./price-attempt";

/** What the ledger keeps of an attempt that is over, priced. */
export function recordAttempt(
  { endpoint, tier }: Candidate,
  answer: StreamEnd,
  { usage, priceId, priceStep, listPrice, costPico, classes, basis }: Amounts,
  made: { startedAtMs: number; number: number; retry: number },
): AttemptRecord {
  const { connectMs, firstTokenMs, totalMs } = answer.timing;
  // Spelled out: copies of parts would cost more than all that is computed here.
  return {
    id: newId(),
    startedAtMs: made.startedAtMs,
    number: made.number,
    tier,
    retry: made.retry,
    endpointId: endpoint.id,
    endpoint: endpoint.name,
    provider: endpoint.provider,
    outcome: answer.kind === "whole" ? "served" : answer.kind === "left" ? "aborted" : "failed",
    cause: answer.kind === "failed" ? answer.reason.cause : null,
    httpStatus: answer.httpStatus,
    connectMs: connectMs === null ? null : Math.round(connectMs),
    firstTokenMs: firstTokenMs === null ? null : Math.round(firstTokenMs),
    totalMs: Math.round(totalMs),
    usage,
    priceId,
    priceStep,
    listPrice,
    costPico,
    classes,
    basis,
    detail: answer.kind === "failed" ? answer.reason.detail : "",
  };
}
