"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/form/form-state";
import { formatTime } from "@/components/times";
import type { Delivery } from "@/components/team/describe-delivery";
import type { InviteState } from "@/components/team/invite-form";
import { type CreatedInvitation, createInvitation, revokeInvitation as endInvitation } from "@/lib/accounts/invitations";
import { invitationLetter } from "@/lib/accounts/letters";
import { changeRole as saveRole, leaveTeam as leave, removeMember as remove } from "@/lib/accounts/members";
import { ROLES } from "@/lib/accounts/permissions";
import { ownOrigin, requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { findMailer } from "@/lib/mail";
import { explainRefusal } from "@/app/explain-refusal";

const text = z.string().max(1_000).catch("");
const inviteSchema = z.object({ email: text, role: text });
const roleSchema = z.enum(ROLES);
const personSchema = z.uuid();

/** Invites a person to the member's team; the link is in the answer and nowhere else. */
export async function invite(_before: InviteState, form: FormData): Promise<InviteState> {
  const { member, team, user } = await requireMember();
  const typed = inviteSchema.parse(Object.fromEntries(form));
  const role = roleSchema.safeParse(typed.role);
  if (!role.success) return { status: "refused", typed, problems: { role: "Choose one of the roles." } };
  let invitation: CreatedInvitation;
  try {
    invitation = await createInvitation(getDb(), member, { email: typed.email, role: role.data }, new Date());
  } catch (error) {
    return { status: "refused", typed, problems: { email: explainRefusal(error) } };
  }
  const { email, expiresAt } = invitation;
  const link = `${await ownOrigin()}/invitation/${invitation.token}`;
  const delivery = await deliver(invitationLetter({ email, teamName: team.name, role: role.data, invitedBy: user.name, expiresAt, link }));
  revalidatePath("/team");
  const until = `${formatTime(expiresAt, "minute", team.timeZone)} ${team.timeZone}`;
  return { status: "saved", message: "", invited: { email, role: role.data, link, until, delivery } };
}

async function deliver(letter: ReturnType<typeof invitationLetter>): Promise<Delivery> {
  const mailer = findMailer();
  if (mailer === null) return "none";
  return (await mailer.send(letter)) ? "sent" : "failed";
}

/** Ends an open invitation. */
export async function revokeInvitation(_before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const { member } = await requireMember();
  return perform(() => endInvitation(getDb(), member, text.parse(form.get("invitation")), new Date()));
}

export async function changeRole(_before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const { member } = await requireMember();
  const [userId, role] = [personSchema.safeParse(form.get("userId")), roleSchema.safeParse(form.get("role"))];
  if (!userId.success || !role.success) return refuse("There is no such person or role.");
  return perform(() => saveRole(getDb(), member, userId.data, role.data));
}

export async function removeMember(_before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const { member } = await requireMember();
  const userId = personSchema.safeParse(form.get("userId"));
  if (!userId.success) return refuse("There is no such person.");
  return perform(() => remove(getDb(), member, userId.data));
}

/** Ends the person's own membership, and goes to another team of theirs. */
export async function leaveTeam(): Promise<FormState<never>> {
  const { member } = await requireMember();
  const result = await perform(() => leave(getDb(), member));
  if (result.status === "saved") redirect("/");
  return result;
}

async function perform(change: () => Promise<void>): Promise<FormState<never>> {
  try {
    await change();
  } catch (error) {
    return refuse(explainRefusal(error));
  }
  revalidatePath("/team");
  return { status: "saved", message: "Saved." };
}

function refuse(message: string): FormState<never> {
  return { status: "refused", typed: {}, problems: { form: message } };
}
