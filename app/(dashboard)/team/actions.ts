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
import type { Member } from "@/lib/accounts/member";
import { changeRole as saveRole, leaveTeam as leave, removeMember as remove } from "@/lib/accounts/members";
import { ROLES } from "@/lib/accounts/permissions";
import { ownOrigin, requireMemberOf, type SignedIn } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { getEnv, publicUrl } from "@/lib/env";
import { findMailer } from "@/lib/mail";
import { explainRefusal } from "@/app/explain-refusal";

const text = z.string().max(1_000).catch("");
const inviteSchema = z.object({ email: text, role: text });
const roleSchema = z.enum(ROLES);
const personSchema = z.uuid();

/** Invites a person to the member's team; the link is in the answer and nowhere else. */
export async function invite(teamId: string, _before: InviteState, form: FormData): Promise<InviteState> {
  const typed = inviteSchema.parse(Object.fromEntries(form));
  const role = roleSchema.safeParse(typed.role);
  if (!role.success) return { status: "refused", typed, problems: { role: "Choose one of the roles." } };
  let signedIn: SignedIn;
  let invitation: CreatedInvitation;
  try {
    signedIn = await requireMemberOf(teamId);
    invitation = await createInvitation(getDb(), signedIn.member, { email: typed.email, role: role.data }, new Date());
  } catch (error) {
    return { status: "refused", typed, problems: { email: explainRefusal(error) } };
  }
  const { team, user } = signedIn;
  const { email, expiresAt } = invitation;
  const path = `/invitation/${invitation.token}`;
  const delivery = await deliver(invitationLetter({ email, teamName: team.name, role: role.data, invitedBy: user.name, expiresAt, link: publicUrl(getEnv(), path) }));
  revalidatePath("/team");
  const until = `${formatTime(expiresAt, "minute", team.timeZone)} ${team.timeZone}`;
  return { status: "saved", message: "", invited: { email, role: role.data, link: `${await ownOrigin()}${path}`, until, delivery } };
}

async function deliver(letter: ReturnType<typeof invitationLetter>): Promise<Delivery> {
  const mailer = findMailer();
  if (mailer === null) return "none";
  return (await mailer.send(letter)) ? "sent" : "failed";
}

/** Ends an open invitation. */
export async function revokeInvitation(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  return perform(teamId, (member) => endInvitation(getDb(), member, text.parse(form.get("invitation")), new Date()));
}

export async function changeRole(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const [userId, role] = [personSchema.safeParse(form.get("userId")), roleSchema.safeParse(form.get("role"))];
  if (!userId.success || !role.success) return refuse("There is no such person or role.");
  return perform(teamId, (member) => saveRole(getDb(), member, userId.data, role.data));
}

export async function removeMember(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const userId = personSchema.safeParse(form.get("userId"));
  if (!userId.success) return refuse("There is no such person.");
  return perform(teamId, (member) => remove(getDb(), member, userId.data));
}

/** Ends the person's own membership, and goes to another team of theirs. */
export async function leaveTeam(teamId: string): Promise<FormState<never>> {
  const result = await perform(teamId, (member) => leave(getDb(), member));
  if (result.status === "saved") redirect("/");
  return result;
}

async function perform(teamId: string, change: (member: Member) => Promise<void>): Promise<FormState<never>> {
  try {
    const { member } = await requireMemberOf(teamId);
    await change(member);
  } catch (error) {
    return refuse(explainRefusal(error));
  }
  revalidatePath("/team");
  return { status: "saved", message: "Saved." };
}

function refuse(message: string): FormState<never> {
  return { status: "refused", typed: {}, problems: { form: message } };
}
