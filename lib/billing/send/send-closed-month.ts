import type { Transaction } from "@/lib/db";
import { enqueue } from "@/lib/delivery/enqueue";
import type { ClosedMonth } from "../close/closed-month";
import { getReportSettings } from "../close/report-settings";
import { paperStateOf } from "../paper/paper-state";
import { renderPdf } from "../pdf/render-pdf";
import { prepareMonthMessage } from "./month-letter";

/**
 * Tells whom the team has chosen that a month was closed, in the transaction that closes it: a close that fails told nobody.
 * @returns how many are told
 */
export async function sendClosedMonth(tx: Transaction, teamId: string, closed: ClosedMonth): Promise<number> {
  const { memberIds, channelIds } = await getReportSettings(tx, teamId);
  if (memberIds.length === 0 && channelIds.length === 0) return 0;
  const state = paperStateOf({ standing: { state: "closed", version: closed.version, isReopened: false, openItems: [] }, closed });
  const message = prepareMonthMessage(closed.report, state, await renderPdf(closed.report, state));
  return enqueue(tx, { teamId, receivers: { memberIds, channelIds }, message });
}
