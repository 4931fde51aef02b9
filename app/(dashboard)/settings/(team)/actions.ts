"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { NewTeamState } from "@/components/settings/new-team-form";
import type { TeamFormState } from "@/components/settings/team-form";
import { createTeamOf, StaleTeamError, TeamSettingsError, updateTeam as saveTeam } from "@/lib/accounts/team-settings";
import { rememberTeam, requireMember, requireMemberOf } from "@/lib/auth";
import { labelProblem, slugProblem } from "@/lib/core/name";
import { getDb } from "@/lib/db";
import { explainRefusal } from "@/app/explain-refusal";

const text = z.string().max(1_000).catch("");
const teamSchema = z.object({ name: text, timeZone: text, readName: text, readTimeZone: text });
const newTeamSchema = z.object({ name: text, slug: text });

/** Saves the name and the time zone of the member's team, unless somebody else did meanwhile. */
export async function updateTeam(teamId: string, before: TeamFormState, form: FormData): Promise<TeamFormState> {
  const { readName, readTimeZone, ...typed } = teamSchema.parse(Object.fromEntries(form));
  const kept = before.read === undefined ? {} : { read: before.read };
  try {
    const { member } = await requireMemberOf(teamId);
    const read = await saveTeam(getDb(), member, typed, { name: readName, timeZone: readTimeZone });
    revalidatePath("/", "layout");
    return { status: "saved", message: "Saved.", read };
  } catch (error) {
    if (error instanceof TeamSettingsError) return { status: "refused", typed, problems: { [error.field]: `${error.message}.` }, ...kept };
    if (error instanceof StaleTeamError) {
      return { status: "refused", typed, problems: { form: `${error.message}. Save again to put yours in their place.` }, read: error.current };
    }
    return { status: "refused", typed, problems: { form: explainRefusal(error) }, ...kept };
  }
}

/** Makes a team, and looks at it. */
export async function createTeam(_before: NewTeamState, form: FormData): Promise<NewTeamState> {
  const { member } = await requireMember();
  const typed = newTeamSchema.parse(Object.fromEntries(form));
  const team = { name: typed.name.trim(), slug: typed.slug.trim() };
  const [nameFault, slugFault] = [labelProblem(team.name), slugProblem(team.slug)];
  if (nameFault !== null || slugFault !== null) {
    const problems = { ...(nameFault && { name: `The name ${nameFault}.` }), ...(slugFault && { slug: `The slug ${slugFault}.` }) };
    return { status: "refused", typed, problems };
  }
  try {
    await createTeamOf(getDb(), member, team);
  } catch (error) {
    return { status: "refused", typed, problems: { slug: explainRefusal(error) } };
  }
  await rememberTeam(team.slug);
  redirect("/");
}
