import type { User as AuthUser } from "next-auth";
import GithubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import type { OAuthConfig, OAuthUserConfig } from "next-auth/providers/oauth";
import type { OutsidePerson } from "@/lib/accounts/sign-in-elsewhere";
import type { Env } from "@/lib/env";
import { readGithubProfile } from "./github-profile";

/** A service that people may sign in with, when the environment names it. */
export type SignInService = { id: OutsidePerson["provider"]; name: string };

/** Makes a user of this installation of a person, or says why not; next-auth hands it on as it is. */
export type Admit = (person: OutsidePerson) => Promise<AuthUser>;

/** What providers say of a person in OpenID Connect's words; none of it is believed to be there. */
type Claims = { sub: string; email?: unknown; email_verified?: unknown; name?: unknown; preferred_username?: unknown };

const HTTP_MS = 10_000;

/** The services that the environment names, in the order in which they are shown. */
export function listServices(env: Env): SignInService[] {
  return [
    ...(env.ROUTELEDGER_GITHUB_ID ? [{ id: "github" as const, name: "GitHub" }] : []),
    ...(env.ROUTELEDGER_GOOGLE_ID ? [{ id: "google" as const, name: "Google" }] : []),
    ...(env.ROUTELEDGER_OIDC_ID ? [{ id: "oidc" as const, name: env.ROUTELEDGER_OIDC_NAME }] : []),
  ];
}

/** next-auth's providers for them. Every check that the service knows is on. */
export function prepareProviders(env: Env, admit: Admit) {
  return [
    ...(env.ROUTELEDGER_GITHUB_ID ? [github(env.ROUTELEDGER_GITHUB_ID, env.ROUTELEDGER_GITHUB_SECRET ?? "", admit)] : []),
    ...(env.ROUTELEDGER_GOOGLE_ID ? [google(env.ROUTELEDGER_GOOGLE_ID, env.ROUTELEDGER_GOOGLE_SECRET ?? "", admit)] : []),
    ...(env.ROUTELEDGER_OIDC_ID ? [oidc(env, env.ROUTELEDGER_OIDC_ID, admit)] : []),
  ];
}

function github(clientId: string, clientSecret: string, admit: Admit) {
  return GithubProvider({
    clientId,
    clientSecret,
    checks: ["pkce", "state"],
    httpOptions: { timeout: HTTP_MS },
    userinfo: {
      request: async ({ tokens }) => {
        const { id, ...profile } = await readGithubProfile(tokens.access_token ?? "");
        return { id, ...profile };
      },
    },
    profile: ({ id, login, name, email }) =>
      // Only a verified address is in it: readGithubProfile.
      admit({ provider: "github", realm: "", subject: String(id), email: email ?? null, isEmailVerified: Boolean(email), name: name ?? login }),
  });
}

function google(clientId: string, clientSecret: string, admit: Admit) {
  return GoogleProvider({
    clientId,
    clientSecret,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: HTTP_MS },
    profile: (claims) => admit(personOf("google", "", claims)),
  });
}

function oidc(env: Env, clientId: string, admit: Admit): OAuthConfig<Claims> {
  const issuer = env.ROUTELEDGER_OIDC_ISSUER ?? "";
  const options: OAuthUserConfig<Claims> = { clientId, clientSecret: env.ROUTELEDGER_OIDC_SECRET ?? "" };
  return {
    ...options,
    id: "oidc",
    name: env.ROUTELEDGER_OIDC_NAME,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: HTTP_MS },
    // Many put the e-mail into the ID token, the others tell it here. The client checks that both name one subject.
    userinfo: {
      async request({ client, tokens }) {
        const set = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
        const claims = set.claims();
        const isWhole = claims.email !== undefined && claims.email_verified !== undefined;
        if (isWhole || client.issuer.metadata.userinfo_endpoint === undefined) return { ...claims };
        // Many keep the e-mail out of the ID token. The client checks that both speak of one subject.
        const { email, email_verified, name } = await client.userinfo(set);
        return { ...claims, email: email ?? "", email_verified, name: claims.name ?? name ?? "" };
      },
    },
    profile: (claims) => admit(personOf("oidc", `${issuer}#`, claims)),
  };
}

function personOf(provider: OutsidePerson["provider"], realm: string, { sub, email, email_verified, name, preferred_username }: Claims): OutsidePerson {
  const shown = [name, preferred_username, email].find((text) => typeof text === "string" && text.trim() !== "");
  return {
    provider,
    realm,
    subject: sub,
    email: typeof email === "string" ? email : null,
    // Some write it as a text.
    isEmailVerified: email_verified === true || email_verified === "true",
    name: typeof shown === "string" ? shown : "",
  };
}
