import type { Db } from "@/lib/db";
import { type ListedDelivery, listDeliveries } from "@/lib/delivery/deliveries";
import { keyOf } from "./judge-team";
import { KINDS } from "./kinds/all";

export type ListedAlert = {
  id: string;
  /** The title of its kind. */
  rule: string;
  title: string;
  text: string;
  path: string;
  beganAt: Date;
  /** Since when it is found no more, while it is still open. */
  clearSince: Date | null;
  endedAt: Date | null;
};

/** An alert, and what was told of it to whom. */
export type AlertStory = ListedAlert & { deliveries: ListedDelivery[] };

const titles = new Map(KINDS.map(({ name, title }) => [name, title]));

/** The team's alerts that are open, the newest first. */
export async function listOpenAlerts(db: Db, teamId: string): Promise<ListedAlert[]> {
  return list(db, { teamId, endedAt: null }, 100);
}

/** The newest alerts, open or over, each with its messages; and the newest messages that are about no alert. */
export async function listAlertHistory(db: Db, teamId: string, newest: number): Promise<{ alerts: AlertStory[]; others: ListedDelivery[] }> {
  const alerts = await list(db, { teamId }, newest);
  const [told, last] = await Promise.all([
    alerts.length === 0 ? [] : listDeliveries(db, teamId, { keys: alerts.map(({ id }) => keyOf(id)) }),
    listDeliveries(db, teamId, { newest }),
  ]);
  return {
    alerts: alerts.map((alert) => ({ ...alert, deliveries: told.filter(({ dedupeKey }) => dedupeKey.startsWith(keyOf(alert.id))) })),
    others: last.filter(({ kind }) => kind !== "alert" && kind !== "recovery"),
  };
}

async function list(db: Db, where: { teamId: string; endedAt?: null }, take: number): Promise<ListedAlert[]> {
  const rows = await db.alert.findMany({ where, include: { rule: { select: { kind: true } } }, orderBy: { id: "desc" }, take });
  return rows.map(({ id, title, text, path, beganAt, clearSince, endedAt, rule }) => ({
    id, title, text, path, beganAt, clearSince, endedAt, rule: titles.get(rule.kind) ?? rule.kind,
  }));
}
