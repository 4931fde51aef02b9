import type { Member } from "@/lib/accounts/member";
import { StaleVersionError } from "@/lib/catalog/catalog-error";
import { describeVersion, type VersionContent } from "@/lib/catalog/describe-version";
import { listEndpointIds } from "@/lib/catalog/endpoints";
import { diffProfileVersions, getVersionContent, listPublished } from "@/lib/catalog/profile-versions";
import { changedFields, type FieldChange } from "@/lib/core/change";
import { labelProblem } from "@/lib/core/name";
import type { Problems, ProfileDraft } from "@/lib/core/profile-draft";
import type { Db } from "@/lib/db";
import { type AlsoWrite, publish } from "./change-profile";
import { readDraft } from "./profile-draft";

export type Publishing = {
  draft: ProfileDraft;
  /** Why; may be empty. */
  note: string;
  /** The version that the draft was begun from, 0 for a new profile. */
  expectedVersion: number;
};

/** What became of a draft. `stale`: another version was published meanwhile, and nothing was written. */
export type Published =
  | { status: "published" | "unchanged"; slug: string; version: number }
  | { status: "refused"; problems: Problems }
  | { status: "stale"; version: number; /** What it says differently from the version that the draft was begun from. */ changes: FieldChange[] };

/**
 * Publishes a draft as the next version of its profile.
 * @param also in the same transaction, where a new version was published
 * @throws NotAllowedError, CatalogError
 */
export async function publishDraft(db: Db, member: Member, { draft, note, expectedVersion }: Publishing, also?: AlsoWrite): Promise<Published> {
  const { teamId } = member;
  const result = readDraft(draft, await listEndpointIds(db, teamId));
  const noteProblem = note.trim() === "" ? null : labelProblem(note.trim());
  if ("problems" in result || noteProblem !== null) {
    const problems = "problems" in result ? result.problems : {};
    return { status: "refused", problems: { ...problems, ...(noteProblem === null ? {} : { note: `The note ${noteProblem}.` }) } };
  }
  const { slug, name, content } = result.read;
  try {
    const change = await publish(db, member, { slug, name, ...content, note: note.trim(), expectedVersion }, also);
    const [now] = await listPublished(db, teamId, slug);
    return { status: change.kind === "unchanged" ? "unchanged" : "published", slug, version: now?.version ?? expectedVersion + 1 };
  } catch (error) {
    if (!(error instanceof StaleVersionError)) throw error;
    if (expectedVersion === 0) return { status: "refused", problems: { slug: `There is a profile ${slug} already. Take another name, or edit that one.` } };
    return { status: "stale", version: error.current, changes: await diffProfileVersions(db, teamId, slug, expectedVersion, error.current) };
  }
}

/** A draft as it would be published. */
export type CheckedDraft = {
  /** What is wrong with it. */
  problems: Problems;
  /** What it says, also when nothing but its slug is missing; null while it cannot be read. */
  content: VersionContent | null;
  /** What that changes; null while something is wrong with it. */
  changes: FieldChange[] | null;
};

/**
 * Checks a draft without writing anything.
 * @param fromVersion the version that it was begun from, 0 for a new profile
 * @throws CatalogError when there is no such version
 */
export async function checkDraft(db: Db, { teamId }: Member, draft: ProfileDraft, fromVersion: number): Promise<CheckedDraft> {
  const endpoints = await listEndpointIds(db, teamId);
  const result = readDraft(draft, endpoints);
  if ("problems" in result) {
    const unnamed = readDraft({ ...draft, slug: "draft" }, endpoints);
    return { problems: result.problems, content: "read" in unnamed ? unnamed.read.content : null, changes: null };
  }
  const { content } = result.read;
  if (fromVersion === 0) return { problems: {}, content, changes: [] };
  const before = describeVersion(await getVersionContent(db, teamId, draft.slug, fromVersion));
  return { problems: {}, content, changes: changedFields(before, describeVersion(content)) };
}
