"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { PublishCandidateInput } from "@/components/sandbox/publish/publish-candidate-input";
import type { PublishResult } from "@/components/profiles/editor-actions";
import { writerOf } from "@/lib/accounts/member";
import { requireMemberOf } from "@/lib/auth";
import { draftShape } from "@/lib/config/profile-draft";
import { publishDraft } from "@/lib/config/publish-draft";
import { getDb } from "@/lib/db";
import { listPublishers } from "@/lib/reports/publishers";
import { recordPrediction } from "@/lib/scenarios/calibration/record-prediction";
import { predictCandidate } from "./predict-candidate";
import { stateSchema } from "./read-state";

const publishShape = z.strictObject({
  draft: draftShape, note: z.string().max(1_000), expectedVersion: z.int().min(0).max(2 ** 31 - 1),
  state: stateSchema, candidate: z.int().min(0), fromMs: z.int(), toMs: z.int(),
});

/** Publishes a candidate as the next version of its profile, and keeps what was predicted of it, to be held against what happens. */
export async function publishCandidate(teamId: string, input: PublishCandidateInput): Promise<PublishResult> {
  const { draft, note, expectedVersion, ...shown } = publishShape.parse(input);
  try {
    const { member } = await requireMemberOf(teamId);
    const { slug } = draft;
    const prediction = await predictCandidate(member.teamId, { slug, ...shown });
    const result = await publishDraft(getDb(), member, { draft, note, expectedVersion });
    if (result.status === "stale") return { ...result, by: (await listPublishers(getDb(), member.teamId, slug)).get(`${slug}/${result.version}`) ?? null };
    if (result.status !== "published") return result;
    const version = await getDb().profileVersion.findFirst({ where: { teamId: member.teamId, version: result.version, profile: { slug } }, select: { id: true } });
    if (version && prediction) await recordPrediction(getDb(), writerOf(member), version.id, prediction);
    revalidatePath("/profiles", "layout");
    return result;
  } catch (error) {
    return { status: "failed", message: explainRefusal(error) };
  }
}
