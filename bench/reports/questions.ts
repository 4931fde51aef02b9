import { getMonthReport } from "@/lib/billing/get-month-report";
import { listMonths } from "@/lib/billing/list-months";
import { monthOf } from "@/lib/core/month";
import { QUARTER_MS } from "@/lib/core/period";
import { uuidv7Floor } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import { listAttention } from "@/lib/reports/attention";
import { findCall } from "@/lib/reports/call";
import type { ListPlace } from "@/lib/reports/call-filters";
import { hasCalls, listCalls } from "@/lib/reports/calls";
import { computeFigures, getOverview } from "@/lib/reports/overview";
import { listProfiles } from "@/lib/reports/profiles";
import { listRollupRows } from "@/lib/reports/rollup-rows";
import type { Scope } from "@/lib/reports/scope";

/** One size of ledger, filled. `callId` is of some call of a month ago. */
export type Ledger = { db: Db; teamId: string; calls: number; now: Date; callId: string };

/** What a person asks for, at any size the same. `run` returns what says that the answer is one. */
export type Question = { name: string; run(ledger: Ledger): Promise<number> };

const DAY_MS = 86_400_000;
const RANGES = [["24 h", 1], ["7 d", 7], ["30 d", 30], ["90 d", 90]] as const;

export function listQuestions(zone: string): Question[] {
  const byRange = (name: string, ask: (ledger: Ledger, scope: Scope) => Promise<number>) =>
    RANGES.map(([range, days]): Question => ({ name: `${name}, ${range}`, run: (ledger) => ask(ledger, scopeOf(ledger, days, zone)) }));
  return [
    ...byRange("overview", askOverview),
    ...byRange("WARC alone", askWarc),
    ...byRange("calls, first page", ({ db }, scope) => pageOf(db, scope, {})),
    ...byRange("calls, deep page", ({ db }, scope) => pageOf(db, scope, { before: idAt(scope, 0.9) })),
    { name: "one call", run: askCall },
    // Of the running month: the days of it that are over, and as much of the month before as was filled.
    { name: "month report", run: ({ db, teamId, now }) => askMonth(db, teamId, monthOf(now, "UTC"), now) },
    { name: "list of months", run: async ({ db, teamId, now }) => (await listMonths(db, teamId, now)).length },
  ];
}

/** Up to the end of the present quarter-hour, as the page's presets are. */
export function scopeOf({ teamId, now }: Ledger, days: number, zone: string): Scope {
  const toMs = Math.floor(now.getTime() / QUARTER_MS + 1) * QUARTER_MS;
  return { teamId, range: { from: new Date(toMs - days * DAY_MS), to: new Date(toMs) }, zone, versionIds: null };
}

/** All that the page reads of reports, as it does. */
async function askOverview({ db, teamId, now }: Ledger, scope: Scope): Promise<number> {
  await listProfiles(db, teamId);
  const [overview] = await Promise.all([getOverview(db, scope), listAttention(db, teamId, now), hasCalls(db, teamId)]);
  return overview.total.calls.all;
}

async function askWarc({ db }: Ledger, scope: Scope): Promise<number> {
  const { attempts, calls } = await listRollupRows(db, scope, [scope.range.from]);
  const { warc } = computeFigures(attempts, calls);
  return warc.warc === null ? 0 : warc.served;
}

async function pageOf(db: Db, scope: Scope, place: ListPlace): Promise<number> {
  return (await listCalls(db, scope, {}, place)).rows.length;
}

/** The highest id that may be had before so much of the range, counted from its end. */
function idAt({ range: { from, to } }: Scope, share: number): string {
  return uuidv7Floor(Math.floor(to.getTime() - share * (to.getTime() - from.getTime())));
}

async function askCall({ db, teamId, callId }: Ledger): Promise<number> {
  return (await findCall(db, teamId, callId))?.attempts.length ?? 0;
}

async function askMonth(db: Db, teamId: string, month: string, now: Date): Promise<number> {
  const { total, dearest } = await getMonthReport(db, { teamId, month, now });
  return dearest.length === 0 ? 0 : total.calls;
}

/** The last call before a third of the days, a month of ninety. */
export async function findOldCall(db: Db, teamId: string, now: Date, days: number): Promise<string> {
  const ids = { from: uuidv7Floor(now.getTime() - (days * 2 * DAY_MS) / 3), to: uuidv7Floor(now.getTime() - (days * DAY_MS) / 3) };
  const call = await db.call.findFirstOrThrow({ where: { teamId, id: { gte: ids.from, lt: ids.to } }, orderBy: { id: "desc" }, select: { id: true } });
  return call.id;
}
