import type { Peppers } from "@/lib/accounts/api-key";
import { newId } from "@/lib/accounts/audit";
import { issuePassingKey } from "@/lib/accounts/keys/issue-passing-key";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { upsertEndpoint } from "@/lib/catalog/endpoints";
import { readList } from "@/lib/catalog/features";
import { upsertPrice } from "@/lib/catalog/prices";
import { publishProfile } from "@/lib/catalog/profiles";
import { upsertProvider } from "@/lib/catalog/providers";
import { lockCatalog, recordChange } from "@/lib/catalog/record-change";
import { changeOf, type Writer } from "@/lib/core/change";
import type { Endpoint } from "@/lib/core/profile";
import type { Db, Transaction } from "@/lib/db";
import { forgetTeam } from "@/lib/ledger/forget-team";
import type { Scenario } from "@/lib/sandbox/scenario";
import { DrillError } from "./drill-error";

/** How many drills of a team keep their records. */
const KEPT_DRILLS = 5;

/** The team of one drill, with copies of what its candidate needs. */
export type DrillTeam = { teamId: string; apiKey: string };

export type NewDrill = {
  /** Compressed. */
  scenario: Scenario;
  calls: number;
  /** Of the practice server, without a slash at its end. */
  practiceUrl: string;
  now: Date;
  /** When it must be over: then its key expires. */
  endsAt: Date;
};

/**
 * Makes the team of a drill, in place of what earlier ones have left.
 * @throws NotAllowedError, DrillError while another drill of the team is under way
 */
export function createDrillTeam(db: Db, peppers: Peppers, member: Member, drill: NewDrill): Promise<DrillTeam> {
  requirePermission(member, "change the catalog");
  const { scenario, calls, now, endsAt } = drill;
  return db.$transaction(async (tx) => {
    await lockCatalog(tx, member.teamId);
    await refuseSecond(tx, member.teamId, now);
    await removeOldDrills(tx, member.teamId);
    const teamId = newId();
    // No slug that a person may write has a colon.
    await tx.team.create({ data: { id: teamId, slug: `drill:${teamId}`, name: `Drill of ${scenario.profile.name}`, drillOf: member.teamId } });
    await copyCandidate(tx, { teamId, actor: member.userId }, member.teamId, drill);
    const apiKey = await issuePassingKey(tx, peppers, { teamId, ownerId: member.userId, name: "Drill", expiresAt: endsAt });
    const tiers = scenario.profile.tiers.map(({ endpoint }) => endpoint.name);
    await recordChange(tx, writerOf(member), changeOf("drill", scenario.profile.slug, null, { id: teamId, calls, tiers }));
    return { teamId, apiKey };
  });
}

/** Removes all of a drill but its team and its records: nothing of it can be called any more. */
export async function closeDrillTeam(db: Db, teamId: string): Promise<void> {
  await db.$transaction((tx) => removeConfiguration(tx, [teamId]));
}

async function refuseSecond(tx: Transaction, parentId: string, now: Date): Promise<void> {
  const key = await tx.apiKey.findFirst({ where: { team: { drillOf: parentId }, expiresAt: { gt: now } }, select: { expiresAt: true } });
  if (!key) return;
  const minutes = Math.ceil(((key.expiresAt?.getTime() ?? 0) - now.getTime()) / 60_000);
  throw new DrillError(`Another drill of this team is under way. It is over in ${minutes} ${minutes === 1 ? "minute" : "minutes"} at the latest`);
}

async function removeOldDrills(tx: Transaction, parentId: string): Promise<void> {
  const drills = await tx.team.findMany({ where: { drillOf: parentId }, select: { id: true }, orderBy: { id: "desc" } });
  await removeConfiguration(tx, drills.map(({ id }) => id));
  for (const { id } of drills.slice(KEPT_DRILLS - 1)) {
    await forgetTeam(tx, id);
    await tx.team.delete({ where: { id } });
  }
}

async function removeConfiguration(tx: Transaction, teamIds: string[]): Promise<void> {
  const of = { where: { teamId: { in: teamIds } } };
  await tx.apiKey.deleteMany(of);
  // With their versions and tiers, which hold on to endpoints.
  await tx.profile.deleteMany(of);
  await tx.provider.deleteMany(of);
}

async function copyCandidate(tx: Transaction, writer: Writer, parentId: string, { scenario, practiceUrl, now }: NewDrill): Promise<void> {
  const { profile, endpoints } = scenario;
  const ids = new Map<string, string>();
  for (const { endpoint } of profile.tiers) {
    if (ids.has(endpoint.id)) continue;
    const copy = await copyEndpoint(tx, writer, parentId, endpoint, practiceUrl);
    ids.set(endpoint.id, copy.id);
    const [dated] = endpoints.get(endpoint.id)?.prices ?? [];
    if (dated?.price) await upsertPrice(tx, writer, copy, { price: dated.price, source: "the scenario of a drill", now });
  }
  await publishProfile(tx, writer, {
    slug: profile.slug, name: profile.name, note: "", baseline: null, rules: profile.rules,
    tiers: profile.tiers.map(({ endpoint, rules }) => ({ endpoint: { id: ids.get(endpoint.id) ?? "", name: endpoint.name }, rules })),
  });
}

/** The endpoint as the drill has it: what it can do as at its own provider, at a practice provider of the same name. */
async function copyEndpoint(tx: Transaction, writer: Writer, parentId: string, { id, name, provider: slug, model }: Endpoint, practiceUrl: string) {
  const row = await tx.endpoint.findUnique({ where: { teamId_id: { teamId: parentId, id } }, include: { provider: true } });
  if (!row) throw new DrillError(`There is no endpoint ${name} any more`);
  const { name: providerName, dialect, failureDomain } = row.provider;
  // Without a credential: a stored one never goes anywhere else, and practice providers ask for none.
  const provider = await upsertProvider(tx, writer, { slug, name: providerName, dialect, failureDomain, baseUrl: `${practiceUrl}/${slug}/v1`, privateAllowed: true }, true);
  const { contextTokens, maxOutputTokens } = row;
  return upsertEndpoint(tx, writer, provider, {
    model, upstreamModel: model, contextTokens, maxOutputTokens, failureDomain: row.failureDomain,
    parameters: readList(row.parameters), inputs: readList(row.inputs),
  });
}
