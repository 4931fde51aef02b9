import type { Cause, Outcome } from "@/lib/core/outcome";
import type { Pico } from "@/lib/core/money";
import type { PlanEntry } from "@/lib/core/plan";
import type { Usage } from "@/lib/core/usage";
import type { Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import { readUsage } from "./call-usage";
import { attemptIdsOfCalls, callIdsBetween } from "./id-bounds";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";

/** A call as it was recorded, as far as walking it again needs it. */
export type RecordedCallRow = {
  id: string;
  startedAtMs: number;
  version: number | null;
  stream: boolean;
  outcome: Outcome;
  cause: Cause | null;
  rescued: boolean;
  primaryCostPico: Pico | null;
  firstTokenMs: number | null;
  totalMs: number;
  plan: Pick<PlanEntry, "endpoint" | "tier" | "kept" | "drop">[];
  attempts: RecordedAttemptRow[];
};

export type RecordedAttemptRow = {
  endpointId: string;
  tier: number;
  retry: number;
  offsetMs: number;
  outcome: Outcome;
  cause: Cause | null;
  httpStatus: number | null;
  firstTokenMs: number | null;
  totalMs: number;
  usage: Usage | null;
  costPico: Pico | null;
};

/** `done` and `of` are recorded calls, those that were passed over included. */
export type RecordedPage = { calls: RecordedCallRow[]; done: number; of: number; /** One of so many is looked at. */ oneOf: number };

type Question = { teamId: string; versions: readonly { id: string; version: number }[]; range: Range; /** Calls that are looked at, about. */ most: number };

const PAGE = 2_000;
/** Of a call's id, random in every one: which calls are looked at has nothing to do with what they are. */
const HASHES = 65_536;

/** The recorded calls of versions in a range, by id, in pages; of more than `most` an even part. */
export async function* readRecordedCalls(db: Db, { teamId, versions, range, most }: Question): AsyncGenerator<RecordedPage, void> {
  const ids = versions.map(({ id }) => id);
  const numbers = new Map(versions.map(({ id, version }) => [id, version]));
  const of = await countCalls(db, teamId, range, ids);
  const oneOf = Math.max(1, Math.ceil(of / most));
  const bounds = callIdsBetween(range.from, range.to);
  const below = Math.floor(HASHES / oneOf);
  for (let [from, done] = [bounds.from, 0]; ;) {
    const rows = await db.$queryRaw<CallRow[]>`
      SELECT id::text, profile_version_id::text AS "versionId", started_at AS "startedAt", stream, outcome, cause, rescued, plan,
        primary_cost_pico::text AS "primaryCostPico", first_token_ms AS "firstTokenMs", total_ms AS "totalMs"
      FROM calls
      WHERE team_id = ${teamId}::uuid AND profile_version_id = ANY(${ids}::uuid[]) AND id >= ${from}::uuid AND id < ${bounds.to}::uuid
        AND (${oneOf} = 1 OR ('x' || right(id::text, 4))::bit(16)::int < ${below})
      ORDER BY calls.id LIMIT ${PAGE}`;
    const last = rows.at(-1);
    if (!last) return;
    const attempts = await listAttempts(db, teamId, rows);
    done += rows.length * oneOf;
    yield { calls: rows.map((row) => toCall(row, numbers.get(row.versionId) ?? null, attempts.get(row.id) ?? [])), done: Math.min(of, done), of, oneOf };
    if (rows.length < PAGE) return;
    from = following(last.id);
  }
}

async function countCalls(db: Db, teamId: string, range: Range, versionIds: string[]): Promise<number> {
  const [row] = await db.$queryRaw<{ calls: string }[]>`
    SELECT coalesce(sum(r.calls), 0)::text AS calls FROM ${sumsIn("outcome_sums", teamId, listStretches(range, []), versionIds)}`;
  return Number(row?.calls ?? 0);
}

/** The next id there can be. */
function following(id: string): string {
  const next = (BigInt(`0x${id.replaceAll("-", "")}`) + 1n).toString(16).padStart(32, "0");
  return [next.slice(0, 8), next.slice(8, 12), next.slice(12, 16), next.slice(16, 20), next.slice(20)].join("-");
}

type CallRow = {
  id: string; versionId: string; startedAt: Date; stream: boolean; outcome: Outcome; cause: string; rescued: boolean; plan: PlanEntry[];
  primaryCostPico: string | null; firstTokenMs: number | null; totalMs: number;
};

type AttemptRow = Record<keyof Usage, number | null> & {
  callId: string; endpointId: string; tier: number; retry: number; startedAt: Date; outcome: Outcome; cause: string; httpStatus: number | null;
  firstTokenMs: number | null; totalMs: number; costPico: string | null;
};

async function listAttempts(db: Db, teamId: string, calls: readonly CallRow[]): Promise<Map<string, AttemptRow[]>> {
  const times = calls.map(({ startedAt }) => startedAt.getTime());
  const bounds = attemptIdsOfCalls(Math.min(...times), Math.max(...times));
  const rows = await db.$queryRaw<AttemptRow[]>`
    SELECT call_id::text AS "callId", endpoint_id::text AS "endpointId", tier, retry, started_at AS "startedAt", outcome, cause, http_status AS "httpStatus",
      first_token_ms AS "firstTokenMs", total_ms AS "totalMs", cost_pico::text AS "costPico",
      input, cached_input AS "cachedInput", cache_write_5m AS "cacheWrite5m", cache_write_1h AS "cacheWrite1h", output, reasoning
    FROM attempts
    WHERE team_id = ${teamId}::uuid AND call_id = ANY(${calls.map(({ id }) => id)}::uuid[]) AND id >= ${bounds.from}::uuid AND id < ${bounds.to}::uuid
    ORDER BY number`;
  const byCall = new Map<string, AttemptRow[]>();
  for (const row of rows) byCall.set(row.callId, [...(byCall.get(row.callId) ?? []), row]);
  return byCall;
}

function toCall({ id, startedAt, stream, outcome, cause, rescued, plan, primaryCostPico, firstTokenMs, totalMs }: CallRow, version: number | null, attempts: readonly AttemptRow[]): RecordedCallRow {
  return {
    id, startedAtMs: startedAt.getTime(), version, stream, outcome, cause: cause === "" ? null : (cause as Cause), rescued,
    primaryCostPico: primaryCostPico === null ? null : BigInt(primaryCostPico), firstTokenMs, totalMs,
    plan: plan.map(({ endpoint, tier, kept, drop }) => ({ endpoint, tier, kept, drop })),
    attempts: attempts.map((row) => ({
      endpointId: row.endpointId, tier: row.tier, retry: row.retry, offsetMs: row.startedAt.getTime() - startedAt.getTime(),
      outcome: row.outcome, cause: row.cause === "" ? null : (row.cause as Cause), httpStatus: row.httpStatus, firstTokenMs: row.firstTokenMs,
      totalMs: row.totalMs, usage: readUsage(row), costPico: row.costPico === null ? null : BigInt(row.costPico),
    })),
  };
}

/** Attempts and served ones of a team by endpoint and UTC hour, whose profile ever. */
export async function listEndpointHours(db: Db, teamId: string, range: Range): Promise<Map<string, Map<number, { attempts: number; served: number }>>> {
  const hours = listStretches(range, []).map((stretch) => ({ ...stretch, unit: stretch.unit === "quarter" ? ("quarter" as const) : ("hour" as const) }));
  const rows = await db.$queryRaw<{ endpointId: string; at: Date; attempts: string; served: string }[]>`
    SELECT r.endpoint_id::text AS "endpointId", date_trunc('hour', r.bucket, 'UTC') AS at, sum(r.attempts)::text AS attempts, sum(r.served)::text AS served
    FROM ${sumsIn("endpoint_sums", teamId, hours, null)} GROUP BY 1, 2`;
  const found = new Map<string, Map<number, { attempts: number; served: number }>>();
  for (const { endpointId, at, attempts, served } of rows) {
    const own = found.get(endpointId) ?? new Map<number, { attempts: number; served: number }>();
    own.set(at.getTime(), { attempts: Number(attempts), served: Number(served) });
    found.set(endpointId, own);
  }
  return found;
}
