import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import { callIdsBetween } from "@/lib/reports/id-bounds";
import { usd } from "./amounts";
import type { MonthReport } from "./month-report";

const MOST = 10;

/** By an index of each of the month's one or two partitions. Calls that retention dropped are not there any more. */
export async function listDearestCalls(tx: Transaction, teamId: string, range: Range): Promise<MonthReport["dearest"]> {
  const ids = callIdsBetween(range.from, range.to);
  const calls = await tx.call.findMany({
    where: { teamId, id: { gte: ids.from, lt: ids.to }, costPico: { gt: 0n } },
    orderBy: [{ costPico: "desc" }, { id: "asc" }],
    take: MOST,
    select: { id: true, startedAt: true, profileSlug: true, servedEndpoint: true, outcome: true, attemptCount: true, costPico: true },
  });
  return calls.map(({ id, startedAt, profileSlug, servedEndpoint, outcome, attemptCount, costPico }) => ({
    callId: id, at: startedAt.toISOString(), profile: profileSlug, endpoint: servedEndpoint, outcome, attempts: attemptCount, spendUsd: usd(costPico),
  }));
}
