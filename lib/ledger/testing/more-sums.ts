import type { Db } from "@/lib/db";
import { parseHistogram } from "@/lib/core/log-bucket";

type Rows = Record<string, unknown>[];

/** Every row of the rollups by day, of latencies and of tags, as text. */
export async function readMore(db: Db): Promise<Record<"callDays" | "attemptDays" | "latencies" | "tags", string[]>> {
  const read = async (sql: string) => toTexts(await db.$queryRawUnsafe(sql));
  return {
    callDays: await read("SELECT * FROM call_rollup_days"),
    attemptDays: await read("SELECT * FROM attempt_rollup_days"),
    latencies: toTexts((await db.$queryRawUnsafe<Rows>(LATENCIES)).map((row) => ({ ...row, first: counts(row.first), total: counts(row.total) }))),
    tags: await read("SELECT * FROM tag_rollups"),
  };
}

/** The same from what they sum up, by other means. Tags are counted by their names, however many there are. */
export async function addUpMore(db: Db): Promise<Awaited<ReturnType<typeof readMore>>> {
  return {
    callDays: await addUpDays(db, "call_rollups"),
    attemptDays: await addUpDays(db, "attempt_rollups"),
    latencies: await addUpLatencies(db),
    tags: toTexts(await db.$queryRawUnsafe<Rows>(`
      SELECT c.team_id, span.unit, to_timestamp(floor(extract(epoch FROM c.started_at) / span.seconds) * span.seconds) AS bucket, tag, value,
        c.profile_version_id, count(*) AS calls, count(*) FILTER (WHERE a.unknown = 0) AS known, sum(a.spent) AS cost_pico
      FROM calls c CROSS JOIN ${SPANS} CROSS JOIN LATERAL jsonb_each_text(c.tags) AS pair (tag, value) CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE cost_pico IS NULL) AS unknown, coalesce(sum(cost_pico), 0) AS spent
        FROM attempts WHERE attempts.team_id = c.team_id AND attempts.call_id = c.id
      ) a GROUP BY 1, 2, 3, 4, 5, 6`)),
  };
}

const LATENCIES = `
  SELECT team_id, unit, bucket, profile_version_id, served_tier, served_endpoint, api_key_id, outcome, calls, first_tokens,
    first_token_ms::text AS first, total_ms::text AS total
  FROM latency_rollups`;
const SPANS = "(VALUES ('quarter', 900), ('day', 86400)) AS span (unit, seconds)";

async function addUpDays(db: Db, table: string): Promise<string[]> {
  const columns = await db.$queryRaw<{ name: string; isKey: boolean }[]>`
    SELECT attname AS name, attnum = ANY (indkey) AS "isKey" FROM pg_attribute JOIN pg_index ON indrelid = attrelid AND indisprimary
    WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
  const selected = columns.map(({ name, isKey }) => (name === "bucket" ? "to_timestamp(floor(extract(epoch FROM bucket) / 86400) * 86400) AS bucket" : isKey ? name : `sum(${name}) AS ${name}`));
  const grouped = columns.flatMap(({ isKey }, index) => (isKey ? [index + 1] : []));
  return toTexts(await db.$queryRawUnsafe<Rows>(`SELECT ${selected.join(", ")} FROM ${table} GROUP BY ${grouped.join(", ")}`));
}

async function addUpLatencies(db: Db): Promise<string[]> {
  const calls = await db.$queryRawUnsafe<(Record<string, string | number | Date> & { first_token_ms: number | null; total_ms: number })[]>(`
    SELECT c.team_id, span.unit, to_timestamp(floor(extract(epoch FROM c.started_at) / span.seconds) * span.seconds) AS bucket,
      c.profile_version_id, c.served_tier, c.served_endpoint, c.api_key_id, c.outcome, c.first_token_ms, c.total_ms
    FROM calls c CROSS JOIN ${SPANS}`);
  const groups = new Map<string, { key: object; calls: number; firsts: number[]; totals: number[] }>();
  for (const { first_token_ms: first, total_ms: total, ...key } of calls) {
    const group = groups.get(JSON.stringify(key)) ?? { key, calls: 0, firsts: [], totals: [] };
    groups.set(JSON.stringify(key), group);
    group.calls += 1;
    group.totals.push(placeOf(total));
    if (first !== null) group.firsts.push(placeOf(first));
  }
  return [...groups.values()]
    .map(({ key, calls, firsts, totals }) => toText({ ...key, calls, first_tokens: firsts.length, first: tally(firsts), total: tally(totals) })).sort();
}

/** By trying one bucket after the other. */
function placeOf(ms: number): number {
  let bucket = 0;
  for (let end = 1; end <= ms; end *= 1.02) bucket += 1;
  return bucket;
}

function tally(places: number[]): string {
  const counted: Record<number, number> = {};
  for (const place of places) counted[place] = (counted[place] ?? 0) + 1;
  return JSON.stringify(counted);
}

function counts(text: unknown): string {
  return JSON.stringify(Object.fromEntries([...parseHistogram(String(text))].map(([bucket, count]) => [bucket, Number(count)])));
}

function toTexts(rows: Rows): string[] {
  return rows.map(toText).sort();
}

/** In the order of its columns' names. */
function toText(row: Record<string, unknown>): string {
  return Object.keys(row).sort().map((name) => `${name}=${row[name] instanceof Date ? row[name].toISOString() : String(row[name])}`).join(" ");
}
