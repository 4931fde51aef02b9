"use server";

import { redirect } from "next/navigation";
import { endSessionOfRequest, rememberTeam, requireMember } from "@/lib/auth";

/** Ends the session, here and for who kept its cookie. */
export async function signOut(): Promise<void> {
  await endSessionOfRequest();
  redirect("/sign-in");
}

/** Looks at another team of the same person; any other slug changes nothing. */
export async function switchTeam(slug: string): Promise<void> {
  const { teams } = await requireMember();
  if (teams.some((team) => team.slug === slug)) await rememberTeam(slug);
  redirect("/");
}
