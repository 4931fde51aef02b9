"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { CheapestResult } from "@/components/prices/price-actions";
import { requireMemberOf } from "@/lib/auth";
import { publishDraft } from "@/lib/config/publish-draft";
import { emptyDraft } from "@/lib/core/profile-draft";
import { getDb } from "@/lib/db";

const shape = z.strictObject({ slug: z.string().max(1_000), endpoints: z.array(z.string().max(1_000)).min(1).max(100) });

/** Publishes a new profile whose strategy asks the cheapest of these hosts first. */
export async function makeCheapestProfile(teamId: string, input: z.input<typeof shape>): Promise<CheapestResult> {
  const { slug, endpoints } = shape.parse(input);
  try {
    const { member } = await requireMemberOf(teamId);
    const draft = { ...emptyDraft("cheapest", endpoints), slug };
    const result = await publishDraft(getDb(), member, { draft, note: "Made on the price board", expectedVersion: 0 });
    if (result.status === "refused") return { status: "refused", problem: result.problems["slug"] ?? Object.values(result.problems)[0] ?? "" };
    revalidatePath("/profiles", "layout");
    return { status: "published", slug: draft.slug };
  } catch (error) {
    return { status: "refused", problem: explainRefusal(error) };
  }
}
