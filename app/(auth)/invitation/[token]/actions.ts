"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import { type AcceptResult, type JoinResult, type Refusal, refuse } from "@/components/sign-in/form-states";
import { acceptInvitation } from "@/lib/accounts/accept-invitation";
import { endSessionOfRequest, findSessionOfRequest, rememberTeam } from "@/lib/auth";
import { PASSWORD_LENGTH } from "@/lib/core/password-length";
import { getDb } from "@/lib/db";

const token = z.string().max(100);
const joinSchema = z.object({
  token,
  name: z.string().trim().min(1, "Say what you are called.").max(200, "At most 200 characters."),
  password: z
    .string()
    .min(PASSWORD_LENGTH.min, `A password must have at least ${PASSWORD_LENGTH.min} characters.`)
    .max(PASSWORD_LENGTH.max, `A password must have at most ${PASSWORD_LENGTH.max} characters.`),
});

/** Makes a user with a password out of who holds the link, and a member of the team. */
export async function joinAsNew(form: FormData): Promise<JoinResult> {
  const parsed = joinSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) return refusalOf(parsed.error);
  const { token, name, password } = parsed.data;
  try {
    const { teamSlug, email } = await acceptInvitation(getDb(), token, new Date(), { name, password });
    await rememberTeam(teamSlug);
    return { status: "joined", email };
  } catch (error) {
    return refuse({ form: explainRefusal(error) });
  }
}

/** Makes the signed-in person a member of the team. */
export async function acceptAsMe(form: FormData): Promise<AcceptResult> {
  const session = await findSessionOfRequest();
  if (session === null) return refuse({ form: "Your session has ended. Load this page again, then sign in." });
  try {
    const { teamSlug } = await acceptInvitation(getDb(), token.parse(form.get("token")), new Date(), { userId: session.user.id });
    await rememberTeam(teamSlug);
  } catch (error) {
    return refuse({ form: explainRefusal(error) });
  }
  redirect("/");
}

/** Ends the session of another person's e-mail, and comes back. */
export async function signOutToInvitation(form: FormData): Promise<AcceptResult> {
  await endSessionOfRequest();
  redirect(`/invitation/${encodeURIComponent(token.parse(form.get("token")))}`);
}

function refusalOf({ issues }: z.ZodError): Refusal {
  const [issue] = issues;
  const field = issue?.path[0];
  const message = issue?.message ?? "That cannot be.";
  return refuse({ [field === "name" || field === "password" ? field : "form"]: message });
}
