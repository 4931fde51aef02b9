"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { revokeSession } from "@/lib/accounts/sessions";
import { findSessionOfRequest, isHttps, rememberTeam, requireMember, sessionCookie } from "@/lib/auth";
import { getDb } from "@/lib/db";

/** Ends the session's row, so that a copy of the cookie is worth nothing either. */
export async function signOut(): Promise<void> {
  const session = await findSessionOfRequest();
  if (session) await revokeSession(getDb(), session.id, new Date());
  const secure = await isHttps();
  // With the attributes that it was set with: browsers ignore anything else for a name with `__Host-`.
  (await cookies()).set(sessionCookie(secure), "", { httpOnly: true, sameSite: "lax", secure, path: "/", maxAge: 0 });
  redirect("/sign-in");
}

/** Looks at another team of the same person; any other slug changes nothing. */
export async function switchTeam(slug: string): Promise<void> {
  const { teams } = await requireMember();
  const team = teams.find((candidate) => candidate.slug === slug);
  if (team) await rememberTeam(team.slug);
  redirect("/");
}
