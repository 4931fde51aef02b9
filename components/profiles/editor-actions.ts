import type { FieldChange } from "@/lib/core/change";
import type { PlanEntry } from "@/lib/core/plan";
import type { Problems, ProfileDraft, SampleDraft } from "@/lib/core/profile-draft";

/** What the editor asks of the server while a draft is being written, and at its end. */

export type CheckInput = { draft: ProfileDraft; sample: SampleDraft; /** The version that the draft was begun from, 0 for none. */ fromVersion: number };

export type Checked = {
  /** Of the draft and, below `sample.`, of the sample. */
  problems: Problems;
  /** null while the draft or the sample cannot be read. */
  plan: PlanEntry[] | null;
  /** From the version that the draft was begun from; null while the draft cannot be read. */
  changes: FieldChange[] | null;
};

export type PublishInput = { draft: ProfileDraft; note: string; expectedVersion: number };

export type PublishResult =
  | { status: "published" | "unchanged"; slug: string; version: number }
  | { status: "refused"; problems: Problems }
  | { status: "stale"; version: number; changes: FieldChange[]; /** Who published it; null when that is not known. */ by: string | null }
  /** In a sentence. */
  | { status: "failed"; message: string };

export type RestoreInput = { slug: string; version: number; expectedVersion: number; /** Why; may be empty. */ note: string };
export type RestoreResult = { status: "restored"; version: number } | { status: "failed"; message: string };

export type EditorActions = {
  check: (input: CheckInput) => Promise<Checked>;
  publish: (input: PublishInput) => Promise<PublishResult>;
};
