import type { Month } from "@/lib/core/month";
import type { Transaction } from "@/lib/db";
import { findTeamMonth, requireBegun } from "../month-range";
import type { MonthReport, MonthState } from "../month-report";

/** Something that is missing before a month is surely final. It does not stop anybody from closing it. */
export type OpenItem = { kind: "invoice" | "unknown" | "journal"; text: string };

/** Where a month is on its way to being closed. */
export type Standing = {
  state: MonthState;
  /** The last closed version; null before the first. */
  version: number | null;
  /** It was closed, and may be closed again. */
  isReopened: boolean;
  openItems: OpenItem[];
};

/** Gateways tell how much waits every few seconds; one that was silent for so long has ended. */
const PULSE_MS = 60_000;

/**
 * Running until the next month begins in the team's zone, then provisional, reconciled once every provider with spend has an
 * accepted invoice, and closed.
 * @throws MonthError for what is no month, and for one that has not begun
 */
export async function getStanding(tx: Transaction, teamId: string, month: Month, report: Pick<MonthReport, "byProvider" | "total">, now: Date): Promise<Standing> {
  const { range } = await findTeamMonth(tx, teamId, month);
  requireBegun(month, range, now);
  const { version, isReopened } = await findLastVersion(tx, teamId, month);
  const invoices = await listMissingInvoices(tx, teamId, month, report);
  const { unknownAttempts } = report.total;
  const unknown: OpenItem[] = unknownAttempts === 0 ? [] : [{ kind: "unknown", text: `${unknownAttempts} ${unknownAttempts === 1 ? "attempt has" : "attempts have"} an unknown cost` }];
  const openItems = [...invoices, ...unknown, ...(await listWaiting(tx, range.to, now))];
  const stateOf = (): MonthState => {
    if (version !== null && !isReopened) return "closed";
    if (now < range.to) return "running";
    return invoices.length === 0 && hasSpend(report) ? "reconciled" : "provisional";
  };
  return { state: stateOf(), version, isReopened, openItems };
}

export async function findLastVersion(tx: Transaction, teamId: string, month: Month): Promise<{ version: number | null; isReopened: boolean }> {
  const last = await tx.closedMonth.findFirst({ where: { teamId, month }, orderBy: { version: "desc" }, select: { version: true } });
  if (!last) return { version: null, isReopened: false };
  const reopened = await tx.reopenedMonth.findUnique({
    where: { teamId_month_afterVersion: { teamId, month, afterVersion: last.version } }, select: { afterVersion: true },
  });
  return { version: last.version, isReopened: reopened !== null };
}

function hasSpend({ byProvider }: Pick<MonthReport, "byProvider">): boolean {
  return byProvider.some(isBilled);
}

function isBilled({ id, spendUsd, unknownAttempts }: MonthReport["byProvider"][number]): boolean {
  return id !== "" && (spendUsd !== "0" || unknownAttempts > 0);
}

async function listMissingInvoices(tx: Transaction, teamId: string, month: Month, { byProvider }: Pick<MonthReport, "byProvider">): Promise<OpenItem[]> {
  const invoices = await tx.invoice.findMany({
    where: { teamId, month }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: { provider: true, acceptedAt: true },
  });
  return byProvider.filter(isBilled).flatMap(({ id }): OpenItem[] => {
    const newest = invoices.findLast(({ provider }) => provider === id);
    if (!newest) return [{ kind: "invoice", text: `There is no invoice of ${id}` }];
    return newest.acceptedAt === null ? [{ kind: "invoice", text: `The invoice of ${id} is not accepted yet` }] : [];
  });
}

/** Calls that a journal still holds may be of the month. */
async function listWaiting(tx: Transaction, to: Date, now: Date): Promise<OpenItem[]> {
  const pulses = await tx.gatewayPulse.findMany({ where: { at: { gte: new Date(now.getTime() - PULSE_MS) }, waitingCalls: { gt: 0 } } });
  const late = pulses.filter(({ at, oldestWaitingMs }) => at.getTime() - oldestWaitingMs < to.getTime());
  if (late.length === 0) return [];
  const calls = late.reduce((all, { waitingCalls }) => all + waitingCalls, 0);
  return [{ kind: "journal", text: `${calls} calls wait in journals, and some may be of this month` }];
}
