"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { ResetResult } from "@/components/sign-in/form-states";
import { AccountError } from "@/lib/accounts/account-error";
import { resetPassword } from "@/lib/accounts/password-reset";
import { PASSWORD_LENGTH } from "@/lib/core/password-length";
import { getDb } from "@/lib/db";

const schema = z.object({ token: z.string().max(100), password: z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max) });

/** Sets the password of the link's person, and leads to sign in with it. */
export async function setNewPassword(form: FormData): Promise<ResetResult> {
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const { min, max } = PASSWORD_LENGTH;
    return { status: "refused", field: "password", message: `A password must have ${min} to ${max} characters.` };
  }
  try {
    await resetPassword(getDb(), parsed.data.token, parsed.data.password, new Date());
  } catch (error) {
    if (error instanceof AccountError) return { status: "refused", message: `${error.message}.` };
    throw error;
  }
  redirect("/sign-in?done=password");
}
