import { z } from "zod";

const API = "https://api.github.com";
const TIMEOUT_MS = 10_000;

const userSchema = z.object({ id: z.number().int(), login: z.string(), name: z.string().nullish() });
const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** Who the token's person is on GitHub. `email` is their primary address, only when GitHub has verified it. */
export async function readGithubProfile(accessToken: string, api = API) {
  const [user, emails] = await Promise.all([ask(`${api}/user`, accessToken), ask(`${api}/user/emails`, accessToken)]);
  const { id, login, name } = userSchema.parse(user);
  const primary = emailsSchema.parse(emails).find((each) => each.primary && each.verified);
  return { id, login, name: name ?? login, email: primary?.email ?? "" };
}

async function ask(url: string, accessToken: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${accessToken}`, accept: "application/vnd.github+json", "user-agent": "routeledger" };
  const response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
  return response.json();
}
