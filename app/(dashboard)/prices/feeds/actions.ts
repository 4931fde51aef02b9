"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { FormState } from "@/components/form/form-state";
import { plural } from "@/components/counts";
import { requireMemberOf } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { getEnv } from "@/lib/env";
import { decideProposal } from "@/lib/feeds/decide-proposal";
import { addFeed, readFeedNow, removeFeed } from "@/lib/feeds/feeds";
import { FEED_KINDS } from "@/lib/feeds/kinds";

const newFeed = z.object({ name: z.string(), kind: z.enum(FEED_KINDS), url: z.string(), everyHours: z.coerce.number().int().min(0).max(24 * 30) });

/** Adds a feed. */
export async function submitFeed(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const typed = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value.trim()]] : [])));
  const parsed = newFeed.safeParse(typed);
  if (!parsed.success) return { status: "refused", typed, problems: { form: "Choose a kind, and how often it is read." } };
  try {
    const { member } = await requireMemberOf(teamId);
    await addFeed(getDb(), member, parsed.data, getEnv().ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS);
  } catch (error) {
    return { status: "refused", typed, problems: { url: explainRefusal(error) } };
  }
  revalidatePath("/prices", "layout");
  return { status: "saved", message: `${parsed.data.name} was added. Read it now, or it is read within ten minutes.` };
}

/** Reads a feed at once and says what came of it. */
export async function submitReading(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  return act(form, async (id) => {
    const { member } = await requireMemberOf(teamId);
    const limits = { privateAllowed: getEnv().ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS, signal: AbortSignal.timeout(120_000) };
    const outcome = await readFeedNow(getDb(), member, id, new Date(), limits);
    if ("problem" in outcome) return "It could not be read: the old prices stand.";
    const { changes, proposed } = outcome.reading;
    return `Read: ${plural(changes.length, "price")} changed, ${proposed} to be decided.`;
  });
}

/** Removes a feed and what it proposed. */
export async function submitRemoval(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  return act(form, async (id) => {
    const { member } = await requireMemberOf(teamId);
    await removeFeed(getDb(), member, id);
    return "Removed.";
  });
}

/** Approves or refuses a proposed price. */
export async function submitDecision(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  return act(form, async (id) => {
    const { member } = await requireMemberOf(teamId);
    const approved = form.get("decision") === "approve";
    await decideProposal(getDb(), member, { id, approved }, new Date());
    return approved ? "Approved." : "Refused.";
  });
}

async function act(form: FormData, run: (id: string) => Promise<string>): Promise<FormState<never>> {
  const id = z.uuid().safeParse(form.get("id"));
  if (!id.success) return { status: "refused", typed: {}, problems: { form: "There is no such thing any more." } };
  try {
    const message = await run(id.data);
    revalidatePath("/prices", "layout");
    return { status: "saved", message };
  } catch (error) {
    return { status: "refused", typed: {}, problems: { form: explainRefusal(error) } };
  }
}
