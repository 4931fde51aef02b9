"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { FormState } from "@/components/form/form-state";
import { EXPIRIES, PURPOSES, type CreateKeyState } from "@/components/keys/create-key-state";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { revokeApiKey } from "@/lib/accounts/keys/revoke-api-key";
import { getSecret, requireMemberOf } from "@/lib/auth";
import { getDb } from "@/lib/db";

const DAY_MS = 24 * 3_600_000;

const createSchema = z.object({
  name: z.string().trim().min(1, "Give the key a name.").max(200, "At most 200 characters."),
  purpose: z.enum(Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]),
  expiry: z.enum(Object.keys(EXPIRIES) as (keyof typeof EXPIRIES)[]),
});

/** Makes a key for the signed-in member; its text is in the answer and nowhere else. */
export async function createKey(teamId: string, _before: CreateKeyState, form: FormData): Promise<CreateKeyState> {
  const typed = { name: String(form.get("name") ?? ""), purpose: String(form.get("purpose") ?? "calls"), expiry: String(form.get("expiry") ?? "") };
  const parsed = createSchema.safeParse(typed);
  if (!parsed.success) {
    return { status: "refused", typed, problems: { name: parsed.error.issues[0]?.message ?? "That is not a valid key." } };
  }
  const { name, purpose, expiry } = parsed.data;
  const { scopes } = PURPOSES[purpose];
  const { days } = EXPIRIES[expiry];
  try {
    const { member } = await requireMemberOf(teamId);
    const expiresAtMs = days === null ? null : Date.now() + days * DAY_MS;
    const { text } = await createApiKey(getDb(), getSecret().peppers, member, { name, scopes, expiresAtMs });
    revalidatePath("/keys");
    return { status: "saved", message: "", created: { name, text, isForCalls: purpose !== "reports" } };
  } catch (error) {
    return { status: "refused", typed, problems: { name: explainRefusal(error) } };
  }
}

/** Revokes a key of the member's team for good. */
export async function revokeKey(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const keyId = z.string().max(100).safeParse(form.get("keyId"));
  if (!keyId.success) return refuse("There is no such key.");
  try {
    const { member } = await requireMemberOf(teamId);
    const revokedAt = await revokeApiKey(getDb(), member, keyId.data, new Date());
    revalidatePath("/keys");
    return revokedAt === null ? refuse("There is no such key in this team.") : { status: "saved", message: "Revoked." };
  } catch (error) {
    return refuse(explainRefusal(error));
  }
}

function refuse(message: string): FormState<never> {
  return { status: "refused", typed: {}, problems: { form: message } };
}
