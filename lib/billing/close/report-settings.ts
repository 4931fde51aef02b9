import { z } from "zod";
import { recordChange } from "@/lib/accounts/audit";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { changeOf } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import { MonthError } from "../month-error";

/** How a team closes its months and who is sent them. */
export type ReportSettings = {
  /** The day of the next month on which a month closes by itself; 0 is by hand alone. */
  closeDay: number;
  charging: "showback" | "chargeback";
  /** Users' ids. */
  memberIds: string[];
  channelIds: string[];
};

const DEFAULT_REPORT_SETTINGS: ReportSettings = { closeDay: 5, charging: "showback", memberIds: [], channelIds: [] };

/** Every month has that many days. */
const MAX_CLOSE_DAY = 28;
const MOST_RECEIVERS = 100;

const ids = z.array(z.string()).catch([]);

export async function getReportSettings(tx: Transaction, teamId: string): Promise<ReportSettings> {
  const row = await tx.reportSettings.findUnique({ where: { teamId } });
  if (!row) return DEFAULT_REPORT_SETTINGS;
  const charging = row.charging === "chargeback" ? "chargeback" : "showback";
  return { closeDay: row.closeDay, charging, memberIds: ids.parse(row.memberIds), channelIds: ids.parse(row.channelIds) };
}

/** @throws NotAllowedError, MonthError for a day that not every month has, and for receivers who are not of the team */
export async function updateReportSettings(db: Db, member: Member, settings: ReportSettings): Promise<ReportSettings> {
  requirePermission(member, "change the team");
  const { teamId } = member;
  const { closeDay, charging, memberIds, channelIds } = settings;
  if (!Number.isInteger(closeDay) || closeDay < 0 || closeDay > MAX_CLOSE_DAY) {
    throw new MonthError(`A month closes on a day from 1 to ${MAX_CLOSE_DAY}, or on none: write 0 to close by hand alone`);
  }
  if (memberIds.length > MOST_RECEIVERS || channelIds.length > MOST_RECEIVERS) throw new MonthError(`A report goes to ${MOST_RECEIVERS} receivers at most`);
  return db.$transaction(async (tx) => {
    const [members, channels] = [[...new Set(memberIds)], [...new Set(channelIds)]];
    const known = (await tx.member.count({ where: { teamId, userId: { in: members } } })) === members.length
      && (await tx.channel.count({ where: { teamId, id: { in: channels }, revokedAt: null } })) === channels.length;
    if (!known) throw new MonthError("One of those who are to be told is not of this team any more: load the page again and choose anew");
    const next: ReportSettings = { closeDay, charging, memberIds: members, channelIds: channels };
    const before = await getReportSettings(tx, teamId);
    await tx.reportSettings.upsert({ where: { teamId }, create: { teamId, ...next }, update: next });
    await recordChange(tx, writerOf(member), changeOf("report settings", "months", before, next));
    return next;
  });
}
