"use server";

import { after } from "next/server";
import { type ForgotResult, refuse } from "@/components/sign-in/form-states";
import { describeWait } from "@/components/sign-in/wait";
import { passwordResetLetter } from "@/lib/accounts/letters";
import { admitResetRequest, requestPasswordReset } from "@/lib/accounts/password-reset";
import { normalizeEmail } from "@/lib/accounts/users";
import { addressOfRequest, getSecret } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { getEnv, publicUrl } from "@/lib/env";
import { findMailer, type Mailer } from "@/lib/mail";

/** Answers the same, and as fast, whether or not anybody has the e-mail. */
export async function requestReset(form: FormData): Promise<ForgotResult> {
  const given = form.get("email");
  const email = typeof given === "string" ? normalizeEmail(given.slice(0, 1_000)) : null;
  const mailer = findMailer();
  if (email === null) return refuse({ email: "That is not an e-mail address." });
  if (mailer === null) return refuse({ form: "This installation sends no e-mail." });
  const waitS = await admitResetRequest(getDb(), getSecret(), { email, address: await addressOfRequest() }, new Date());
  if (waitS > 0) return refuse({ form: `Too many requests. Try again in ${describeWait(waitS)}.` });
  after(() => sendReset(mailer, email));
  return { status: "asked" };
}

async function sendReset(mailer: Mailer, email: string): Promise<void> {
  const reset = await requestPasswordReset(getDb(), email, new Date());
  if (reset === null) return;
  const { token, ...rest } = reset;
  await mailer.send(passwordResetLetter({ ...rest, link: publicUrl(getEnv(), `/reset-password/${token}`) }));
}
