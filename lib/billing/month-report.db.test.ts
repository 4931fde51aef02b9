import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { writeTeamLedger } from "@/lib/reports/testing/team-ledger";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { parseDecimal } from "./amounts";
import { getMonthReport } from "./get-month-report";

let database: TestDatabase;
let db: Db;
let teamId: string;
const now = new Date("2026-12-01T12:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  ({ teamId } = await writeTeamLedger(db, "months", 2_000));
}, 60_000);
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

describe.each(["UTC", "Asia/Kathmandu", "America/New_York"])("in %s", (zone) => {
  test.each(["2026-10", "2026-11"])("%s adds up in every direction", async (month) => {
    await db.team.update({ where: { id: teamId }, data: { timeZone: zone } });
    const report = await getMonthReport(db, { teamId, month, now });
    const sums = (lines: readonly { spendUsd: string; attempts: number; calls?: number }[]) => [
      lines.reduce((all, { spendUsd }) => all + parseDecimal(spendUsd), 0n), lines.reduce((all, { attempts }) => all + attempts, 0),
    ];
    const total = sums([report.total]);
    expect(total[1]).toBeGreaterThan(100);
    for (const lines of [report.byDay, report.byProfile, report.byTier, report.byProvider, report.byModel, report.byKey, report.byMember, report.lines]) {
      expect(sums(lines)).toEqual(total);
    }
    for (const lines of [report.byDay, report.byProfile, report.byTier, report.byProvider, report.byModel, report.byKey, report.byMember]) {
      expect(lines.reduce((all, { calls }) => all + calls, 0)).toBe(report.total.calls);
      expect(lines.reduce((all, { tokens }) => all + tokens, 0)).toBe(report.total.tokens);
    }
    const rows = await db.call.findMany({ where: { teamId, startedAt: { gte: new Date(report.from), lt: new Date(report.to) } } });
    expect([rows.reduce((all, { costPico }) => all + costPico, 0n), rows.length]).toEqual([total[0], report.total.calls]);
  });
});
