"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { Checked, CheckInput, PublishInput, PublishResult, RestoreInput, RestoreResult } from "@/components/profiles/editor-actions";
import { requireMember, requireMemberOf } from "@/lib/auth";
import { listEndpointChoices } from "@/lib/catalog/endpoint-choices";
import { restoreVersion } from "@/lib/config/change-profile";
import { draftShape } from "@/lib/config/profile-draft";
import { checkDraft, publishDraft } from "@/lib/config/publish-draft";
import { getDb } from "@/lib/db";
import { type Experience, previewPlan } from "@/lib/gateway/preview-plan";
import { readSample, sampleShape } from "@/lib/gateway/sample-call";
import { listEndpointRecords } from "@/lib/reports/endpoint-record";
import { listPublishers } from "@/lib/reports/publishers";

const version = z.int().min(0).max(2 ** 31 - 1);
const checkShape = z.strictObject({ draft: draftShape, sample: sampleShape, fromVersion: version });
const publishShape = z.strictObject({ draft: draftShape, note: z.string().max(1_000), expectedVersion: version });
const restoreShape = z.strictObject({ slug: z.string().max(100), version, expectedVersion: version, note: z.string().max(1_000) });

/** What is wrong with a draft, what it changes, and its plan for a sample call. Writes nothing. */
export async function checkProfile(input: CheckInput): Promise<Checked> {
  const { member } = await requireMember();
  const { draft, sample, fromVersion } = checkShape.parse(input);
  const now = new Date();
  const checked = await checkDraft(getDb(), member, draft, fromVersion);
  const call = readSample(sample, now);
  const problems = { ...checked.problems, ...("problems" in call ? call.problems : {}) };
  if (!checked.content || !("call" in call)) return { problems, plan: null, changes: checked.changes };
  const [choices, records] = await Promise.all([
    listEndpointChoices(getDb(), member.teamId, now),
    listEndpointRecords(getDb(), member.teamId, now),
  ]);
  const experience = new Map(choices.flatMap(({ endpoint: { id, name } }): [string, Experience][] => {
    const record = records.get(name);
    return record ? [[id, record]] : [];
  }));
  const plan = previewPlan({ content: checked.content, choices, experience, sample: call.call });
  return { problems, plan: plan.entries, changes: checked.changes };
}

/** Publishes a draft as the next version of its profile, unless another was published meanwhile. */
export async function publishProfile(teamId: string, input: PublishInput): Promise<PublishResult> {
  const given = publishShape.parse(input);
  try {
    const { member } = await requireMemberOf(teamId);
    const result = await publishDraft(getDb(), member, given);
    if (result.status === "published") revalidatePath("/profiles", "layout");
    if (result.status !== "stale") return result;
    const { slug } = given.draft;
    return { ...result, by: (await listPublishers(getDb(), member.teamId, slug)).get(`${slug}/${result.version}`) ?? null };
  } catch (error) {
    return { status: "failed", message: explainRefusal(error) };
  }
}

/** Lets an earlier version serve again. */
export async function restoreProfileVersion(teamId: string, input: RestoreInput): Promise<RestoreResult> {
  const { slug, version: wanted, expectedVersion, note } = restoreShape.parse(input);
  try {
    const { member } = await requireMemberOf(teamId);
    await restoreVersion(getDb(), member, slug, wanted, expectedVersion, note.trim());
    revalidatePath("/profiles", "layout");
    return { status: "restored", version: wanted };
  } catch (error) {
    return { status: "failed", message: explainRefusal(error) };
  }
}
