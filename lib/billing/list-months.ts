import { addMonths, type Month, monthOf } from "@/lib/core/month";
import { type Db, ONE_MOMENT, type Transaction } from "@/lib/db";
import { usd } from "./amounts";
import { readMonthReport } from "./get-month-report";
import { findTeamMonth } from "./month-range";
import type { MonthReport } from "./month-report";
import { listDaySums } from "./month-rows";
import { findClosedMonth, type ClosedMonth } from "./close/closed-month";
import { getStanding, type Standing } from "./close/standing";

/** A month in a list, the newest first. What a closed one says is what it was closed with. */
export type ListedMonth = {
  month: Month;
  state: "running" | "over" | "closed";
  /** The last closed version, with when and under which hash; null before the first. */
  closed: { version: number; closedAt: Date; sha256: string } | null;
  isReopened: boolean;
  calls: number;
  attempts: number;
  /** Their cost is not in `spendUsd`. */
  unknownAttempts: number;
  spendUsd: string;
  correctionsUsd: string;
  /** What the newest invoices say, less what the ledger has of their providers in the UTC month; null where none tells an amount. */
  invoiceDeltaUsd: string | null;
  /** Attempts of unknown cost at their providers: with them the difference would be less. */
  invoiceUnknown: number;
};

const MOST = 60;

/** From the team's first call, or its first closed month, up to the running one; sixty at most. */
export function listMonths(db: Db, teamId: string, now: Date): Promise<ListedMonth[]> {
  return db.$transaction((tx) => readMonths(tx, teamId, now), ONE_MOMENT);
}

async function readMonths(tx: Transaction, teamId: string, now: Date): Promise<ListedMonth[]> {
  const { timeZone } = await tx.team.findUniqueOrThrow({ where: { id: teamId }, select: { timeZone: true } });
  const closed = await tx.$queryRaw<{ month: Month; version: number; closedAt: Date; sha256: string; spendUsd: string; calls: number; attempts: number; unknownAttempts: number; reopened: boolean }[]>`
    SELECT DISTINCT ON (c.month) c.month, c.version, c.closed_at AS "closedAt", c.sha256, c.document::jsonb #>> '{total,spendUsd}' AS "spendUsd",
      (c.document::jsonb #>> '{total,calls}')::float8 AS calls, (c.document::jsonb #>> '{total,attempts}')::float8 AS attempts,
      (c.document::jsonb #>> '{total,unknownAttempts}')::float8 AS "unknownAttempts", r.month IS NOT NULL AS reopened
    FROM closed_months c
    LEFT JOIN reopened_months r ON r.team_id = c.team_id AND r.month = c.month AND r.after_version = c.version
    WHERE c.team_id = ${teamId}::uuid ORDER BY c.month, c.version DESC`;
  const corrections = await sumCorrections(tx, teamId);
  const deltas = await listInvoiceDeltas(tx, teamId);
  const [first] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT min(bucket) AS at FROM outcome_sums WHERE team_id = ${teamId}::uuid AND unit = 'day'`;
  const running = monthOf(now, timeZone);
  const months: ListedMonth[] = [];
  const earliest = [closed[0]?.month, first?.at ? monthOf(first.at, timeZone) : undefined].filter((month) => month !== undefined).sort()[0] ?? running;
  for (let month = running; month >= earliest && months.length < MOST; month = addMonths(month, -1)) {
    const last = closed.find((each) => each.month === month);
    const isReopened = last?.reopened === true;
    const sums = last && !isReopened ? pickSums(last) : await sumMonth(tx, teamId, month);
    months.push({
      month, isReopened, ...sums,
      state: last && !isReopened ? "closed" : month === running ? "running" : "over",
      closed: last ? { version: last.version, closedAt: last.closedAt, sha256: last.sha256 } : null,
      correctionsUsd: usd(corrections.get(month) ?? 0n),
      ...(deltas.get(month) ?? { invoiceDeltaUsd: null, invoiceUnknown: 0 }),
    });
  }
  return months;
}

async function sumCorrections(tx: Transaction, teamId: string): Promise<Map<Month, bigint>> {
  const sums = await tx.correction.groupBy({ by: ["inMonth"], where: { teamId }, _sum: { amountPico: true } });
  return new Map(sums.map(({ inMonth, _sum }) => [inMonth, BigInt(_sum.amountPico?.toFixed() ?? 0)]));
}

/** An export of tokens alone has a total of nothing, and is none to compare with. */
async function listInvoiceDeltas(tx: Transaction, teamId: string): Promise<Map<Month, Pick<ListedMonth, "invoiceDeltaUsd" | "invoiceUnknown">>> {
  const rows = await tx.$queryRaw<{ month: Month; deltaPico: string; unknown: number }[]>`
    WITH newest AS (
      SELECT DISTINCT ON (month, provider) month, provider, form, total_pico, (month || '-01')::timestamp AT TIME ZONE 'UTC' AS begins_at,
        ((month || '-01')::timestamp + interval '1 month') AT TIME ZONE 'UTC' AS ends_at
      FROM invoices WHERE team_id = ${teamId}::uuid ORDER BY month, provider, created_at DESC, id DESC)
    SELECT n.month, (sum(n.total_pico) - sum(own.cost_pico))::text AS "deltaPico", sum(own.unknown)::float8 AS unknown
    FROM newest n CROSS JOIN LATERAL (
      SELECT coalesce(sum(r.cost_pico), 0) AS cost_pico, coalesce(sum(r.attempts) FILTER (WHERE r.basis = 'unknown'), 0) AS unknown FROM attempt_rollup_days r
      WHERE r.team_id = ${teamId}::uuid AND r.bucket >= n.begins_at AND r.bucket < n.ends_at AND split_part(r.endpoint, '/', 1) = n.provider) own
    WHERE n.form = 'total' OR n.total_pico <> 0 GROUP BY n.month`;
  return new Map(rows.map(({ month, deltaPico, unknown }) => [month, { invoiceDeltaUsd: usd(BigInt(deltaPico)), invoiceUnknown: unknown }]));
}

type ListedSums = Pick<ListedMonth, "calls" | "attempts" | "unknownAttempts" | "spendUsd">;

function pickSums({ calls, attempts, unknownAttempts, spendUsd }: ListedSums): ListedSums {
  return { calls, attempts, unknownAttempts, spendUsd };
}

async function sumMonth(tx: Transaction, teamId: string, month: Month): Promise<ListedSums> {
  const { range } = await findTeamMonth(tx, teamId, month);
  const [sums] = await listDaySums(tx, teamId, range, [range.from]);
  return { calls: sums?.calls ?? 0, attempts: sums?.attempts ?? 0, unknownAttempts: sums?.unknown ?? 0, spendUsd: usd(sums?.costPico ?? 0n) };
}

/** What a page of one month shows: the closed document where it is closed, else what the ledger says now; and where it stands. */
export type OpenedMonth = { report: MonthReport; standing: Standing; closed: ClosedMonth | null };

/**
 * @param version a closed version; without it the last one, or the ledger where the month is open or reopened
 * @throws MonthError for what is no month, and for one that has not begun
 */
export function openMonth(db: Db, { teamId, month, now, version }: { teamId: string; month: Month; now: Date; version?: number }): Promise<OpenedMonth | null> {
  return db.$transaction(async (tx) => {
    const closed = await findClosedMonth(tx, { teamId, month, ...(version === undefined ? {} : { version }) });
    if (version !== undefined && !closed) return null;
    if (closed) {
      const standing = await getStanding(tx, teamId, month, closed.report, now);
      if (version !== undefined || !standing.isReopened) return { report: closed.report, standing, closed };
    }
    const report = await readMonthReport(tx, { teamId, month, now });
    return { report, standing: await getStanding(tx, teamId, month, report, now), closed: null };
  }, ONE_MOMENT);
}
