import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NIL_ID } from "@/lib/core/profile";
import { createDb, type Db } from "@/lib/db";
import type { CallRecord } from "@/lib/ledger/record";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { countFacets, listFacetRows, listTagValues } from "./call-facets";
import type { CallFilters } from "./call-filters";
import { getCallHistogram } from "./call-histogram";
import { searchCalls } from "./call-search";
import { listCalls } from "./calls";
import { findMostExcluding } from "./calls-excluded";
import type { Scope } from "./scope";

const calls = fc.sample(callRecords(), { numRuns: 700, seed: 23 });
const ours = calls[0]?.teamId ?? "";
const range = { from: new Date(Date.UTC(2026, 9, 5, 3, 15)), to: new Date(Date.UTC(2026, 9, 28, 18, 45)) };
const within = ({ from, to }: Scope["range"]) =>
  calls.filter((call) => call.teamId === ours && call.startedAtMs >= from.getTime() && call.startedAtMs < to.getTime());
const inRange = within(range);
const scope: Scope = { teamId: ours, range, zone: "Asia/Kathmandu", versionIds: null };
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

const isUnknown = (call: CallRecord) => call.attempts.some(({ costPico }) => costPico === null);

describe("the counts of facets", () => {
  const key = calls[0]?.apiKeyId ?? "";
  const cases: [string, CallFilters][] = [
    ["nothing", {}],
    ["an outcome", { outcome: "failed" }],
    ["a key and a tier", { key, tier: 2 }],
    ["rescue", { rescued: "1" }],
    ["unknown cost", { unknown: "1", outcome: "served" }],
  ];
  test.each(cases)("are what the list would have beside %s", async (_what, filters) => {
    const counts = countFacets(await listFacetRows(db, scope), filters, null);
    for (const outcome of ["served", "failed", "aborted"] as const) {
      expect([outcome, counts?.outcome.get(outcome) ?? 0]).toEqual([outcome, (await listCalls(db, scope, { ...filters, outcome })).count]);
    }
    for (const tier of [1, 2, 3]) {
      expect(counts?.tier.get(String(tier)) ?? 0).toBe((await listCalls(db, scope, { ...filters, tier })).count);
    }
    expect(counts?.key.get(key) ?? 0).toBe((await listCalls(db, scope, { ...filters, key })).count);
    if (counts?.unknown != null) expect(counts.unknown).toBe((await listCalls(db, scope, { ...filters, unknown: "1" })).count);
    if (counts?.rescued != null) expect(counts.rescued).toBe((await listCalls(db, scope, { ...filters, rescued: "1" })).count);
  });

  test("are not given where single attempts decide", async () => {
    const rows = await listFacetRows(db, scope);
    expect([{ cause: "auth" }, { tag: "x" }, { costFrom: "1" }, { rescued: "1", unknown: "1" }, { servedBy: "x/m" }, { unserved: "1" }].map((filters) => countFacets(rows, filters as CallFilters, null))).toEqual(Array(6).fill(null));
  });

  test("of a profile leave the other profiles countable", async () => {
    const counts = countFacets(await listFacetRows(db, scope), {}, NIL_ID);
    expect(counts?.unknown).toBe(inRange.filter(isUnknown).length);
    expect(counts?.profile.get(NIL_ID)).toBe(inRange.length);
  });

  test("of tags are those of the range", async () => {
    const expected = new Map<string, number>();
    for (const { tags } of inRange) {
      for (const [tag, value] of Object.entries(tags)) expected.set(`${tag}\n${value}`, (expected.get(`${tag}\n${value}`) ?? 0) + 1);
    }
    const listed = await listTagValues(db, scope, 10_000);
    for (const { tag, value, calls: count } of listed.filter(({ value }) => value !== "(other)" && value !== "")) {
      expect([tag, value, count]).toEqual([tag, value, expected.get(`${tag}\n${value}`)]);
    }
    expect(listed.length).toBeGreaterThan(50);
  });
});

describe("the histogram", () => {
  const longer: [string, Scope["range"], string][] = [
    ["days", range, "day"],
    ["hours", { from: range.from, to: new Date(range.from.getTime() + 24 * 3_600_000) }, "hour"],
    ["quarter-hours", { from: range.from, to: new Date(range.from.getTime() + 6 * 3_600_000) }, "quarter"],
  ];
  test.each(longer)("by %s has every call in the slot of its start, by outcome", async (_what, span, unit) => {
    const histogram = await getCallHistogram(db, { ...scope, range: span });
    expect(histogram.unit).toBe(unit);
    expect([histogram.slots[0]?.start, histogram.slots.at(-1)?.end]).toEqual([span.from, span.to]);
    for (const { start, end, ...counts } of histogram.slots) {
      const there = within({ from: start, to: end });
      const of = (outcome: string) => there.filter((call) => call.outcome === outcome).length;
      expect(counts).toEqual({ served: of("served"), failed: of("failed"), aborted: of("aborted") });
    }
  });
});

describe("where nothing matches", () => {
  test("the filter is named without which most calls would", async () => {
    const filters: CallFilters = { outcome: "served", cause: "auth", endpoint: "nobody/m" };
    const most = await findMostExcluding(db, scope, filters);
    const without = inRange.filter(({ outcome, attempts }) => outcome === "served" && attempts.some(({ cause }) => cause === "auth")).length;
    expect(most).toEqual({ drop: "endpoint", count: without });
  });

  test("it may be the profile, or no single one", async () => {
    expect(await findMostExcluding(db, { ...scope, versionIds: [] }, {})).toEqual({ drop: "profile", count: inRange.length });
    expect(await findMostExcluding(db, { ...scope, versionIds: [] }, { endpoint: "nobody/m" })).toBeNull();
  });
});

describe("a search", () => {
  const endpoints = ["groq/llama", "together/llama", "openai/gpt-4o"];
  test("finds a call of the team by its id, and no other team's", async () => {
    const other = calls.find(({ teamId }) => teamId !== ours);
    expect(await searchCalls(db, ours, ` ${inRange[0]?.id.toUpperCase() ?? ""} `, endpoints)).toEqual({ callId: inRange[0]?.id });
    expect(await searchCalls(db, ours, other?.id ?? "", endpoints)).toEqual({ endpoints: [] });
  });

  test("finds endpoints by a part of their names, one alone by all of it", async () => {
    expect(await searchCalls(db, ours, "LLAMA", endpoints)).toEqual({ endpoints: ["groq/llama", "together/llama"] });
    expect(await searchCalls(db, ours, "groq/llama", endpoints)).toEqual({ endpoints: ["groq/llama"] });
    expect(await searchCalls(db, ours, "nothing", endpoints)).toEqual({ endpoints: [] });
  });
});
