import { newId } from "@/lib/accounts/audit";
import type { Db, Transaction } from "@/lib/db";
import { enqueue } from "@/lib/delivery/enqueue";
import type { Message } from "@/lib/delivery/message";
import type { Context, Finding, Kind } from "./kind";
import { planAlerts } from "./plan-alerts";
import { listRules, type Rule } from "./rules";
import { readWindows, type Windows } from "./windows";

export type Judging = { db: Db; teamId: string; now: Date; /** The address of a page for whoever reads a message. */ link: (path: string) => string };

/**
 * Judges a team's rules of one pace. A rule that cannot be judged holds up no other.
 * @throws AggregateError with what went wrong, after the others were judged
 */
export async function judgeTeam(judging: Judging, pace: Kind["pace"]): Promise<void> {
  const { db, teamId, now } = judging;
  let windows: Promise<Windows> | null = null;
  const context: Context = { db, teamId, now, windows: () => (windows ??= readWindows(db, teamId, now)) };
  const rules = (await listRules(db, teamId)).filter(({ enabled, kind }) => enabled && kind.pace === pace);
  const failures: unknown[] = [];
  for (const rule of rules) {
    await judgeRule(judging, rule, context).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map((error) => (error instanceof Error ? error.message : String(error))).join("; "));
}

async function judgeRule(judging: Judging, rule: Rule, context: Context): Promise<void> {
  const { db, teamId, now } = judging;
  const of = { teamId, ruleId: rule.id, endedAt: null };
  const before = await db.alert.findMany({ where: of, select: { subject: true } });
  const findings = await rule.kind.find(context, rule.settings, new Set(before.map(({ subject }) => subject)));
  await db.$transaction(async (tx) => {
    const open = await tx.alert.findMany({ where: of });
    const { begin, keep, clear, end } = planAlerts(findings, open, now);
    for (const finding of begin) await beginAlert(tx, judging, rule, finding);
    for (const { id, finding } of keep) await tx.alert.update({ where: { teamId_id: { teamId, id } }, data: { ...columnsOf(finding), clearSince: null } });
    await tx.alert.updateMany({ where: { teamId, id: { in: clear } }, data: { clearSince: now } });
    for (const alert of open.filter(({ id }) => end.includes(id))) await endAlert(tx, judging, rule, alert);
    if (rule.judgedAt === null) await tx.alertRule.update({ where: { teamId_id: { teamId, id: rule.id } }, data: { judgedAt: now } });
  });
}

function columnsOf({ title, text, facts, path, isEvent }: Finding) {
  return { title, text, path, facts: isEvent ? { ...facts, isEvent } : { ...facts } };
}

/** What the first look finds had been so before anybody asked: it is shown, and nobody is told. */
async function beginAlert(tx: Transaction, judging: Judging, rule: Rule, finding: Finding): Promise<void> {
  const { teamId, now } = judging;
  const id = newId();
  await tx.alert.create({ data: { teamId, id, ruleId: rule.id, subject: finding.subject, beganAt: now, ...columnsOf(finding) } });
  if (rule.judgedAt === null) return;
  await tell(tx, judging, rule, { kind: "alert", subject: finding.title, alert: { id, ...finding, beganAt: now, endedAt: null } });
}

type Ended = { id: string; subject: string; title: string; text: string; facts: unknown; path: string; beganAt: Date };

async function endAlert(tx: Transaction, judging: Judging, rule: Rule, alert: Ended): Promise<void> {
  const { teamId, now } = judging;
  await tx.alert.update({ where: { teamId_id: { teamId, id: alert.id } }, data: { endedAt: now } });
  const facts = alert.facts as Finding["facts"];
  const wasTold = await tx.delivery.findFirst({ where: { teamId, dedupeKey: { startsWith: keyOf(alert.id) } }, select: { id: true } });
  if (facts["isEvent"] === true || wasTold === null) return;
  const text = `This has been over since ${now.toISOString().slice(0, 16).replace("T", " ")} UTC; it began at ${alert.beganAt.toISOString().slice(0, 16).replace("T", " ")} UTC. What was told then:\n\n${alert.text}`;
  await tell(tx, judging, rule, { kind: "recovery", subject: `Over: ${alert.title}`, alert: { ...alert, text, facts, endedAt: now } });
}

type Telling = Pick<Message, "kind" | "subject"> & { alert: Omit<Finding, "isEvent"> & { id: string; beganAt: Date; endedAt: Date | null } };

async function tell(tx: Transaction, { teamId, link }: Judging, rule: Rule, { kind, subject, alert }: Telling): Promise<void> {
  const { id, title, text, facts, path, beganAt, endedAt } = alert;
  const url = link(path);
  await enqueue(tx, {
    teamId,
    receivers: rule,
    message: {
      kind, subject,
      text: `${text}\n\n${url}\n`,
      payload: { alert: { id, kind: rule.kind.name, subject: alert.subject, title, beganAt, endedAt, facts, url } },
      attachment: null,
      dedupeKey: `${keyOf(id)}${kind}`,
    },
  });
}

/** Begins the key of every message about an alert. */
export function keyOf(alertId: string): string {
  return `alert ${alertId} `;
}
