import type { Change, Writer } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import { describeChange, isSameVersion, type VersionContent } from "./describe-version";
import { writeProfileRules, writeTierRules } from "./profile-rules";
import { findPublished, refuseStale } from "./profile-versions";
import { lockCatalog, newId, recordChange } from "./record-change";

export type ProfileInput = VersionContent & {
  slug: string;
  name: string;
  /** Why it is published; empty when nobody said. */
  note: string;
  /** The version that the writer looked at, 0 for none: another one is not overwritten unseen. Any when left out. */
  expectedVersion?: number;
};

/**
 * Creates the team's profile of this slug, or publishes a new version of it. Versions are never edited, since calls name
 * the one that served them; the name is the profile's own and changes in place. What says nothing new publishes nothing.
 * @throws CatalogError when another version was published meanwhile
 */
export async function publishProfile(tx: Transaction, writer: Writer, input: ProfileInput): Promise<Change> {
  const { teamId } = writer;
  const { slug, name, note, expectedVersion } = input;
  await lockCatalog(tx, teamId);
  const former = await findPublished(tx, teamId, slug);
  refuseStale(slug, expectedVersion, former);
  const before = former && { values: { name: former.name, version: former.version }, content: former.content };
  const isSame = former !== null && isSameVersion(former.content, input);
  if (isSame && former.name === name) return describeChange(slug, before, { ...before, content: input });

  const id = former?.id ?? (await createProfile(tx, teamId, input));
  const { versionId, version } = isSame ? former : await writeVersion(tx, teamId, id, input);
  await tx.profile.update({ where: { teamId_id: { teamId, id } }, data: { name, currentVersionId: versionId } });
  const values = { name, version, ...(isSame || note === "" ? {} : { note }) };
  return recordChange(tx, writer, describeChange(slug, before, { values, content: input }));
}

async function createProfile(tx: Transaction, teamId: string, { slug, name }: ProfileInput): Promise<string> {
  const { id } = await tx.profile.create({ data: { teamId, id: newId(), slug, name } });
  return id;
}

async function writeVersion(
  tx: Transaction,
  teamId: string,
  profileId: string,
  { rules, baseline, tiers, note }: ProfileInput,
): Promise<{ versionId: string; version: number }> {
  const latest = await tx.profileVersion.findFirst({ where: { teamId, profileId }, orderBy: { version: "desc" } });
  const id = newId();
  const version = (latest?.version ?? 0) + 1;
  await tx.profileVersion.create({
    data: {
      teamId, id, profileId, version, strategy: rules.strategy, ...rules.timers, rules: writeProfileRules(rules),
      baselineEndpointId: baseline?.id ?? null, note,
    },
  });
  await tx.tier.createMany({
    data: tiers.map(({ endpoint, rules: tierRules }, index) => ({
      teamId, profileVersionId: id, position: index + 1, endpointId: endpoint.id, rules: writeTierRules(tierRules),
    })),
  });
  return { versionId: id, version };
}
