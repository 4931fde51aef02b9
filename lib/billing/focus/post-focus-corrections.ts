import { newId } from "@/lib/accounts/audit";
import { addMonths, type Month, monthOf, monthRange } from "@/lib/core/month";
import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import { type CorrectionPart, differencesOf, readParts } from "../close/correction-parts";
import { findFrozenLines } from "./frozen/read-frozen";

type Late = {
  month: Month;
  /** The closed version whose file stands; null while the month is reopened. */
  version: number | null;
  /** What the ledger has of the UTC month by now. */
  ledger: readonly CorrectionPart[];
  /** Of the report's correction that was made with it. */
  id: string | null;
};

/**
 * Lets every attempt stand in exactly one file. A month's file that is frozen lacks what came since: the open file gets what
 * the ledger has of that UTC month, less what was frozen, less what files got of it before. A file that is not frozen is made
 * of the ledger and lacks nothing: what others got of it is taken back. So the files of all months add up to the ledger,
 * whatever the team's zone was and is.
 */
export async function postLateFocus(tx: Transaction, { teamId, now }: { teamId: string; now: Date }, { month, version, ledger, id }: Late): Promise<void> {
  const rows = await tx.focusCorrection.findMany({ where: { teamId, ofMonth: month, kind: "late" }, select: { lines: true } });
  const posted = rows.flatMap(({ lines }) => readParts(lines));
  const frozen = version === null ? null : await findFrozenLines(tx, { teamId, month, version });
  const parts = frozen ? differencesOf(ledger, frozen, posted) : differencesOf([], posted);
  if (parts.length > 0) await writeFocusCorrection(tx, { teamId, now }, { id: id ?? newId(), ofMonth: month, kind: "late", period: monthRange(month, "UTC"), parts });
}

type NewFocusCorrection = { id: string; ofMonth: Month; kind: "late" | "price"; period: Range; parts: readonly CorrectionPart[] };

/** Puts a correction into the file of the running UTC month, or the one after the last frozen where a clock was behind. */
export async function writeFocusCorrection(tx: Transaction, { teamId, now }: { teamId: string; now: Date }, { period, parts, ...rest }: NewFocusCorrection): Promise<void> {
  const last = await tx.closedFocus.findFirst({ where: { teamId, part: 0 }, orderBy: { month: "desc" }, select: { month: true } });
  const running = monthOf(now, "UTC");
  const next = last ? addMonths(last.month, 1) : running;
  const inMonth = next > running ? next : running;
  await tx.focusCorrection.create({ data: { teamId, inMonth, beginsAt: period.from, endsAt: period.to, createdAt: now, lines: [...parts], ...rest } });
}
