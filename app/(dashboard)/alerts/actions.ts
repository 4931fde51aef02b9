"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { ChannelState } from "@/components/alerts/channel-state";
import type { FormState } from "@/components/form/form-state";
import { listRules, saveRule } from "@/lib/alerts/rules";
import { parseSettings } from "@/lib/alerts/settings";
import { getSecret, requireMemberOf } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { CHANNEL_KINDS, createChannel, revokeChannel } from "@/lib/delivery/channels";
import { retryDelivery } from "@/lib/delivery/deliveries";
import { createSender } from "@/lib/delivery/job";
import { testChannel } from "@/lib/delivery/test-channel";
import { getEnv } from "@/lib/env";

const id = z.uuid();

const channelSchema = z.object({
  name: z.string().trim().min(1, "Give the channel a name.").max(100, "At most 100 characters."),
  kind: z.enum(CHANNEL_KINDS, "Choose what it is."),
  url: z.string().trim().min(1, "Paste its address.").max(2_000, "At most 2,000 characters."),
});

/** Adds a channel; a webhook's key is in the answer and nowhere else. */
export async function addChannel(teamId: string, _before: ChannelState, form: FormData): Promise<ChannelState> {
  const typed = { name: textOf(form, "name"), kind: textOf(form, "kind"), url: textOf(form, "url") };
  const parsed = channelSchema.safeParse(typed);
  if (!parsed.success) return { status: "refused", typed, problems: Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message])) };
  try {
    const { member } = await requireMemberOf(teamId);
    const { secret } = await createChannel(getDb(), getSecret(), member, { ...parsed.data, privateAllowed: getEnv().ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS });
    revalidatePath("/alerts");
    return { status: "saved", message: "", created: { name: parsed.data.name, secret } };
  } catch (error) {
    return { status: "refused", typed, problems: { url: explainRefusal(error) } };
  }
}

/** Ends a channel for good. */
export async function endChannel(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  return perform(teamId, form, "Revoked.", async (member, channelId) => {
    await revokeChannel(getDb(), member, channelId, new Date());
    return null;
  });
}

/** Sends a test message to a channel, now. */
export async function tryChannel(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  return perform(teamId, form, "Arrived.", (member, channelId) => testChannel(createSender(getDb()), member, channelId, new Date()));
}

/** Tries a message again that was given up. */
export async function retryMessage(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  return perform(teamId, form, "It is tried again within seconds.", async (member, deliveryId) => {
    await retryDelivery(getDb(), member, deliveryId, new Date());
    return null;
  });
}

/** Changes the bounds and receivers of a rule, or switches it on or off. */
export async function changeRule(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const typed = Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  const refuse = (problems: Record<string, string>): FormState<string> => ({ status: "refused", typed, problems });
  try {
    const { member } = await requireMemberOf(teamId);
    const rule = (await listRules(getDb(), teamId)).find((each) => each.id === typed["id"]);
    if (rule === undefined) return refuse({ form: "The team has no such rule." });
    const parsed = parseSettings(rule.kind, typed);
    if ("problems" in parsed) return refuse(parsed.problems);
    const chosen = (name: string) => form.getAll(name).filter((value): value is string => id.safeParse(value).success);
    const receivers = { memberIds: chosen("member"), channelIds: chosen("channel") };
    await saveRule(getDb(), member, { id: rule.id, enabled: typed["enabled"] === "1", settings: parsed.settings, ...receivers }, new Date());
    revalidatePath("/alerts");
    return { status: "saved", message: "Saved." };
  } catch (error) {
    return refuse({ form: explainRefusal(error) });
  }
}

type Acting = Awaited<ReturnType<typeof requireMemberOf>>["member"];

/** @param act what to do with the thing that the form names; may say what went wrong */
async function perform(teamId: string, form: FormData, done: string, act: (member: Acting, id: string) => Promise<string | null>): Promise<FormState<never>> {
  const parsed = id.safeParse(form.get("id"));
  const refuse = (message: string): FormState<never> => ({ status: "refused", typed: {}, problems: { form: message } });
  if (!parsed.success) return refuse("There is no such thing any more.");
  try {
    const { member } = await requireMemberOf(teamId);
    const problem = await act(member, parsed.data);
    revalidatePath("/alerts");
    return typeof problem === "string" ? refuse(`It did not arrive: ${problem}.`) : { status: "saved", message: done };
  } catch (error) {
    return refuse(explainRefusal(error));
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
