"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import { refuse, type ResetResult } from "@/components/sign-in/form-states";
import { resetPassword } from "@/lib/accounts/password-reset";
import { PASSWORD_LENGTH } from "@/lib/core/password-length";
import { getDb } from "@/lib/db";

const schema = z.object({ token: z.string().max(100), password: z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max) });

/** Sets the password of the link's person, and leads to sign in with it. */
export async function setNewPassword(form: FormData): Promise<ResetResult> {
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const { min, max } = PASSWORD_LENGTH;
    return refuse({ password: `A password must have ${min} to ${max} characters.` });
  }
  try {
    await resetPassword(getDb(), parsed.data.token, parsed.data.password, new Date());
  } catch (error) {
    return refuse({ form: explainRefusal(error) });
  }
  redirect("/sign-in?done=password");
}
