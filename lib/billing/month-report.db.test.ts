import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseUsdExact } from "@/lib/core/money";
import { createDb, type Db } from "@/lib/db";
import { newId } from "@/lib/ledger/new-id";
import { listBudgetStates } from "@/lib/reports/budget-states";
import { compareForms } from "@/scripts/recorded-month/compare-forms";
import { compareMonth } from "@/scripts/recorded-month/compare-month";
import { type RecomputedMonth, recomputeMonth } from "@/scripts/recorded-month/recompute";
import { renderForms } from "@/scripts/recorded-month/render-forms";
import { AFTER_RECORDED_MONTH, RECORDED_MONTH, type RecordedMonth, writeRecordedMonth } from "@/scripts/recorded-month/write-recorded-month";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { getMonthReport } from "./get-month-report";
import type { MonthReport } from "./month-report";

/** Ledgers that the property makes. */
const RUNS = Number(process.env["ROUTELEDGER_TEST_RUNS"] ?? 2);
let database: TestDatabase;
let db: Db;
let recorded: RecordedMonth;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  recorded = await writeRecordedMonth(db, { slug: "recorded", calls: 2_000, zone: "Europe/Berlin" });
}, 60_000);
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const picoOf = (lines: readonly { spendUsd: string }[]) => lines.reduce((all, { spendUsd }) => all + parseUsdExact(spendUsd), 0n);
const countOf = <Line>(lines: readonly Line[], count: (line: Line) => number) => lines.reduce((all, line) => all + count(line), 0);

function expectLists(report: MonthReport): void {
  const { byDay, byProfile, byTier, byProvider, byModel, byKey, byMember, lines, waste, total } = report;
  for (const list of [byDay, byProfile, byTier, byProvider, byModel, byKey, byMember]) {
    expect(picoOf(list)).toBe(parseUsdExact(total.spendUsd));
    expect([countOf(list, ({ calls }) => calls), countOf(list, ({ attempts }) => attempts), countOf(list, ({ unknownAttempts }) => unknownAttempts), countOf(list, ({ tokens }) => tokens)])
      .toEqual([total.calls, total.attempts, total.unknownAttempts, total.tokens]);
  }
  expect([picoOf(lines), countOf(lines, ({ attempts }) => attempts)]).toEqual([parseUsdExact(total.spendUsd), total.attempts]);
  expect(waste.reduce((all, { wasteUsd }) => all + parseUsdExact(wasteUsd), 0n)).toBe(parseUsdExact(total.wasteUsd));
  for (const { change } of byProfile) {
    if (change) expect([change.before, change.mix, change.tokenMix, change.price].reduce((all, part) => all + parseUsdExact(part), 0n)).toBe(parseUsdExact(change.after));
  }
}

async function expectRows(report: MonthReport): Promise<RecomputedMonth> {
  const rows = await recomputeMonth(db, report.team.id, { from: new Date(report.from), to: new Date(report.to), zone: report.zone });
  expect(compareMonth(report, rows)).toEqual([]);
  return rows;
}

test.each(["Europe/Berlin", "UTC", "Asia/Kathmandu", "America/New_York"])("the recorded month in %s is what its rows add up to, in every direction and to the pico, and of the UTC one so is each form", async (zone) => {
  await db.team.update({ where: { id: recorded.teamId }, data: { timeZone: zone } });
  const report = await getMonthReport(db, { teamId: recorded.teamId, month: RECORDED_MONTH, now: AFTER_RECORDED_MONTH });
  expectLists(report);
  const rows = await expectRows(report);
  expect(report.byDay).toHaveLength(31);
  // In the other zones `npm run prove:month` does so: a PDF takes a while.
  if (zone !== "UTC") return;
  const forms = await renderForms(db, { teamId: recorded.teamId, month: RECORDED_MONTH, now: AFTER_RECORDED_MONTH });
  expect(await compareForms(forms, rows, true)).toEqual([]);
});

test("the recorded month has what is hard, and its document tells of it", async () => {
  await db.team.update({ where: { id: recorded.teamId }, data: { timeZone: "Europe/Berlin" } });
  const report = await getMonthReport(db, { teamId: recorded.teamId, month: RECORDED_MONTH, now: AFTER_RECORDED_MONTH });
  const { total, certainty, byProfile, timeline, dearest, forecast } = report;
  expect([report.from, report.to]).toEqual(["2026-09-30T22:00:00.000Z", "2026-10-31T23:00:00.000Z"]);
  expect(total.calls).toBe(2_000);
  for (const count of [total.failed, total.aborted, total.rescued, total.unknownAttempts, total.savings.notComparable]) expect(count).toBeGreaterThan(10);
  for (const part of [certainty.reportedUsd, certainty.estimatedUsd, total.wasteUsd]) expect(parseUsdExact(part)).toBeGreaterThan(0n);
  expect(parseUsdExact(certainty.highUsd ?? "0")).toBeGreaterThan(parseUsdExact(certainty.lowUsd));
  const chat = byProfile.find(({ id }) => id === "chat");
  expect(chat).toMatchObject({ name: "Chat", baseline: "steady/anthropic/claude-sonnet" });
  expect([chat?.change?.mix, chat?.change?.tokenMix, chat?.change?.price].every((part) => part !== undefined && part !== "0")).toBe(true);
  expect(new Set(timeline.map(({ kind, subject }) => `${kind} ${subject}`))).toEqual(new Set([
    "price swift/meta-llama/llama-3.3-70b-instruct", "price young/qwen/qwen-3-32b", "profile chat",
  ]));
  const rows = await db.call.findMany({ where: { teamId: recorded.teamId, startedAt: { gte: new Date(report.from), lt: new Date(report.to) } } });
  const costs = rows.map(({ costPico }) => costPico).sort((a, b) => Number(b - a)).slice(0, 10);
  expect(dearest.map(({ spendUsd }) => parseUsdExact(spendUsd))).toEqual(costs);
  expect(forecast).toBeNull();
});

test("a running month has a forecast, and one that has not begun is refused", async () => {
  const now = new Date("2026-10-29T10:00:00Z");
  const { forecast, total, readTo } = await getMonthReport(db, { teamId: recorded.teamId, month: RECORDED_MONTH, now });
  expect(readTo).toBe(now.toISOString());
  expect(forecast?.days).toBe(28);
  expect(Number(forecast?.lowUsd)).toBeLessThanOrEqual(Number(forecast?.spendUsd));
  expect(Number(forecast?.highUsd)).toBeGreaterThan(Number(total.spendUsd));
  // And its budget tells the same; the least is another, since the recorded month has calls that are later than now.
  await db.budget.create({ data: { id: newId(), teamId: recorded.teamId, name: "all", scope: "team", subject: "", amountPico: 1, period: "month", action: "tell" } });
  const [budget] = await listBudgetStates(db, recorded.teamId, now);
  expect([budget?.forecast?.expectedPico, budget?.forecast?.highPico]).toEqual([forecast?.spendUsd, forecast?.highUsd].map((text) => parseUsdExact(text ?? "")));
  const next = getMonthReport(db, { teamId: recorded.teamId, month: "2026-12", now });
  await expect(next).rejects.toThrow("December 2026 has not begun yet");
  await expect(getMonthReport(db, { teamId: recorded.teamId, month: "2026-13", now })).rejects.toThrow("write it as 2026-11");
});

test("whatever the ledger, every list is of the total and the rows", async () => {
  let number = 0;
  await fc.assert(fc.asyncProperty(fc.integer(), fc.integer({ min: 3, max: 60 }), fc.constantFrom("UTC", "Asia/Kathmandu", "America/Havana"), async (seed, calls, zone) => {
    const { teamId } = await writeRecordedMonth(db, { slug: `random-${number++}`, calls, zone, seed });
    for (const month of ["2026-09", RECORDED_MONTH, "2026-11"]) {
      const report = await getMonthReport(db, { teamId, month, now: AFTER_RECORDED_MONTH });
      expectLists(report);
      await expectRows(report);
    }
  }), { numRuns: RUNS });
}, 20_000 + RUNS * 2_000);
