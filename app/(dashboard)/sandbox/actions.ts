"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { PublishCandidateInput } from "@/components/sandbox/publish/publish-candidate-input";
import type { PublishResult } from "@/components/profiles/editor-actions";
import { requireMemberOf } from "@/lib/auth";
import { draftShape } from "@/lib/config/profile-draft";
import { getDb } from "@/lib/db";
import { listPublishers } from "@/lib/reports/publishers";
import { publishCandidate as publishPredicted } from "@/lib/scenarios/calibration/publish-candidate";
import { inputsSchema } from "@/lib/scenarios/inputs-schema";

const publishShape = z.strictObject({
  draft: draftShape, note: z.string().max(1_000), expectedVersion: z.int().min(0).max(2 ** 31 - 1), inputs: inputsSchema,
});

/** Publishes a candidate as the next version of its profile, and keeps what was predicted of it, to be held against what happens. */
export async function publishCandidate(teamId: string, input: PublishCandidateInput): Promise<PublishResult> {
  const { inputs, ...publishing } = publishShape.parse(input);
  try {
    const { member } = await requireMemberOf(teamId);
    const result = await publishPredicted(getDb(), member, publishing, inputs, new Date());
    if (result.status === "published") revalidatePath("/profiles", "layout");
    if (result.status !== "stale") return result;
    const { slug } = publishing.draft;
    return { ...result, by: (await listPublishers(getDb(), member.teamId, slug)).get(`${slug}/${result.version}`) ?? null };
  } catch (error) {
    return { status: "failed", message: explainRefusal(error) };
  }
}
