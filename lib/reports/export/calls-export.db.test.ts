import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatUsdExact } from "@/lib/core/money";
import { createDb, type Db } from "@/lib/db";
import type { CallRecord } from "@/lib/ledger/record";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import type { CallFilters } from "../call-filters";
import { findNewestCallId } from "../calls";
import type { Scope } from "../scope";
import { idAt } from "../testing/ledger";
import { CALL_COLUMNS, readCalls } from "./calls-export";
import { exportTable } from "./stream-export";

/** Two full pages and a part of one. */
const CALLS = 4_500;
const START_MS = Date.UTC(2026, 9, 5);
const STEP_MS = 60_000;
const range = { from: new Date(START_MS), to: new Date(START_MS + CALLS * STEP_MS) };
const drafts = fc.sample(callRecords(), { numRuns: 200, seed: 5 });
const teamId = drafts[0]?.teamId ?? "";
/** A few calls over and over, a minute apart, of one team. */
const calls = Array.from({ length: CALLS }, (_, index): CallRecord => {
  const draft = drafts[index % drafts.length] as CallRecord;
  const startedAtMs = START_MS + index * STEP_MS;
  const attempts = draft.attempts.map((attempt) => ({ ...attempt, id: idAt(startedAtMs), startedAtMs }));
  return { ...draft, teamId, id: idAt(startedAtMs), startedAtMs, attempts };
});
const scope: Scope = { teamId, range, zone: "UTC", versionIds: null };
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  const write = createCallWriter(db);
  for (let at = 0; at < CALLS; at += 2_000) await write(calls.slice(at, at + 2_000));
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

type Exported = { rows: Record<string, unknown>[]; footer: { rows: number; sha256: string; complete: boolean } };

async function exportAll(filters: CallFilters, newest?: string | null): Promise<{ document: Exported; text: string }> {
  const rows = readCalls(db, scope, filters, newest ?? (await findNewestCallId(db, teamId)));
  const text = await new Response(exportTable({ format: "json", header: {}, columns: CALL_COLUMNS, rows })).text();
  return { document: JSON.parse(text) as Exported, text };
}

const newestFirst = [...calls].reverse();
const costOf = ({ attempts }: CallRecord) => attempts.reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n);
const isUnknown = ({ attempts }: CallRecord) => attempts.some(({ costPico }) => costPico === null);

describe("the export of calls", () => {
  test("has each call once, with its cost to the last pico", async () => {
    const { document, text } = await exportAll({});
    expect(document.footer).toMatchObject({ rows: CALLS, complete: true });
    expect(document.rows.map(({ id }) => id)).toEqual(newestFirst.map(({ id }) => id));
    expect(document.rows.map((row) => [row["known_cost_usd"], row["cost_usd"], row["unknown_attempts"]])).toEqual(
      newestFirst.map((call) => {
        const cost = formatUsdExact(costOf(call));
        return [cost, isUnknown(call) ? null : cost, call.attempts.filter(({ costPico }) => costPico === null).length];
      }),
    );
    const lines = text.split("\n").slice(1, -2).map((line) => `${line.replace(/^,/, "")}\n`);
    expect(createHash("sha256").update(lines.join("")).digest("hex")).toBe(document.footer.sha256);
  });

  test("adds up to what the database has", async () => {
    const { document } = await exportAll({ outcome: "served" });
    const [sums] = await db.$queryRaw<{ calls: bigint; pico: string; input: string }[]>`
      SELECT count(*) AS calls, sum(c.cost_pico)::text AS pico,
        (SELECT sum(a.input)::text FROM attempts a WHERE a.team_id = ${teamId}::uuid AND a.outcome = 'served') AS input
      FROM calls c WHERE c.team_id = ${teamId}::uuid AND c.outcome = 'served'`;
    const picoOf = (usd: unknown) => {
      const [whole = "", fraction = ""] = String(usd).split(".");
      return BigInt(whole + fraction.padEnd(12, "0"));
    };
    expect(document.rows).toHaveLength(Number(sums?.calls));
    expect(document.rows.reduce((sum, row) => sum + picoOf(row["known_cost_usd"]), 0n)).toBe(BigInt(sums?.pico ?? -1));
    expect(document.rows.reduce((sum, row) => sum + BigInt(Number(row["input_tokens"] ?? 0)), 0n)).toBe(BigInt(sums?.input ?? -1));
  });

  test("has no call above the one that it began from, and nothing where there is none", async () => {
    const from = newestFirst[100];
    const { document } = await exportAll({}, from?.id);
    expect(document.rows[0]).toMatchObject({ id: from?.id });
    expect(document.footer.rows).toBe(CALLS - 100);
    const none = await new Response(exportTable({ format: "csv", header: {}, columns: CALL_COLUMNS, rows: readCalls(db, scope, {}, null) })).text();
    expect(none).toContain("# rows: 0\r\n");
  });

  test("reads a page ahead of a slow reader and no more", async () => {
    let queries = 0;
    const counting = new Proxy(db, {
      get: (target, name) => {
        if (name === "$queryRaw") queries += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    const rows = readCalls(counting, scope, {}, await findNewestCallId(db, teamId));
    const reader = exportTable({ format: "csv", header: {}, columns: CALL_COLUMNS, rows }).getReader();
    expect(queries).toBe(0);
    for (let chunks = 0; chunks < 3; chunks++) await reader.read();
    // One page: its calls and their attempts.
    expect(queries).toBe(2);
    await reader.cancel();
    expect(queries).toBe(2);
  });
});
