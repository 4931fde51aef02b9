import { type Change, changedFields, type FieldChange, type Writer } from "@/lib/core/change";
import { textProblem } from "@/lib/core/name";
import { findNearest } from "@/lib/core/nearest";
import type { Transaction } from "@/lib/db";
import { CatalogError, StaleVersionError } from "./catalog-error";
import { describeChange, describeVersion, type NamedEndpoint, type VersionContent } from "./describe-version";
import { readProfileRules, readTierRules } from "./profile-rules";
import { lockCatalog, recordChange } from "./record-change";

/** Nothing longer, and nothing that Postgres refuses, is looked up. */
const MAX_SLUG_LENGTH = 200;

export type ListedVersion = { id: string; version: number; note: string; publishedAt: Date; /** Serves calls now. */ current: boolean };

/** All versions of a profile, latest first. @throws CatalogError for an unknown slug */
export async function listProfileVersions(db: Transaction, teamId: string, slug: string): Promise<ListedVersion[]> {
  const { id, currentVersionId } = await getProfile(db, teamId, slug);
  const rows = await db.profileVersion.findMany({ where: { teamId, profileId: id }, orderBy: { version: "desc" } });
  return rows.map((row) => ({
    id: row.id, version: row.version, note: row.note, publishedAt: row.createdAt, current: row.id === currentVersionId,
  }));
}

/** A published profile as a list shows it. */
export type ListedProfile = Published & { slug: string; note: string; publishedAt: Date };

/** The team's published profiles by slug, each as it serves now. @param slug of one profile, any text; all when left out */
export async function listPublished(db: Transaction, teamId: string, slug?: string): Promise<ListedProfile[]> {
  if (slug !== undefined && textProblem(slug, MAX_SLUG_LENGTH) !== null) return [];
  const profiles = await db.profile.findMany({ where: { teamId, ...(slug === undefined ? {} : { slug }) }, orderBy: { slug: "asc" } });
  const ids = profiles.flatMap(({ currentVersionId }) => currentVersionId ?? []);
  const rows = await db.profileVersion.findMany({ where: { teamId, id: { in: ids } }, ...WITH_NAMES });
  const versions = new Map(rows.map((row) => [row.id, row]));
  return profiles.flatMap(({ id, slug, name, currentVersionId }): ListedProfile[] => {
    const row = versions.get(currentVersionId ?? "");
    if (!row) return [];
    return [{ id, slug, name, versionId: row.id, version: row.version, content: findContent(row), note: row.note, publishedAt: row.createdAt }];
  });
}

/**
 * What one version says differently from another, in the words of the configuration file.
 * @throws CatalogError for an unknown slug or version, or one that cannot be read
 */
export async function diffProfileVersions(
  db: Transaction,
  teamId: string,
  slug: string,
  from: number,
  to: number,
): Promise<FieldChange[]> {
  const profile = await getProfile(db, teamId, slug);
  const [before, after] = [await getVersion(db, teamId, profile, from), await getVersion(db, teamId, profile, to)];
  return changedFields(describeVersion(before.content), describeVersion(after.content));
}

/** What a version of a profile says. @throws CatalogError for an unknown slug or version, or one that cannot be read */
export async function getVersionContent(db: Transaction, teamId: string, slug: string, version: number): Promise<VersionContent> {
  return (await getVersion(db, teamId, await getProfile(db, teamId, slug), version)).content;
}

/**
 * Goes back: the profile serves this version again, which stays as it was published. `unchanged` when it does already.
 * @param expectedVersion the version that the writer took for the current one; any when left out
 * @param note why, for the audit log; empty when nobody said
 * @throws CatalogError for an unknown slug or version, one that cannot be read, or when another was published meanwhile
 */
export async function restoreProfileVersion(
  tx: Transaction,
  writer: Writer,
  slug: string,
  version: number,
  expectedVersion?: number,
  note = "",
): Promise<Change> {
  const { teamId } = writer;
  await lockCatalog(tx, teamId);
  const profile = await getProfile(tx, teamId, slug);
  const restored = await getVersion(tx, teamId, profile, version);
  const current = await findPublished(tx, teamId, slug);
  refuseStale(slug, expectedVersion, current);
  const before = current && { values: { version: current.version }, content: current.content };
  if (current?.version === version) return describeChange(slug, before, { ...before, content: restored.content });
  const values = { version, ...(note === "" ? {} : { note }) };
  const change = describeChange(slug, before, { values, content: restored.content });
  await tx.profile.update({ where: { teamId_id: { teamId, id: profile.id } }, data: { currentVersionId: restored.id } });
  return recordChange(tx, writer, change);
}

/** A profile and the version of it that serves now; the content is null when it cannot be read. */
export type Published = { id: string; name: string; versionId: string; version: number; content: VersionContent | null };

/** The team's profile of this slug as it serves now; null when there is none. */
export async function findPublished(tx: Transaction, teamId: string, slug: string): Promise<Published | null> {
  const profile = await tx.profile.findUnique({ where: { teamId_slug: { teamId, slug } } });
  // Only the transaction that writes its first version ever sees it without one.
  if (profile === null || profile.currentVersionId === null) return null;
  const { id, name, currentVersionId } = profile;
  const row = await tx.profileVersion.findUniqueOrThrow({ where: { teamId_id: { teamId, id: currentVersionId } }, ...WITH_NAMES });
  return { id, name, versionId: row.id, version: row.version, content: findContent(row) };
}

/** @throws StaleVersionError when the writer expected another version than the current one, 0 for none */
export function refuseStale(slug: string, expected: number | undefined, current: Published | null): void {
  if (expected === undefined || expected === (current?.version ?? 0)) return;
  const now = current === null ? "is not published" : `is at version ${current.version} by now`;
  throw new StaleVersionError(`The profile ${slug} ${now}, and not at version ${expected}: look at it again first`, current?.version ?? 0);
}

async function getProfile(tx: Transaction, teamId: string, slug: string) {
  const profile = textProblem(slug, MAX_SLUG_LENGTH) === null ? await tx.profile.findUnique({ where: { teamId_slug: { teamId, slug } } }) : null;
  if (profile) return profile;
  const nearest = findNearest(slug, (await tx.profile.findMany({ where: { teamId } })).map((known) => known.slug));
  throw new CatalogError(`There is no profile ${slug}${nearest === null ? "" : `; the nearest is ${nearest}`}`);
}

async function getVersion(
  tx: Transaction,
  teamId: string,
  { id: profileId, slug }: { id: string; slug: string },
  version: number,
): Promise<{ id: string; content: VersionContent }> {
  const where = { teamId_profileId_version: { teamId, profileId, version } };
  const row = Number.isInteger(version) && version >= 1 && version < 2 ** 31
    ? await tx.profileVersion.findUnique({ where, ...WITH_NAMES })
    : null;
  if (row) return { id: row.id, content: readContent(row) };
  const latest = await tx.profileVersion.findFirst({ where: { teamId, profileId }, orderBy: { version: "desc" } });
  throw new CatalogError(`The profile ${slug} has no version ${version}: its versions are 1 to ${latest?.version ?? 0}`);
}

const NAMED = { select: { id: true, model: true, provider: { select: { slug: true } } } } as const;
const WITH_NAMES = {
  include: { baseline: NAMED, tiers: { include: { endpoint: NAMED }, orderBy: { position: "asc" } } },
} as const;

type NamedRow = { id: string; model: string; provider: { slug: string } };
type VersionRow = Parameters<typeof readProfileRules>[0] & {
  version: number;
  baseline: NamedRow | null;
  tiers: { position: number; rules: unknown; endpoint: NamedRow }[];
};

/** @throws CatalogError when a rule of it cannot be read */
function readContent(row: VersionRow): VersionContent {
  try {
    return {
      rules: readProfileRules(row),
      baseline: row.baseline && toNamed(row.baseline),
      tiers: row.tiers.map((tier) => ({ endpoint: toNamed(tier.endpoint), rules: readTierRules(tier) })),
    };
  } catch (error) {
    if (error instanceof CatalogError) throw new CatalogError(`Version ${row.version}: ${error.message}`);
    throw error;
  }
}

function findContent(row: VersionRow): VersionContent | null {
  try {
    return readContent(row);
  } catch (error) {
    if (error instanceof CatalogError) return null;
    throw error;
  }
}

function toNamed({ id, model, provider }: NamedRow): NamedEndpoint {
  return { id, name: `${provider.slug}/${model}` };
}
