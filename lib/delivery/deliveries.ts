import { AccountError } from "@/lib/accounts/account-error";
import { recordChange } from "@/lib/accounts/audit";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { changeOf } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import type { Prisma } from "@/prisma/generated/client";

/** `waiting`: it is tried again; `given up`: it is not, unless somebody says so. */
export type DeliveryState = "sent" | "waiting" | "given up";

export type ListedDelivery = {
  id: string;
  kind: string;
  subject: string;
  /** An e-mail address, or a channel's name; null for who is no user any more. */
  receiver: string | null;
  dedupeKey: string;
  state: DeliveryState;
  attempts: number;
  /** Of the last attempt; empty when none failed. */
  problem: string;
  createdAt: Date;
  sentAt: Date | null;
  nextAt: Date | null;
};

/** The newest messages of a team, or all of certain ones by how their keys begin. */
export async function listDeliveries(db: Db, teamId: string, of: { newest: number } | { keys: readonly string[] }): Promise<ListedDelivery[]> {
  const where: Prisma.DeliveryWhereInput = "newest" in of ? { teamId } : { teamId, OR: of.keys.map((key) => ({ dedupeKey: { startsWith: key } })) };
  const rows = await db.delivery.findMany({
    where,
    omit: { attachment: true, payload: true, text: true },
    include: { channel: { select: { name: true } } },
    orderBy: { id: "desc" },
    ...("newest" in of ? { take: of.newest } : {}),
  });
  const userIds = rows.flatMap(({ userId }) => userId ?? []);
  const users = await db.user.findMany({ where: { id: { in: userIds } }, select: { id: true, email: true } });
  const emails = new Map(users.map(({ id, email }) => [id, email]));
  return rows.map(({ userId, channel, ...row }) => ({
    id: row.id, kind: row.kind, subject: row.subject, dedupeKey: row.dedupeKey, attempts: row.attempts, problem: row.problem,
    createdAt: row.createdAt, sentAt: row.sentAt, nextAt: row.nextAt,
    receiver: userId === null ? (channel?.name ?? null) : (emails.get(userId) ?? null),
    state: row.sentAt !== null ? "sent" : row.nextAt !== null ? "waiting" : "given up",
  }));
}

/**
 * Tries a message again that was given up, from the beginning.
 * @throws NotAllowedError, AccountError when the team has no such message
 */
export async function retryDelivery(db: Db, acting: Member, id: string, now: Date): Promise<void> {
  requirePermission(acting, "manage alerts");
  const { teamId } = acting;
  await db.$transaction(async (tx) => {
    const where = { teamId, id, sentAt: null, nextAt: null };
    const row = await tx.delivery.findFirst({ where, select: { subject: true } });
    const { count } = await tx.delivery.updateMany({ where, data: { attempts: 0, nextAt: now } });
    if (row === null || count === 0) throw new AccountError("The team has no such message that was given up");
    await recordChange(tx, writerOf(acting), changeOf("message", row.subject, { state: "given up" }, { state: "waiting" }));
  });
}
