import type { RuleRow } from "@/components/alerts/rules-list";
import type { Member } from "@/lib/accounts/member";
import { listMembers } from "@/lib/accounts/members";
import { listRules } from "@/lib/alerts/rules";
import type { Db } from "@/lib/db";
import { listChannels } from "@/lib/delivery/channels";

/** The team's rules as its page lists them, each with everybody who can be told. */
export async function readRuleRows(db: Db, { teamId }: Member): Promise<RuleRow[]> {
  const [rules, members, channels] = await Promise.all([listRules(db, teamId), listMembers(db, teamId), listChannels(db, teamId)]);
  return rules.map(({ id, kind, enabled, settings, memberIds, channelIds }) => ({
    id, enabled, title: kind.title, about: kind.about,
    fields: Object.entries(kind.fields).map(([name, { label, unit }]) => ({ name, label, unit, value: settings[name] === null ? "" : String(settings[name]) })),
    members: members.map(({ userId, email }) => ({ id: userId, name: email, isChosen: memberIds.includes(userId) })),
    channels: channels.map((channel) => ({ id: channel.id, name: channel.name, isChosen: channelIds.includes(channel.id) })),
  }));
}
