import type { Basis, Cause, Outcome } from "@/lib/core/outcome";
import type { Usage } from "@/lib/core/usage";
import { uuidv7TimeMs } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { attemptIdsOfCalls } from "./id-bounds";
import { readUsage } from "./call-usage";

/** One attempt of a call, as a row of a table has room for. */
export type AttemptDot = { tier: number; endpoint: string; outcome: Outcome; cause: Cause | null; basis: Basis };

/** A call as lists and exports have it. */
export type CallListRow = {
  id: string;
  startedAt: Date;
  profileSlug: string;
  requestedModel: string;
  outcome: Outcome;
  cause: Cause | null;
  httpStatus: number;
  servedTier: number | null;
  servedEndpoint: string | null;
  rescued: boolean;
  stream: boolean;
  /** Sum of the known amounts. */
  costPico: bigint;
  unknownAttempts: number;
  /** The three are null where not served or not known. */
  servedCostPico: bigint | null;
  primaryCostPico: bigint | null;
  baselineCostPico: bigint | null;
  firstTokenMs: number | null;
  totalMs: number;
  keyId: string;
  keyName: string | null;
  tags: Record<string, string>;
  /** Of the attempt that served; null when its usage is not known. */
  tokens: Usage | null;
  attempts: AttemptDot[];
};

/** Where in a list to begin: newest first below an id, or oldest first above one. */
export type Cursor = { from: "below" | "at and below" | "above"; id: string };

/** Up to `limit` calls that match, newest first; with a cursor "above" the nearest ones above it, oldest first. */
export async function findCallRows(db: Db, teamId: string, where: Prisma.Sql, cursor: Cursor | null, limit: number): Promise<CallListRow[]> {
  const calls = await db.$queryRaw<FoundCall[]>`
    SELECT c.id::text AS id, c.started_at AS "startedAt", c.profile_slug AS "profileSlug",
      c.requested_model AS "requestedModel", c.outcome, c.cause, c.http_status AS "httpStatus",
      c.served_tier AS "servedTier", c.served_endpoint AS "servedEndpoint", c.rescued, c.stream,
      c.cost_pico AS "costPico", c.unknown_attempts AS "unknownAttempts", c.served_cost_pico AS "servedCostPico",
      c.primary_cost_pico AS "primaryCostPico", c.baseline_cost_pico AS "baselineCostPico",
      c.first_token_ms AS "firstTokenMs", c.total_ms AS "totalMs", c.tags,
      c.api_key_id::text AS "keyId", k.name AS "keyName"
    FROM calls c
    LEFT JOIN api_keys k ON k.team_id = c.team_id AND k.id = c.api_key_id
    WHERE ${where} AND ${whereCursor(cursor)}
    ORDER BY c.id ${cursor?.from === "above" ? Prisma.sql`ASC` : Prisma.sql`DESC`}
    LIMIT ${limit}`;
  const attempts = await findAttemptsOf(db, teamId, calls.map(({ id }) => id));
  return calls.map((call) => readRow(call, attempts.get(call.id) ?? []));
}

function whereCursor(cursor: Cursor | null): Prisma.Sql {
  if (cursor === null) return Prisma.sql`TRUE`;
  const operator = { below: "<", "at and below": "<=", above: ">" }[cursor.from];
  return Prisma.sql`c.id ${Prisma.raw(operator)} ${cursor.id}::uuid`;
}

type FoundCall = Omit<CallListRow, "tokens" | "attempts" | "cause"> & { cause: Cause | "" };

type FoundAttempt = Omit<AttemptDot, "cause"> & { cause: Cause | ""; callId: string } & { [Class in keyof Usage]: number | null };

/** Attempts by their call, each in order. @param callIds in the order of their ids, either way: the ends bound the partitions */
async function findAttemptsOf(db: Db, teamId: string, callIds: readonly string[]): Promise<Map<string, FoundAttempt[]>> {
  const times = [callIds[0], callIds.at(-1)].flatMap((id) => (id === undefined ? [] : [uuidv7TimeMs(id)]));
  if (times.length === 0) return new Map();
  const ids = attemptIdsOfCalls(Math.min(...times), Math.max(...times));
  const found = await db.$queryRaw<FoundAttempt[]>`
    SELECT a.call_id::text AS "callId", a.tier, a.endpoint, a.outcome, a.cause, a.basis,
      a.input, a.cached_input AS "cachedInput", a.cache_write_5m AS "cacheWrite5m", a.cache_write_1h AS "cacheWrite1h",
      a.output, a.reasoning
    FROM attempts a
    WHERE a.team_id = ${teamId}::uuid AND a.call_id = ANY(${callIds}::uuid[])
      AND a.id >= ${ids.from}::uuid AND a.id < ${ids.to}::uuid
    ORDER BY a.call_id, a.number`;
  const byCall = new Map<string, FoundAttempt[]>();
  for (const attempt of found) {
    const others = byCall.get(attempt.callId);
    if (others) others.push(attempt);
    else byCall.set(attempt.callId, [attempt]);
  }
  return byCall;
}

function readRow(call: FoundCall, attempts: readonly FoundAttempt[]): CallListRow {
  const served = attempts.find(({ outcome }) => outcome === "served");
  return {
    ...call,
    cause: call.cause === "" ? null : call.cause,
    servedTier: call.servedTier === 0 ? null : call.servedTier,
    servedEndpoint: call.servedEndpoint === "" ? null : call.servedEndpoint,
    tokens: served ? readUsage(served) : null,
    attempts: attempts.map(({ tier, endpoint, outcome, cause, basis }) => ({
      tier, endpoint, outcome, basis, cause: cause === "" ? null : cause,
    })),
  };
}
