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
  const current = former?.current ?? null;
  refuseStale(slug, expectedVersion, current?.version ?? 0);

  const before = former && current && { values: { name: former.name, version: current.version }, content: current.content };
  const isSame = current !== null && current.content !== null && isSameVersion(current.content, input);
  if (isSame && before?.values.name === name) return describeChange(slug, before, { ...before, content: input });
  const id = former?.id ?? newId();
  if (!former) await tx.profile.create({ data: { teamId, id, slug, name } });
  const version = isSame ? current : await writeVersion(tx, teamId, id, input);
  await tx.profile.update({ where: { teamId_id: { teamId, id } }, data: { name, currentVersionId: version.id } });
  const values = { name, version: version.version, ...(isSame || note === "" ? {} : { note }) };
  return recordChange(tx, writer, describeChange(slug, before, { values, content: input }));
}

async function writeVersion(
  tx: Transaction,
  teamId: string,
  profileId: string,
  { rules, baseline, tiers, note }: ProfileInput,
): Promise<{ id: string; version: number }> {
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
  return { id, version };
}
