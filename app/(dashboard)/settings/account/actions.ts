"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { NameState } from "@/components/settings/name-form";
import type { PasswordState } from "@/components/settings/password-form";
import { plural } from "@/components/counts";
import { changePassword as savePassword, type PasswordChangeResult } from "@/lib/accounts/password-change";
import { renameUser } from "@/lib/accounts/rename-user";
import { addressOfRequest, getSecret, requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { explainRefusal } from "@/app/explain-refusal";

const text = z.string().max(1_000).catch("");
const nameSchema = z.object({ name: text });
const passwordSchema = z.object({ current: text, next: text, repeated: text });

export async function renameAccount(_before: NameState, form: FormData): Promise<NameState> {
  const { user } = await requireMember();
  const typed = nameSchema.parse(Object.fromEntries(form));
  try {
    await renameUser(getDb(), user.id, typed.name);
  } catch (error) {
    return { status: "refused", typed, problems: { name: explainRefusal(error) } };
  }
  revalidatePath("/", "layout");
  return { status: "saved", message: "Saved." };
}

/** Sets a new password of the signed-in person, and ends their other sessions. */
export async function changePassword(_before: PasswordState, form: FormData): Promise<PasswordState> {
  const { user, sessionId } = await requireMember();
  const { current, next, repeated } = passwordSchema.parse(Object.fromEntries(form));
  const refuse = (field: keyof z.infer<typeof passwordSchema>, message: string): PasswordState => ({ status: "refused", typed: {}, problems: { [field]: message } });
  if (next !== repeated) return refuse("repeated", "The two new passwords differ.");
  try {
    const change = { userId: user.id, sessionId, current, next, address: await addressOfRequest() };
    const result = await savePassword(getDb(), getSecret(), change, new Date());
    if ("refused" in result) return refuse("current", explainWrong(result));
    revalidatePath("/settings", "layout");
    const ended = result.endedSessions === 0 ? "You were signed in nowhere else." : `Signed out of ${plural(result.endedSessions, "other session")}.`;
    return { status: "saved", message: `Your password is changed. ${ended}` };
  } catch (error) {
    return refuse("next", explainRefusal(error));
  }
}

function explainWrong({ refused, waitS }: Extract<PasswordChangeResult, { refused: string }>): string {
  return refused === "wait" ? `Too many wrong passwords: try again in ${plural(waitS, "second")}.` : "That is not your current password.";
}
