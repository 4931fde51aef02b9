import { ApiError } from "@/lib/core/errors";
import { formatUsdExact } from "@/lib/core/money";
import type { PlanEntry } from "@/lib/core/plan";
import { MAX_TOTAL_MS } from "@/lib/core/profile";
import { isUuidv7, uuidv7Floor, uuidv7TimeMs } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import type { Caller } from "./authenticate";
import { describeEntry } from "./describe-plan";
import { jsonReply, type Exchange, type Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { routePath } from "./paths";

const FLUSH_MS = 2_000;

/** `GET /calls/{id}`: the whole record. Another team's call is as unknown as one that never was. */
export async function getCall(exchange: Exchange, caller: Caller, gateway: Gateway): Promise<Reply> {
  const id = routePath(exchange.path).slice("/calls/".length).toLowerCase();
  const call = isUuidv7(id) ? await findDrained(gateway, caller.teamId, id).catch(refuse) : null;
  if (!call) throw new ApiError("call_not_found", "There is no call with this id.");
  return jsonReply(200, call);
}

function refuse(): never {
  throw new ApiError("database_unavailable", "The ledger cannot be read at the moment. Try again.", { retryAfterS: 5 });
}

/** A call that has just ended may still be on its way from the journal: then what is pending goes in first. */
async function findDrained({ db, ledger }: Gateway, teamId: string, id: string) {
  const found = await findCall(db, teamId, id);
  if (found || ledger.status().pendingCalls === 0) return found;
  await ledger.flush(AbortSignal.timeout(FLUSH_MS)).catch(() => undefined);
  return findCall(db, teamId, id);
}

async function findCall(db: Db, teamId: string, id: string) {
  const call = await db.call.findUnique({ where: { teamId_id: { teamId, id } } });
  if (!call) return null;
  const begunMs = uuidv7TimeMs(id);
  const attempts = await db.attempt.findMany({
    where: { teamId, callId: id, id: { gte: uuidv7Floor(begunMs), lt: uuidv7Floor(begunMs + MAX_TOTAL_MS) } },
    orderBy: { number: "asc" },
  });
  const version = await db.profileVersion.findUnique({ where: { teamId_id: { teamId, id: call.profileVersionId } } });
  return {
    id: call.id,
    object: "call",
    started_at: call.startedAt.toISOString(),
    profile: call.profileSlug,
    // null for a chain that the request named.
    profile_version: version?.version ?? null,
    requested_model: call.requestedModel,
    stream: call.stream,
    outcome: call.outcome,
    cause: call.cause || null,
    status: call.httpStatus,
    served: call.servedEndpoint === "" ? null : { endpoint: call.servedEndpoint, tier: call.servedTier },
    rescued: call.rescued,
    // The known part; unknown when nothing of it is known, or when what the client got is not.
    cost: usd(isCostUnknown(call) ? null : call.costPico),
    unknown_attempts: call.unknownAttempts,
    primary_cost: usd(call.primaryCostPico),
    baseline_cost: usd(call.baselineCostPico),
    first_token_ms: call.firstTokenMs,
    total_ms: call.totalMs,
    overhead_ms: call.overheadUs / 1_000,
    tags: call.tags,
    // What earlier releases wrote lacks some members; they are left out then.
    plan: (call.plan as PlanEntry[]).map(describeEntry),
    attempts: attempts.map(describeAttempt),
  };
}

function isCostUnknown(call: { outcome: string; servedCostPico: bigint | null; unknownAttempts: number; attemptCount: number }): boolean {
  return call.outcome === "served" ? call.servedCostPico === null : call.unknownAttempts === call.attemptCount;
}

function describeAttempt(attempt: Awaited<ReturnType<Db["attempt"]["findMany"]>>[number]) {
  const { input, cachedInput, cacheWrite5m, cacheWrite1h, output, reasoning } = attempt;
  return {
    number: attempt.number,
    endpoint: attempt.endpoint,
    tier: attempt.tier,
    retry: attempt.retry,
    outcome: attempt.outcome,
    cause: attempt.cause || null,
    detail: attempt.detail || null,
    status: attempt.httpStatus,
    started_at: attempt.startedAt.toISOString(),
    connect_ms: attempt.connectMs,
    first_token_ms: attempt.firstTokenMs,
    total_ms: attempt.totalMs,
    usage: input === null ? null : {
      input, cached_input: cachedInput, cache_write_5m: cacheWrite5m, cache_write_1h: cacheWrite1h, output, reasoning,
    },
    price_id: attempt.priceId,
    price_step: attempt.priceStep,
    list_price_id: attempt.listPriceId,
    list_price_step: attempt.listPriceStep,
    cost: usd(attempt.costPico),
    basis: attempt.basis,
  };
}

/** Exact decimal text: a JSON number would lose digits in some readers. */
function usd(pico: bigint | null): string | null {
  return pico === null ? null : formatUsdExact(pico);
}
