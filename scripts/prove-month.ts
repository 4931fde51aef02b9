import { parseArgs } from "node:util";
import { operatorOf } from "@/lib/accounts/member";
import { closeMonth } from "@/lib/billing/close/close-month";
import { closeMonths } from "@/lib/billing/close/close-due-months";
import { verifyClosedMonth } from "@/lib/billing/close/closed-month";
import { openFocus } from "@/lib/billing/focus/open-focus";
import { readCharges } from "@/lib/billing/focus/render-focus";
import { getMonthReport } from "@/lib/billing/get-month-report";
import type { MonthReport } from "@/lib/billing/month-report";
import { addUpFocus, addUpRows } from "./recorded-month/focus-books";
import { parseUsdExact } from "@/lib/core/money";
import { createDb, type Db } from "@/lib/db";
import { DrainConnection } from "@/lib/ledger/drain-connection";
import { type CallWriter, createCallWriter } from "@/lib/ledger/write-calls";
import { applyMigrations } from "@/prisma/migrate";
import { startCluster } from "./postgres/cluster.mjs";
import { createThrowaway, removeThrowaway } from "./postgres/throwaway.mjs";
import { compareForms } from "./recorded-month/compare-forms";
import { compareMonth } from "./recorded-month/compare-month";
import { createDraw, drawCall } from "./recorded-month/draw-call";
import { recomputeMonth } from "./recorded-month/recompute";
import { changedForms, renderForms } from "./recorded-month/render-forms";
import { AFTER_RECORDED_MONTH, RECORDED_MONTH, type RecordedMonth, writeRecordedMonth } from "./recorded-month/write-recorded-month";
import { ROOT } from "./start/root.mjs";

const ZONES = ["Europe/Berlin", "UTC", "Asia/Kathmandu", "America/New_York"] as const;

/** `npm run prove:month [-- --calls 200000]`: a recorded month, held against its rows by other means, closed and corrected. */
async function main(calls: number): Promise<void> {
  const dataDir = await createThrowaway(ROOT, "prove-month");
  try {
    const { url } = await startCluster({ root: ROOT, dataDir, settings: ["fsync=off"] });
    await applyMigrations(url);
    const db = createDb(url);
    // The drain's own: two hundred thousand calls take it seconds.
    const drain = new DrainConnection({ databaseUrl: url, timeoutMs: 60_000 });
    try {
      await prove(db, drain.write, calls);
    } finally {
      drain.close();
      await db.$disconnect();
    }
  } finally {
    await removeThrowaway(ROOT, dataDir);
  }
}

async function prove(db: Db, write: CallWriter, calls: number): Promise<void> {
  const recorded = await timed(`${calls} calls and a tenth in the month before are written`, () => writeRecordedMonth(db, { slug: "recorded", calls, zone: "Europe/Berlin", write }));
  for (const zone of ZONES) await proveZone(db, recorded, zone);
  await proveFocus(db, recorded);
  await proveClose(db, recorded);
}

async function proveZone(db: Db, { teamId }: RecordedMonth, zone: string): Promise<void> {
  await db.team.update({ where: { id: teamId }, data: { timeZone: zone } });
  const report = await timed(`the report in ${zone}`, () => readReport(db, teamId));
  const range = { from: new Date(report.from), to: new Date(report.to), zone };
  const rows = await timed("  its rows, by plain SQL", () => recomputeMonth(db, teamId, range));
  requireNone(compareMonth(report, rows));
  const forms = await timed("  its forms", () => renderForms(db, { teamId, month: RECORDED_MONTH, now: AFTER_RECORDED_MONTH }));
  requireNone(await timed("  held against the rows", () => compareForms(forms, rows, zone === "UTC")));
  const { total, certainty } = report;
  console.log(`  ${total.calls} calls, ${total.attempts} attempts, $${total.spendUsd}; ${certainty.unknownAttempts} of unknown cost, $${certainty.estimatedUsd} estimated: equal to the pico by total, day, profile, tier, provider, model, key, member and tag, in page, PDF, CSV${zone === "UTC" ? ", JSON and FOCUS" : " and JSON"}`);
}

function readReport(db: Db, teamId: string): Promise<MonthReport> {
  return getMonthReport(db, { teamId, month: RECORDED_MONTH, now: AFTER_RECORDED_MONTH });
}

/** FOCUS is always of UTC. */
async function proveFocus(db: Db, { teamId }: RecordedMonth): Promise<void> {
  await db.team.update({ where: { id: teamId }, data: { timeZone: "UTC" } });
  const report = await readReport(db, teamId);
  let [sumPico, charges] = [0n, 0];
  await timed("FOCUS of the UTC month", async () => {
    const source = await openFocus(db, { teamId, month: RECORDED_MONTH, now: AFTER_RECORDED_MONTH });
    if (!source) throw new Error("there is no FOCUS of the month");
    for await (const { contractedPico, quantity } of readCharges(source)) {
      if (quantity && quantity.units * quantity.unitPico !== contractedPico) throw new Error("a charge is not its quantity times its price");
      sumPico += contractedPico;
      charges++;
    }
  });
  requireNone(sumPico === parseUsdExact(report.total.spendUsd) ? [] : [`FOCUS: ${sumPico} pico, the report $${report.total.spendUsd}`]);
  console.log(`  ${charges} charges add up to the report's spend, each quantity × price`);
}

async function proveClose(db: Db, recorded: RecordedMonth): Promise<void> {
  const { teamId } = recorded;
  const now = AFTER_RECORDED_MONTH;
  const { closed } = await timed("closing it", () => closeMonth(db, operatorOf(teamId), { month: RECORDED_MONTH, now }));
  const forms = () => renderForms(db, { teamId, month: RECORDED_MONTH, now: new Date() });
  const first = await forms();
  requireNone(changedForms(first, await timed("making every form of it twice", forms)));
  const late = drawCall(recorded, new Date("2026-10-17T12:00:00Z").getTime(), createDraw(7));
  await createCallWriter(db)([late]);
  const { signal } = new AbortController();
  await timed("charging a late record to the open month, twice at once", () => Promise.all([1, 2].map(() => closeMonths.run(db, now, signal))));
  const corrections = await db.correction.findMany({ where: { teamId } });
  const latePico = late.attempts.reduce((all, { costPico }) => all + (costPico ?? 0n), 0n);
  const [only] = corrections;
  requireNone(corrections.length === 1 && only?.inMonth === "2026-11" && only.amountPico.toFixed() === String(latePico) ? [] : [`corrections: ${JSON.stringify(corrections)}`]);
  const [verified] = await verifyClosedMonth(db, { teamId, month: RECORDED_MONTH });
  requireNone(verified?.isIntact && verified.sha256Now === closed.sha256 ? [] : ["the closed document is not what it was"]);
  requireNone(changedForms(first, await forms()));
  await timed("the files of FOCUS of all months, held against the rows", () => proveFiles(db, teamId, now));
  await db.team.update({ where: { id: teamId }, data: { timeZone: "Asia/Kathmandu" } });
  await createCallWriter(db)([drawCall(recorded, new Date("2026-10-31T20:00:00Z").getTime(), createDraw(8))]);
  await closeMonths.run(db, now, signal);
  await timed("  and after a late record of the hours between two zones' months", () => proveFiles(db, teamId, now));
  requireNone(changedForms(first, await forms()));
  console.log(`  v${closed.version}, SHA-256 ${closed.sha256}, ${closed.document.length} bytes; the late record is one correction of ${latePico} pico; the closed document is as it was`);
}

/** Every attempt of the ledger stands in one file. */
async function proveFiles(db: Db, teamId: string, now: Date): Promise<void> {
  const [files, rows] = [await addUpFocus(db, teamId, { first: "2026-08", count: 5 }, now), await addUpRows(db, teamId)];
  requireNone(files.pico === rows.pico && files.unknown === rows.unknown ? [] : [`FOCUS: ${files.pico} pico and ${files.unknown} unknown, the rows ${rows.pico} and ${rows.unknown}`]);
}

function requireNone(differences: readonly string[]): void {
  if (differences.length > 0) throw new Error(`The month does not add up:\n${differences.slice(0, 20).join("\n")}`);
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  console.log(`${what}: ${((performance.now() - startedAt) / 1_000).toFixed(2)} s`);
  return result;
}

const { values } = parseArgs({ options: { calls: { type: "string", default: "200000" } } });
main(Number(values.calls)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
