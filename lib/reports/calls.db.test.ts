import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NIL_ID } from "@/lib/core/profile";
import { createDb, type Db } from "@/lib/db";
import type { CallRecord } from "@/lib/ledger/record";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { type CallFilters, parseCallFilters } from "./call-filters";
import { findNeighbours, hasCalls, listCalls } from "./calls";
import { callIdsBetween } from "./id-bounds";
import type { Scope } from "./scope";
import { idAt } from "./testing/ledger";

const calls = fc.sample(callRecords(), { numRuns: 700, seed: 11 });
const ours = calls[0]?.teamId ?? "";
const range = { from: new Date(Date.UTC(2026, 9, 5)), to: new Date(Date.UTC(2026, 9, 28)) };
const inRange = calls
  .filter((call) => call.teamId === ours && call.startedAtMs >= range.from.getTime() && call.startedAtMs < range.to.getTime())
  .sort((a, b) => (a.id < b.id ? 1 : -1));
const scope: Scope = { teamId: ours, range, zone: "UTC", versionIds: null };
const tagged = inRange.flatMap(({ tags }) => Object.entries(tags)).find(([tag, value]) => tag !== "" && value !== "");
const costOf = (call: CallRecord) => call.attempts.reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n);
const isComparable = (call: CallRecord) => call.baselineCostPico !== null && call.attempts.every(({ costPico }) => costPico !== null);
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  await createCallWriter(db)(calls);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

/** All pages, one after the other. */
async function listAll(filters: CallFilters, of = scope) {
  const rows = [];
  let before: string | undefined;
  for (let pages = 0; pages < 20; pages++) {
    const page = await listCalls(db, of, filters, { before });
    rows.push(...page.rows);
    if (page.older === null) return { rows, count: page.count };
    before = page.older;
  }
  throw new Error("the pages do not end");
}

const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

describe("the list of calls", () => {
  test("has every call of the team and the range once, newest first, over its pages", async () => {
    expect(inRange.length).toBeGreaterThan(100);
    const { rows, count } = await listAll({});
    expect(ids(rows)).toEqual(ids(inRange));
    expect(count).toBe(inRange.length);
  });

  const cases: [string, CallFilters, (call: CallRecord) => boolean][] = [
    ["outcome", { outcome: "failed" }, (call) => call.outcome === "failed"],
    ["tier that served", { tier: 2 }, (call) => call.servedTier === 2],
    ["API key", { key: calls[0]?.apiKeyId }, (call) => call.apiKeyId === calls[0]?.apiKeyId],
    ["rescue", { rescued: "1" }, (call) => call.rescued],
    ["outcome and tier and key", { outcome: "served", tier: 1, key: calls[0]?.apiKeyId }, (call) => call.servedTier === 1 && call.apiKeyId === calls[0]?.apiKeyId],
    [
      "rescue and unknown cost",
      { rescued: "1", unknown: "1" },
      (call) => call.rescued && call.attempts.some(({ costPico }) => costPico === null),
    ],
    ["unknown cost", { unknown: "1" }, (call) => call.attempts.some(({ costPico }) => costPico === null)],
    ["cause of any attempt", { cause: "rate_limited" }, (call) => call.attempts.some(({ cause }) => cause === "rate_limited")],
    [
      "cause and endpoint of one attempt",
      { cause: "rate_limited", endpoint: "groq/meta-llama/llama-3.3-70b-instruct" },
      (call) => call.attempts.some(({ cause, provider }) => cause === "rate_limited" && provider === "groq"),
    ],
    ["provider of an attempt", { provider: "groq" }, (call) => call.attempts.some(({ provider }) => provider === "groq")],
    [
      "model of an attempt",
      { model: "meta-llama/llama-3.3-70b-instruct" },
      (call) => call.attempts.length > 0,
    ],
    ["estimated usage", { estimated: "1" }, (call) => call.attempts.some(({ basis }) => basis === "estimated")],
    [
      "estimated usage and cause of one attempt",
      { estimated: "1", cause: "timeout_stall" },
      (call) => call.attempts.some(({ basis, cause }) => basis === "estimated" && cause === "timeout_stall"),
    ],
    ["no service", { unserved: "1" }, (call) => call.outcome !== "served"],
    ["no comparison with a baseline", { uncompared: "1" }, (call) => call.outcome === "served" && !isComparable(call)],
    ["no comparison and rescue", { uncompared: "1", rescued: "1" }, (call) => call.rescued && !isComparable(call)],
    ["the endpoint that served", { servedBy: "groq/meta-llama/llama-3.3-70b-instruct" }, (call) => call.servedEndpoint === "groq/meta-llama/llama-3.3-70b-instruct"],
    ["a failed attempt", { failing: "1" }, (call) => call.attempts.some(({ outcome }) => outcome === "failed")],
    [
      "a failed attempt of unknown cost at a provider",
      { failing: "1", unknown: "1", provider: "groq" },
      (call) => call.attempts.some(({ outcome, costPico, provider }) => outcome === "failed" && costPico === null && provider === "groq"),
    ],
    ["a tag", { tag: tagged?.[0] }, (call) => tagged !== undefined && tagged[0] in call.tags],
    ["a tag and its value", { tag: tagged?.[0], value: tagged?.[1] }, (call) => tagged !== undefined && call.tags[tagged[0]] === tagged[1]],
    ["cost from", { costFrom: "100.5" }, (call) => costOf(call) >= 100_500_000_000_000n],
    ["cost up to, included", { costTo: "0" }, (call) => costOf(call) === 0n],
    ["nothing that there is", { endpoint: "'; DROP TABLE calls; --" }, () => false],
  ];
  test.each(cases)("is narrowed by %s", async (_what, filters, matches) => {
    const { rows, count } = await listAll(filters);
    expect(ids(rows)).toEqual(ids(inRange.filter(matches)));
    expect(count).toBe(rows.length);
  });

  test("goes back to newer pages the way it came, and to the first one when that has grown", async () => {
    const first = await listCalls(db, scope, {});
    const second = await listCalls(db, scope, {}, { before: first.older ?? "" });
    const third = await listCalls(db, scope, {}, { before: second.older ?? "" });
    expect(first.newer).toBeNull();
    expect(await listCalls(db, scope, {}, { after: third.newer ?? "" })).toEqual(second);
    expect(await listCalls(db, scope, {}, { after: second.newer ?? "" })).toEqual(first);
    expect(await listCalls(db, scope, {}, { after: inRange[3]?.id })).toEqual(first);
  });

  test("knows the calls on either side of one, within the filters", async () => {
    const failed = inRange.filter(({ outcome }) => outcome === "failed");
    expect(await findNeighbours(db, scope, { outcome: "failed" }, failed[1]?.id ?? "")).toEqual({ newer: failed[0]?.id, older: failed[2]?.id });
    expect(await findNeighbours(db, scope, {}, inRange[0]?.id ?? "")).toEqual({ newer: null, older: inRange[1]?.id });
  });

  test("is narrowed to the versions of a profile", async () => {
    const { rows } = await listAll({}, { ...scope, versionIds: [NIL_ID] });
    expect(ids(rows)).toEqual(ids(inRange.filter(({ profileVersionId }) => profileVersionId === NIL_ID)));
    expect((await listAll({}, { ...scope, versionIds: [] })).rows).toEqual([]);
  });

  test("shows each call with its attempts in order, what served it and what is not known", async () => {
    const { rows } = await listAll({});
    for (const [index, call] of inRange.entries()) {
      const { attempts, outcome, servedTier, servedEndpoint } = call;
      const usage = attempts.find((attempt) => attempt.outcome === "served")?.usage;
      expect(rows[index]).toMatchObject({
        outcome, servedTier, servedEndpoint, cause: call.cause,
        costPico: attempts.reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n),
        unknownAttempts: attempts.filter(({ costPico }) => costPico === null).length,
        attempts: attempts.map(({ tier, endpoint, outcome, cause }) => ({ tier, endpoint, outcome, cause })),
        tokens: usage ? { input: usage.input, output: usage.output } : null,
      });
    }
  });

  test("knows whether a team ever called", async () => {
    expect([await hasCalls(db, ours), await hasCalls(db, NIL_ID)]).toEqual([true, false]);
  });

  test("counts no calls that are gone with their month, though the rollups have them", async () => {
    const [any] = calls;
    if (!any) throw new Error("no sample");
    const startedAtMs = Date.UTC(2026, 2, 10, 5);
    await createCallWriter(db)([{ ...any, id: idAt(startedAtMs), startedAtMs, attempts: [] }]);
    const march = { ...scope, range: { from: new Date(Date.UTC(2026, 2, 1)), to: new Date(Date.UTC(2026, 3, 1)) } };
    const sinceMarch = { ...scope, range: { from: march.range.from, to: range.to } };
    const before = (await listCalls(db, sinceMarch, {})).count;
    expect(await listCalls(db, march, {})).toMatchObject({ rows: [{}], count: 1 });
    await db.$executeRaw`DROP TABLE calls_2026_03`;
    expect(await listCalls(db, march, {})).toMatchObject({ rows: [], count: 0, older: null });
    expect((await listAll({}, sinceMarch)).rows).toHaveLength(before - 1);
    expect((await listCalls(db, sinceMarch, {})).count).toBe(before - 1);
  });

  test("opens only the partitions of its range", async () => {
    const bounds = callIdsBetween(range.from, range.to);
    const plan = await db.$queryRawUnsafe<Record<string, string>[]>(
      `EXPLAIN SELECT 1 FROM calls c WHERE c.team_id = '${ours}' AND c.id >= '${bounds.from}' AND c.id < '${bounds.to}'`,
    );
    const text = plan.map((row) => Object.values(row)[0]).join("\n");
    expect(text).toContain("calls_2026_10");
    expect(text).not.toMatch(/calls_2026_(09|11)/);
  });
});

describe("the filters of an address", () => {
  test("that cannot be read are as if they were not there", () => {
    const nonsense = { outcome: "won", tier: "-1", cause: "bad luck", key: "x", rescued: "yes", unknown: "", endpoint: "", provider: "\0", costFrom: "-1", costTo: "1e3" };
    expect(Object.values(parseCallFilters(nonsense)).filter((value) => value !== undefined)).toEqual([]);
  });

  test("are read one by one", () => {
    expect(parseCallFilters({ outcome: ["failed", "served"], tier: "2", cause: "stream_cut" })).toEqual({ outcome: "failed", tier: 2, cause: "stream_cut" });
  });
});
