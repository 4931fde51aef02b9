import { isIP } from "node:net";
import type { NextAuthOptions, User as AuthUser } from "next-auth";
import { decode, type JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { OtherTeamError } from "@/lib/accounts/account-error";
import type { Member } from "@/lib/accounts/member";
import { type InstallationSecret, loadInstallationSecret } from "@/lib/accounts/secret";
import { createSession, findSession, revokeSession } from "@/lib/accounts/sessions";
import { signIn } from "@/lib/accounts/sign-in";
import { type OutsidePerson, signInElsewhere } from "@/lib/accounts/sign-in-elsewhere";
import { listTeamsOfUser, type TeamOfUser } from "@/lib/accounts/teams";
import type { User } from "@/lib/accounts/users";
import { prepareProviders } from "./auth/services";
import { getDb } from "./db";
import { getEnv } from "./env";

/** As long as the session row that it names: lib/accounts/sessions.ts. */
const COOKIE_SECONDS = 14 * 24 * 3_600;

const TEAM_COOKIE = "routeledger.team";
const TEAM_COOKIE_SECONDS = 365 * 24 * 3_600;
/** proxy.ts puts the address of the page here, for the way back after signing in. */
export const PATH_HEADER = "x-routeledger-path";
/** Begins the error of a sign-in that has to wait; whole seconds follow. */
export const WAIT_PREFIX = "wait:";

// next-auth takes its own address from the gateway's forwarded host, unless NEXTAUTH_URL says how users reach us.
process.env.AUTH_TRUST_HOST ??= "1";

const shared = globalThis as { routeledgerSecret?: InstallationSecret };

/** What this installation encrypts, signs and hashes with. Throws SecretError. */
export function getSecret(): InstallationSecret {
  const { ROUTELEDGER_DATA_DIR: dataDir, ROUTELEDGER_SECRET: fromEnv } = getEnv();
  shared.routeledgerSecret ??= loadInstallationSecret({ dataDir, fromEnv });
  return shared.routeledgerSecret;
}

const credentialsSchema = z.object({ email: z.string().max(320), password: z.string().max(1_024) });

/** next-auth's options for the request at hand: the cookie is secure when the user came by https. */
export async function authOptions(): Promise<NextAuthOptions> {
  const secure = await isHttps();
  return {
    secret: getSecret().sessionSecret,
    session: { strategy: "jwt", maxAge: COOKIE_SECONDS },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookie(secure),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (input, request) => authorize(input, clientAddress(request.headers ?? {})),
      }),
      ...prepareProviders(getEnv(), admit),
    ],
    callbacks: {
      // A service's person who may not come in is told why on the sign-in page.
      signIn: ({ user }) => ("refused" in user ? `/sign-in?error=outside-${String(user.refused)}` : true),
      // `user` is there at the sign-in alone, as `authorize` or `admit` gave it.
      jwt: ({ token, user }) => (user && "sessionId" in user ? { sub: user.id, sessionId: user.sessionId } : token),
    },
    events: {
      signOut: ({ token }) => revokeSession(getDb(), sessionIdOf(token) ?? "", new Date()),
    },
    logger: {
      // A cookie of another installation on the same host is no error, and nothing here may print a token.
      error: (code) => void (code === "JWT_SESSION_ERROR" || process.stderr.write(`next-auth: ${code}\n`)),
    },
  };
}

function sessionCookie(secure: boolean): string {
  return secure ? "__Host-routeledger.session" : "routeledger.session";
}

async function isHttps(): Promise<boolean> {
  const proto = (await headers()).get("x-forwarded-proto");
  return getEnv().NEXTAUTH_URL?.startsWith("https:") ?? proto === "https";
}

/** Where this very request came to, such as `https://ledger.example`: for examples and links that work when they are pasted. */
export async function ownOrigin(): Promise<string> {
  const { NEXTAUTH_URL: told } = getEnv();
  if (told) return new URL(told).origin;
  const received = await headers();
  const host = received.get("x-forwarded-host") ?? received.get("host") ?? "127.0.0.1:3000";
  return `${(await isHttps()) ? "https" : "http"}://${host}`;
}

async function authorize(input: unknown, address: string) {
  const credentials = credentialsSchema.safeParse(input);
  if (!credentials.success) return null;
  const now = new Date();
  const result = await signIn(getDb(), getSecret(), { ...credentials.data, address }, now);
  if ("user" in result) return beginSession(result.user, now);
  if (result.refused === "wait") throw new Error(`${WAIT_PREFIX}${result.waitS}`);
  return null;
}

/** Lets a service's person in, when they are somebody here. */
async function admit(person: OutsidePerson): Promise<AuthUser> {
  const now = new Date();
  const found = await signInElsewhere(getDb(), person, now);
  return "refused" in found ? { ...found, id: person.subject } : beginSession(found, now);
}

async function beginSession(user: User, now: Date): Promise<User & { sessionId: string }> {
  const userAgent = (await headers()).get("user-agent") ?? "";
  return { ...user, sessionId: (await createSession(getDb(), user.id, now, userAgent)).id };
}

/** The client's network address, for limits. */
export async function addressOfRequest(): Promise<string> {
  return clientAddress({ "x-forwarded-for": (await headers()).get("x-forwarded-for") });
}

/** The last entry is the one that the gateway wrote; those before it are whatever the client claimed. */
function clientAddress(received: Record<string, unknown>): string {
  const chain = received["x-forwarded-for"];
  const last = typeof chain === "string" ? (chain.split(",").at(-1)?.trim() ?? "") : "";
  return isIP(last) === 0 ? "unknown" : last;
}

/** Whoever is signed in, and the team that they look at. */
export type SignedIn = { sessionId: string; user: User; teams: TeamOfUser[]; team: TeamOfUser; member: Member };

/** The session of this request, checked against its row once per request; null when there is none any more. */
export const findSessionOfRequest = cache(async () => {
  const cookie = (await cookies()).get(sessionCookie(await isHttps()))?.value ?? "";
  // What cannot be decrypted is over, forged, or another installation's.
  const token = await decode({ token: cookie, secret: getSecret().sessionSecret }).catch(() => null);
  const sessionId = sessionIdOf(token);
  return sessionId === null ? null : findSession(getDb(), sessionId, new Date());
});

/** Ends the row of this request's session, so that a copy of its cookie is worth nothing either. */
export async function endSessionOfRequest(): Promise<void> {
  const session = await findSessionOfRequest();
  if (session) await revokeSession(getDb(), session.id, new Date());
  const secure = await isHttps();
  // With the attributes that it was set with: browsers ignore anything else for a name with `__Host-`.
  (await cookies()).set(sessionCookie(secure), "", { httpOnly: true, sameSite: "lax", secure, path: "/", maxAge: 0 });
}

/** Lets a person look at this team from now on, in this browser. For actions only: a page cannot set cookies. */
export async function rememberTeam(slug: string): Promise<void> {
  const secure = await isHttps();
  (await cookies()).set(TEAM_COOKIE, slug, { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: TEAM_COOKIE_SECONDS });
}

function sessionIdOf(token: JWT | null): string | null {
  return typeof token?.["sessionId"] === "string" ? token["sessionId"] : null;
}

/** Whoever asks, for route handlers that answer rather than lead to sign in. */
export const findSignedIn = cache(async (): Promise<SignedIn | "signed out" | "no team"> => {
  const session = await findSessionOfRequest();
  if (!session) return "signed out";
  const teams = await listTeamsOfUser(getDb(), session.user.id);
  const wanted = (await cookies()).get(TEAM_COOKIE)?.value;
  const team = teams.find(({ slug }) => slug === wanted) ?? teams[0];
  if (!team) return "no team";
  const member: Member = { teamId: team.id, userId: session.user.id, role: team.role };
  return { sessionId: session.id, user: session.user, teams, team, member };
});

/** The first line of every page and action: who asks, and for which team. Sends everybody else to sign in. */
export async function requireMember(): Promise<SignedIn> {
  const signedIn = await findSignedIn();
  if (signedIn === "no team") redirect("/sign-in?error=no-team");
  if (signedIn === "signed out") {
    const path = (await headers()).get(PATH_HEADER) ?? "/";
    redirect(path === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(path)}`);
  }
  return signedIn;
}

/**
 * The same for an action that changes a team: its page binds the team that it shows, since another tab may have
 * switched to another one meanwhile.
 * @throws OtherTeamError
 */
export async function requireMemberOf(teamId: string): Promise<SignedIn> {
  const signedIn = await requireMember();
  if (signedIn.team.id !== teamId) throw new OtherTeamError(signedIn.team.name);
  return signedIn;
}
