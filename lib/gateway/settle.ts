import { costOfUsage } from "@/lib/core/price";
import type { PlanEntry } from "@/lib/core/plan";
import type { AttemptRecord, CallRecord } from "@/lib/ledger/record";
import type { Call } from "./call";
import type { Over, Run } from "./run";

/** Step 9: what the ledger keeps of a call that is over. Pure but for the clock's reading, which comes as arguments. */
export function settleCall(call: Call, run: Run, over: Over, httpStatus: number, nowMonotonicMs: number): CallRecord {
  const { request, route, caller, plan } = call;
  const served = run.attempts.find((attempt) => attempt.outcome === "served") ?? null;
  const candidate = served && over.last ? over.last.candidate : null;
  const entries = run.entries;
  const totalMs = nowMonotonicMs - call.startedAt;
  return {
    id: call.id,
    teamId: caller.teamId,
    startedAtMs: call.startedAtMs,
    profileVersionId: route.profileVersionId,
    profileSlug: route.profileSlug,
    apiKeyId: caller.apiKeyId,
    memberId: caller.memberId,
    requestedModel: request.names.join(", "),
    stream: request.stream,
    outcome: over.stop.outcome,
    cause: over.stop.cause,
    httpStatus,
    servedTier: candidate && candidate.tier,
    servedEndpoint: candidate && candidate.endpoint.name,
    planPosition: candidate && candidate.position,
    rescued: candidate !== null && isRescued(candidate.endpoint.name, run.attempts, entries),
    plan: entries,
    tags: request.tags,
    primaryCostPico: repricedPico(call, served, plan.primary?.id ?? null),
    baselineCostPico: repricedPico(call, served, route.baselineEndpointId),
    firstTokenMs: firstTokenMs(call, run),
    totalMs: Math.round(totalMs),
    overheadUs: Math.max(0, Math.round((totalMs - run.watch.waitedMs) * 1_000)),
    attempts: run.attempts,
  };
}

/** Served after an earlier planned candidate had failed, or was skipped as down or capped. */
function isRescued(endpoint: string, attempts: AttemptRecord[], entries: PlanEntry[]): boolean {
  if (attempts.some((attempt) => attempt.endpoint !== endpoint)) return true;
  const place = entries.findIndex((entry) => entry.endpoint === endpoint && entry.kept);
  return entries.slice(0, place).some(({ drop }) => drop === "down" || drop === "capped");
}

/** The served usage at another endpoint's price of the same moment; null when either is not known. */
function repricedPico(call: Call, served: AttemptRecord | null, endpointId: string | null): bigint | null {
  const dated = endpointId === null ? null : call.priceOf(endpointId);
  if (!served?.usage || !dated) return null;
  return dated.id === served.priceId ? served.costPico : costOfUsage(dated.price, served.usage);
}

/** As the client saw it: from the call's start, failed attempts included. */
function firstTokenMs(call: Call, run: Run): number | null {
  const spoke = run.attempts.find((attempt) => attempt.firstTokenMs !== null);
  return spoke ? spoke.startedAtMs - call.startedAtMs + (spoke.firstTokenMs ?? 0) : null;
}
