"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { FormState } from "@/components/form/form-state";
import { EXPIRIES, PURPOSES, type CreateKeyState } from "@/components/keys/create-key-state";
import type { LimitKeyState } from "@/components/keys/limit-key";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { revokeApiKey } from "@/lib/accounts/keys/revoke-api-key";
import { setKeyLimits } from "@/lib/accounts/keys/set-key-limits";
import { getSecret, requireMemberOf } from "@/lib/auth";
import type { KeyLimits } from "@/lib/core/key-limits";
import { getDb } from "@/lib/db";

const DAY_MS = 24 * 3_600_000;

const createSchema = z.object({
  name: z.string().trim().min(1, "Give the key a name.").max(200, "At most 200 characters."),
  purpose: z.enum(Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]),
  expiry: z.enum(Object.keys(EXPIRIES) as (keyof typeof EXPIRIES)[]),
});

const limit = z.string().max(100).catch("");
const limitsSchema = z.object({ requestsPerMinute: limit, tokensPerMinute: limit, concurrentCalls: limit });

/** Nothing is no limit; what is no number is none that `checkLimits` takes. */
function readLimits(typed: z.output<typeof limitsSchema>): KeyLimits {
  const read = (text: string) => (text.trim() === "" ? null : Number(text.trim().replaceAll(",", "")));
  return { requestsPerMinute: read(typed.requestsPerMinute), tokensPerMinute: read(typed.tokensPerMinute), concurrentCalls: read(typed.concurrentCalls) };
}

/** Makes a key for the signed-in member; its text is in the answer and nowhere else. */
export async function createKey(teamId: string, _before: CreateKeyState, form: FormData): Promise<CreateKeyState> {
  const limits = limitsSchema.parse(Object.fromEntries(form));
  const typed = { ...limits, name: String(form.get("name") ?? ""), purpose: String(form.get("purpose") ?? "calls"), expiry: String(form.get("expiry") ?? "") };
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
    const { text } = await createApiKey(getDb(), getSecret().peppers, member, { name, scopes, expiresAtMs, limits: readLimits(limits) });
    revalidatePath("/keys");
    return { status: "saved", message: "", created: { name, text, isForCalls: purpose !== "reports" } };
  } catch (error) {
    return { status: "refused", typed, problems: { name: explainRefusal(error) } };
  }
}

/** Puts other limits in the place of those that a key has. */
export async function limitKey(teamId: string, _before: LimitKeyState, form: FormData): Promise<LimitKeyState> {
  const typed = limitsSchema.parse(Object.fromEntries(form));
  const keyId = z.string().max(100).safeParse(form.get("keyId"));
  if (!keyId.success) return { status: "refused", typed, problems: { form: "There is no such key." } };
  try {
    const { member } = await requireMemberOf(teamId);
    const isSet = await setKeyLimits(getDb(), member, keyId.data, readLimits(typed));
    revalidatePath("/keys");
    if (isSet) return { status: "saved", message: "Saved. They hold from the next call on." };
    return { status: "refused", typed, problems: { form: "There is no such key in this team, or it is revoked." } };
  } catch (error) {
    return { status: "refused", typed, problems: { form: explainRefusal(error) } };
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
