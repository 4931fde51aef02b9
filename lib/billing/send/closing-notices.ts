import type { Month } from "@/lib/core/month";
import type { Db, Transaction } from "@/lib/db";
import { enqueue } from "@/lib/delivery/enqueue";
import { findClosedMonth } from "../close/closed-month";
import { getReportSettings } from "../close/report-settings";
import { paperStateOf } from "../paper/paper-state";
import { renderPdf } from "../pdf/render-pdf";
import { prepareMonthMessage } from "./month-letter";

/** Notes in the transaction that closes a month whom the team has chosen to be told: a close that fails tells nobody. */
export async function noteClosing(tx: Transaction, teamId: string, { month, version }: { month: Month; version: number }): Promise<void> {
  const { memberIds, channelIds } = await getReportSettings(tx, teamId);
  if (memberIds.length === 0 && channelIds.length === 0) return;
  await tx.closingNotice.create({ data: { teamId, month, version, memberIds, channelIds } });
}

/**
 * Tells of every closing that was noted, from what was frozen. The PDF is made outside of any transaction; a notice goes in
 * the one that keeps its messages, so none is lost and none is told twice.
 * @returns how many messages were kept
 */
export async function tellClosings(db: Db, teamId: string): Promise<number> {
  let told = 0;
  for (const { month, version } of await db.closingNotice.findMany({ where: { teamId }, orderBy: [{ month: "asc" }, { version: "asc" }] })) {
    const closed = await findClosedMonth(db, { teamId, month, version });
    if (!closed) continue;
    const state = paperStateOf({ standing: { state: "closed", version, isReopened: false, openItems: [] }, closed });
    const message = prepareMonthMessage(closed.report, state, await renderPdf(closed.report, state));
    told += await db.$transaction(async (tx) => {
      const [notice] = await tx.closingNotice.findMany({ where: { teamId, month, version } });
      if (!notice) return 0;
      await tx.closingNotice.deleteMany({ where: { teamId, month, version } });
      return enqueue(tx, { teamId, receivers: { memberIds: idsOf(notice.memberIds), channelIds: idsOf(notice.channelIds) }, message });
    });
  }
  return told;
}

function idsOf(json: unknown): string[] {
  return Array.isArray(json) ? json.map(String) : [];
}
