import type { Basis, Cause, Outcome } from "@/lib/core/outcome";
import type { PlanEntry } from "@/lib/core/plan";
import type { Usage } from "@/lib/core/usage";
import { isUuidv7, uuidv7TimeMs } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import type { Attempt, Call } from "@/prisma/generated/client";
import { readUsage } from "./call-usage";
import { attemptIdsOfCalls } from "./id-bounds";
import { applyPrice, listPrices, type PriceInForce, type PriceUsed } from "./prices";

export type CallDetail = {
  id: string;
  startedAt: Date;
  profileSlug: string;
  /** The version that served it; null for `(ad hoc)`. */
  profileVersion: number | null;
  keyName: string | null;
  requestedModel: string;
  stream: boolean;
  outcome: Outcome;
  cause: Cause | null;
  httpStatus: number;
  servedTier: number | null;
  servedEndpoint: string | null;
  rescued: boolean;
  plan: PlanEntry[];
  tags: Record<string, string>;
  costPico: bigint;
  unknownAttempts: number;
  servedCostPico: bigint | null;
  primaryCostPico: bigint | null;
  baselineCostPico: bigint | null;
  baseline: string | null;
  comparable: boolean;
  firstTokenMs: number | null;
  totalMs: number;
  overheadUs: number;
  attempts: AttemptDetail[];
};

export type AttemptDetail = {
  id: string;
  /** Milliseconds after the call's start. */
  offsetMs: number;
  number: number;
  tier: number;
  retry: number;
  endpoint: string;
  outcome: Outcome;
  cause: Cause | null;
  httpStatus: number | null;
  connectMs: number | null;
  firstTokenMs: number | null;
  totalMs: number;
  usage: Usage | null;
  /** null is unknown, never 0. */
  costPico: bigint | null;
  basis: Basis;
  detail: string;
  /** The dated price that it was charged at; null when there was none, or no usage to charge. */
  price: PriceUsed | null;
  /** What the same usage costs at the list price, where an agreed one was applied; null elsewhere. */
  listCostPico: bigint | null;
};

/** One call with its attempts and the prices they were charged at; null when the team has no such call. */
export async function findCall(db: Db, teamId: string, id: string): Promise<CallDetail | null> {
  if (!isUuidv7(id)) return null;
  const call = await db.call.findUnique({ where: { teamId_id: { teamId, id } } });
  if (!call) return null;
  const ids = attemptIdsOfCalls(uuidv7TimeMs(id), uuidv7TimeMs(id));
  const attempts = await db.attempt.findMany({
    where: { teamId, callId: id, id: { gte: ids.from, lt: ids.to } },
    orderBy: { number: "asc" },
  });
  const [version, key, prices] = await Promise.all([
    db.profileVersion.findUnique({
      where: { teamId_id: { teamId, id: call.profileVersionId } },
      include: { baseline: { include: { provider: true } } },
    }),
    db.apiKey.findUnique({ where: { teamId_id: { teamId, id: call.apiKeyId } }, select: { name: true } }),
    listPrices(db, teamId, attempts.flatMap(({ priceId, listPriceId }) => [priceId ?? [], listPriceId ?? []].flat())),
  ]);
  const baseline = version?.baseline;
  return {
    ...readCall(call),
    profileVersion: version?.version ?? null,
    keyName: key?.name ?? null,
    baseline: baseline ? `${baseline.provider.slug}/${baseline.model}` : null,
    attempts: attempts.map((attempt) => readAttempt(attempt, call.startedAt, prices)),
  };
}

type CallColumns = Omit<CallDetail, "profileVersion" | "keyName" | "baseline" | "attempts">;

/** Text columns hold words that only the ledger writes, and the plan and tags what it was given to record. */
function readCall(call: Call): CallColumns {
  const { id, startedAt, profileSlug, requestedModel, stream, httpStatus, rescued, costPico, unknownAttempts } = call;
  const { servedCostPico, primaryCostPico, baselineCostPico, comparable, firstTokenMs, totalMs, overheadUs } = call;
  return {
    id, startedAt, profileSlug, requestedModel, stream, httpStatus, rescued, costPico, unknownAttempts,
    servedCostPico, primaryCostPico, baselineCostPico, comparable, firstTokenMs, totalMs, overheadUs,
    outcome: call.outcome as Outcome,
    cause: readCause(call.cause),
    servedTier: call.servedTier === 0 ? null : call.servedTier,
    servedEndpoint: call.servedEndpoint === "" ? null : call.servedEndpoint,
    plan: call.plan as PlanEntry[],
    tags: call.tags as Record<string, string>,
  };
}

function readAttempt(attempt: Attempt, callStart: Date, prices: readonly PriceInForce[]): AttemptDetail {
  const { id, number, tier, retry, endpoint, httpStatus, connectMs, firstTokenMs, totalMs, costPico, detail } = attempt;
  const usage = readUsage(attempt);
  const [price, listPrice] = [attempt.priceId, attempt.listPriceId].map((priceId) => prices.find((candidate) => candidate.id === priceId));
  return {
    id, number, tier, retry, endpoint, httpStatus, connectMs, firstTokenMs, totalMs, costPico, detail, usage,
    offsetMs: attempt.startedAt.getTime() - callStart.getTime(),
    outcome: attempt.outcome as Outcome,
    cause: readCause(attempt.cause),
    basis: attempt.basis as Basis,
    price: price && usage ? applyPrice(price, usage) : null,
    listCostPico: listPrice && usage ? applyPrice(listPrice, usage).priced.costPico : null,
  };
}

function readCause(text: string): Cause | null {
  return text === "" ? null : (text as Cause);
}
