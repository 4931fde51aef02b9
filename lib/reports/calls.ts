import type { Cause, Outcome } from "@/lib/core/outcome";
import { uuidv7TimeMs } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { CallFilters } from "./call-filters";
import { countCalls } from "./count-calls";
import { attemptIdsOfCalls, callIdsBetween } from "./id-bounds";
import type { Scope } from "./scope";

const PAGE_SIZE = 50;

/** Where the calls themselves must be counted, since no rollup can tell: further would read the whole range for a number that nobody compares. */
const COUNT_LIMIT = 10_000;

/** One attempt of a call, as a row of a table has room for. */
export type AttemptDot = { tier: number; endpoint: string; outcome: Outcome; cause: Cause | null };

export type CallListRow = {
  id: string;
  startedAt: Date;
  profileSlug: string;
  requestedModel: string;
  outcome: Outcome;
  cause: Cause | null;
  servedTier: number | null;
  servedEndpoint: string | null;
  rescued: boolean;
  stream: boolean;
  /** Sum of the known amounts. */
  costPico: bigint;
  unknownAttempts: number;
  firstTokenMs: number | null;
  totalMs: number;
  keyName: string | null;
  /** Of the attempt that served; null when its usage is not known. */
  tokens: { input: number; output: number } | null;
  attempts: AttemptDot[];
};

export type CallPage = {
  rows: CallListRow[];
  /** Matching calls; no more than COUNT_LIMIT where the count is not exact. */
  count: number;
  isCountExact: boolean;
  /** `before` of the next page; null on the last one. */
  next: string | null;
};

/** One page of a scope's calls, newest first. */
export async function listCalls(db: Db, scope: Scope, filters: CallFilters): Promise<CallPage> {
  const counted = await countCalls(db, scope, filters);
  if (counted?.count === 0) return { rows: [], count: 0, isCountExact: true, next: null };
  const where = whereCalls(counted ? { ...scope, range: counted.range } : scope, filters);
  const [found, scanned] = await Promise.all([findPage(db, where, filters.before), counted ? counted.count : scanCount(db, where)]);
  const rows = found.slice(0, PAGE_SIZE);
  const attempts = await listAttemptsOf(db, scope.teamId, rows.map((row) => row.id));
  const isCountExact = counted !== null || scanned <= COUNT_LIMIT;
  return {
    rows: rows.map((row) => readRow(row, attempts.filter((attempt) => attempt.callId === row.id))),
    count: isCountExact ? scanned : COUNT_LIMIT,
    isCountExact,
    next: found.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null,
  };
}

/** One more than a page has, so that it is known whether there is another. */
function findPage(db: Db, where: Prisma.Sql, before: string | undefined): Promise<FoundCall[]> {
  return db.$queryRaw<FoundCall[]>`
    SELECT c.id::text AS id, c.started_at AS "startedAt", c.profile_slug AS "profileSlug",
      c.requested_model AS "requestedModel", c.outcome, c.cause, c.served_tier AS "servedTier",
      c.served_endpoint AS "servedEndpoint", c.rescued, c.stream, c.cost_pico AS "costPico",
      c.unknown_attempts AS "unknownAttempts", c.first_token_ms AS "firstTokenMs", c.total_ms AS "totalMs",
      k.name AS "keyName"
    FROM calls c
    LEFT JOIN api_keys k ON k.team_id = c.team_id AND k.id = c.api_key_id
    WHERE ${where} AND ${before === undefined ? Prisma.sql`TRUE` : Prisma.sql`c.id < ${before}::uuid`}
    ORDER BY c.id DESC
    LIMIT ${PAGE_SIZE + 1}`;
}

async function scanCount(db: Db, where: Prisma.Sql): Promise<number> {
  const [counted] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM (SELECT 1 FROM calls c WHERE ${where} LIMIT ${COUNT_LIMIT + 1}) matching`;
  return Number(counted?.count ?? 0n);
}

type FoundCall = Omit<CallListRow, "tokens" | "attempts" | "cause"> & { cause: Cause | "" };

type FoundAttempt = {
  callId: string;
  tier: number;
  endpoint: string;
  outcome: Outcome;
  cause: Cause | "";
  input: number | null;
  output: number | null;
};

/** Bounds on the id rather than on a time: the partitions are cut by id. */
function whereCalls({ teamId, range, versionIds }: Scope, filters: CallFilters): Prisma.Sql {
  const { outcome, tier, key, rescued, unknown } = filters;
  const ids = callIdsBetween(range.from, range.to);
  const conditions = [
    Prisma.sql`c.team_id = ${teamId}::uuid`,
    Prisma.sql`c.id >= ${ids.from}::uuid AND c.id < ${ids.to}::uuid`,
  ];
  if (versionIds !== null) conditions.push(Prisma.sql`c.profile_version_id = ANY(${versionIds}::uuid[])`);
  if (outcome !== undefined) conditions.push(Prisma.sql`c.outcome = ${outcome}`);
  if (tier !== undefined) conditions.push(Prisma.sql`c.served_tier = ${tier}`);
  if (key !== undefined) conditions.push(Prisma.sql`c.api_key_id = ${key}::uuid`);
  if (rescued !== undefined) conditions.push(Prisma.sql`c.rescued`);
  if (unknown !== undefined) conditions.push(Prisma.sql`c.unknown_attempts > 0`);
  if (filters.endpoint !== undefined || filters.cause !== undefined) conditions.push(hasAttempt(range, filters));
  return Prisma.join(conditions, " AND ");
}

function hasAttempt({ from, to }: Scope["range"], { endpoint, cause }: CallFilters): Prisma.Sql {
  const ids = attemptIdsOfCalls(from.getTime(), to.getTime());
  return Prisma.sql`EXISTS (
    SELECT 1 FROM attempts a
    WHERE a.team_id = c.team_id AND a.call_id = c.id
      AND a.id >= ${ids.from}::uuid AND a.id < ${ids.to}::uuid
      AND ${endpoint === undefined ? Prisma.sql`TRUE` : Prisma.sql`a.endpoint = ${endpoint}`}
      AND ${cause === undefined ? Prisma.sql`TRUE` : Prisma.sql`a.cause = ${cause}`})`;
}

/** @param callIds newest first, as a page has them: the last and the first bound the partitions */
async function listAttemptsOf(db: Db, teamId: string, callIds: readonly string[]): Promise<FoundAttempt[]> {
  const [newest, oldest] = [callIds[0], callIds.at(-1)];
  if (newest === undefined || oldest === undefined) return [];
  const ids = attemptIdsOfCalls(uuidv7TimeMs(oldest), uuidv7TimeMs(newest));
  return db.$queryRaw<FoundAttempt[]>`
    SELECT a.call_id::text AS "callId", a.tier, a.endpoint, a.outcome, a.cause, a.input, a.output
    FROM attempts a
    WHERE a.team_id = ${teamId}::uuid AND a.call_id = ANY(${callIds}::uuid[])
      AND a.id >= ${ids.from}::uuid AND a.id < ${ids.to}::uuid
    ORDER BY a.call_id, a.number`;
}

function readRow(call: FoundCall, attempts: readonly FoundAttempt[]): CallListRow {
  const served = attempts.find((attempt) => attempt.outcome === "served");
  const [input, output] = [served?.input ?? null, served?.output ?? null];
  return {
    ...call,
    cause: call.cause === "" ? null : call.cause,
    servedTier: call.servedTier === 0 ? null : call.servedTier,
    servedEndpoint: call.servedEndpoint === "" ? null : call.servedEndpoint,
    tokens: input === null || output === null ? null : { input, output },
    attempts: attempts.map(({ tier, endpoint, outcome, cause }) => ({
      tier, endpoint, outcome, cause: cause === "" ? null : cause,
    })),
  };
}

/** Whether the team ever made a call. */
export async function hasCalls(db: Db, teamId: string): Promise<boolean> {
  return (await db.call.findFirst({ where: { teamId }, select: { id: true } })) !== null;
}
