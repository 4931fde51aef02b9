import { z } from "zod";
import { AccountError } from "@/lib/accounts/account-error";
import { newId, recordChange } from "@/lib/accounts/audit";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { changeOf, type Values } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import type { Kind } from "./kind";
import { KINDS } from "./kinds/all";
import { readSettings, type RuleSettings } from "./settings";

export type Rule = {
  id: string;
  kind: Kind;
  settings: RuleSettings;
  enabled: boolean;
  memberIds: string[];
  channelIds: string[];
  /** null: it was never judged. */
  judgedAt: Date | null;
};

const ids = z.array(z.string()).catch([]);

/**
 * The team's rules, one of each kind; those that it lacks are made: switched on, with the bounds of their kind, and told
 * to the team's owners. A team of demonstration data tells nobody unless it is asked to.
 */
export async function listRules(db: Db, teamId: string): Promise<Rule[]> {
  const rows = await db.alertRule.findMany({ where: { teamId } });
  if (KINDS.every(({ name }) => rows.some(({ kind }) => kind === name))) return KINDS.map((kind) => readRule(kind, rows.find((row) => row.kind === kind.name)));
  await addMissing(db, teamId);
  return listRules(db, teamId);
}

async function addMissing(db: Db, teamId: string): Promise<void> {
  const { demo } = await db.team.findUniqueOrThrow({ where: { id: teamId }, select: { demo: true } });
  const owners = demo ? [] : await db.member.findMany({ where: { teamId, role: "owner" }, select: { userId: true } });
  const memberIds = owners.map(({ userId }) => userId);
  await db.alertRule.createMany({ data: KINDS.map(({ name }) => ({ teamId, id: newId(), kind: name, memberIds })), skipDuplicates: true });
}

type Row = { id: string; settings: unknown; enabled: boolean; memberIds: unknown; channelIds: unknown; judgedAt: Date | null };

function readRule(kind: Kind, row: Row | undefined): Rule {
  if (row === undefined) throw new Error(`There is no rule of the kind ${kind.name}`);
  const { id, enabled, judgedAt } = row;
  return { id, kind, enabled, judgedAt, settings: readSettings(kind, row.settings), memberIds: ids.parse(row.memberIds), channelIds: ids.parse(row.channelIds) };
}

export type RuleInput = { id: string; enabled: boolean; settings: RuleSettings; memberIds: readonly string[]; channelIds: readonly string[] };

/**
 * Changes a rule of the acting member's team. What a rule that is switched off has open is over, and nobody is told.
 * Who is no member of the team and which channel is not the team's is left out.
 * @throws NotAllowedError, AccountError when the team has no such rule
 */
export async function saveRule(db: Db, acting: Member, input: RuleInput, now: Date): Promise<void> {
  requirePermission(acting, "manage alerts");
  const { teamId } = acting;
  await db.$transaction(async (tx) => {
    const row = await tx.alertRule.findUnique({ where: { teamId_id: { teamId, id: input.id } } });
    const kind = KINDS.find(({ name }) => name === row?.kind);
    if (row === null || kind === undefined) throw new AccountError("The team has no such rule");
    const members = await tx.member.findMany({ where: { teamId, userId: { in: [...input.memberIds] } }, select: { userId: true, user: { select: { email: true } } } });
    const channels = await tx.channel.findMany({ where: { teamId, id: { in: [...input.channelIds] }, revokedAt: null }, select: { id: true, name: true } });
    const { enabled, settings } = input;
    const memberIds = members.map(({ userId }) => userId);
    const channelIds = channels.map(({ id }) => id);
    await tx.alertRule.update({ where: { teamId_id: { teamId, id: input.id } }, data: { enabled, settings, memberIds, channelIds } });
    if (!enabled) await tx.alert.updateMany({ where: { teamId, ruleId: input.id, endedAt: null }, data: { endedAt: now } });
    const before = describe(readRule(kind, row));
    await recordChange(tx, writerOf(acting), changeOf("alert rule", kind.title, before, describe({ enabled, settings, memberIds, channelIds })));
  });
}

function describe({ enabled, settings, memberIds, channelIds }: Pick<Rule, "enabled" | "settings" | "memberIds" | "channelIds">): Values {
  return { enabled, ...settings, members: [...memberIds].sort(), channels: [...channelIds].sort() };
}
