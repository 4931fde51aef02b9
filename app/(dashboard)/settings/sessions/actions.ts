"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { FormState } from "@/components/form/form-state";
import { revokeOtherSessions, revokeOwnSession } from "@/lib/accounts/session-list";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";

/** Ends one session of the signed-in person. */
export async function endSession(_before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const { user } = await requireMember();
  const id = z.string().max(100).catch("").parse(form.get("session"));
  if (!(await revokeOwnSession(getDb(), user.id, id, new Date()))) {
    return { status: "refused", typed: {}, problems: { form: "You have no such session." } };
  }
  revalidatePath("/settings/sessions");
  return { status: "saved", message: "Signed out." };
}

/** Ends all sessions of the signed-in person but this one. */
export async function endOtherSessions(): Promise<FormState<never>> {
  const { user, sessionId } = await requireMember();
  await revokeOtherSessions(getDb(), user.id, sessionId, new Date());
  revalidatePath("/settings/sessions");
  return { status: "saved", message: "Signed out everywhere else." };
}
