import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiRequest, NextApiResponse } from "next";
import { decode } from "next-auth/jwt";
import NextAuth from "next-auth/next";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createInvitation, revokeInvitation } from "@/lib/accounts/invitations";
import { type Member, operatorOf } from "@/lib/accounts/member";
import { addMember } from "@/lib/accounts/members";
import { createTeam } from "@/lib/accounts/teams";
import { authOptions, getSecret } from "@/lib/auth";
import { type Db, getDb } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { type Account, type OidcProvider, startOidcProvider } from "./testing/oidc-provider";

// Pages and handlers read the request through Next; here it is the one that the server below is answering.
vi.mock("next/headers", () => ({
  headers: () => Promise.resolve(new Headers({ "user-agent": `Test browser ${"x".repeat(300)}` })),
  cookies: () => Promise.resolve({ get: () => undefined }),
}));

let database: TestDatabase;
let db: Db;
let provider: OidcProvider;
let dashboard: Server;
let origin: string;
let owner: Member;
let count = 0;

beforeAll(async () => {
  [database, provider] = await Promise.all([createTestDatabase(), startOidcProvider()]);
  dashboard = createServer((request, response) => void serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error))));
  await new Promise<void>((resolve) => void dashboard.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(dashboard.address() as AddressInfo).port}`;
  for (const [name, value] of Object.entries({
    DATABASE_URL: database.url, NEXTAUTH_URL: origin, ROUTELEDGER_SECRET: Buffer.alloc(32, 1).toString("base64"), ROUTELEDGER_DATA_DIR: "/nowhere",
    ROUTELEDGER_OIDC_ISSUER: provider.issuer, ROUTELEDGER_OIDC_ID: "ledger", ROUTELEDGER_OIDC_SECRET: "s3cret",
  })) vi.stubEnv(name, value);
  db = getDb();
  const { id: teamId } = await createTeam(db, { slug: "acme", name: "Acme" });
  const userId = await addUser("owner@example.com");
  await addMember(db, operatorOf(teamId), userId, "owner");
  owner = { teamId, userId, role: "owner" };
});
beforeEach(() => void Object.assign(provider, { isTerse: false, isForger: false, isReplaying: false, asked: 0 }));
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([db.$disconnect(), provider.close(), new Promise((resolve) => dashboard.close(resolve))]);
  await database.drop();
});

/** next-auth as the dashboard runs it, under its own addresses. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", origin);
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const cookies = Object.fromEntries((request.headers.cookie ?? "").split("; ").filter(Boolean).map((pair) => pair.split(/=(.*)/s).slice(0, 2)) as [string, string][]);
  const query = { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.replace("/api/auth/", "").split("/") };
  const send = (body: unknown) => response.end(typeof body === "string" ? body : JSON.stringify(body));
  const shim = { send, json: send, status: (code: number) => Object.assign(response, { statusCode: code }) };
  const body = Object.fromEntries(new URLSearchParams(text));
  await NextAuth(Object.assign(request, { query, cookies, body }) as unknown as NextApiRequest, Object.assign(response, shim) as unknown as NextApiResponse, await authOptions());
}

/** A browser with its own cookies, which follows redirects as far as the dashboard's pages. */
class Browser {
  readonly jar = new Map<string, string>();

  async open(address: string, form?: Record<string, string>): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const posted = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
    const response = await fetch(address, { ...posted, redirect: "manual", headers: address.startsWith(origin) ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0/i.test(line)) this.jar.delete(name);
      else this.jar.set(name, decodeURIComponent(value));
    }
    return response;
  }

  /** Leaves for the service. @returns the address of its page */
  async leave(): Promise<string> {
    const { csrfToken } = (await (await this.open(`${origin}/api/auth/csrf`)).json()) as { csrfToken: string };
    const response = await this.open(`${origin}/api/auth/signin/oidc`, { csrfToken, callbackUrl: `${origin}/calls` });
    return response.headers.get("location") ?? "";
  }

  /** Follows an address to a page of the dashboard. @returns its path */
  async follow(address: string): Promise<string> {
    let at = address;
    for (let hop = 0; hop < 8; hop++) {
      const next = (await this.open(at)).headers.get("location");
      if (next === null) return at;
      at = new URL(next, at).href;
      const { pathname, search, origin: host } = new URL(at);
      if (host === origin && !pathname.startsWith("/api/")) return pathname + search;
    }
    throw new Error(`Too many redirects: ${at}`);
  }

  async signIn(account: Account): Promise<string> {
    provider.account = account;
    return this.follow(await this.leave());
  }

  async session(): Promise<{ userId: string; userAgent: string } | null> {
    const token = await decode({ token: this.jar.get("routeledger.session") ?? "", secret: getSecret().sessionSecret }).catch(() => null);
    return token === null ? null : db.session.findUnique({ where: { id: String(token["sessionId"]) }, select: { userId: true, userAgent: true } });
  }
}

async function addUser(email: string): Promise<string> {
  return (await db.user.create({ data: { id: crypto.randomUUID(), email, name: email, passwordHash: null } })).id;
}

const newEmail = () => `person-${++count}@example.com`;
const verified = (email: string): Account => ({ sub: `sub-${email}`, email, email_verified: true, name: "Ada" });

test("the first time, a verified e-mail finds its user; from then on the subject does, whatever becomes of the e-mail", async () => {
  const email = newEmail();
  const userId = await addUser(email);
  const browser = new Browser();
  expect(await browser.signIn({ ...verified(email), email: email.toUpperCase() })).toBe("/calls");
  expect(await browser.session()).toEqual({ userId, userAgent: `Test browser ${"x".repeat(187)}` });
  expect(await db.identity.findMany({ where: { userId } })).toMatchObject([{ provider: "oidc", subject: `${provider.issuer}#sub-${email}` }]);

  const again = new Browser();
  expect(await again.signIn({ sub: `sub-${email}`, email: "changed@elsewhere.example", email_verified: false })).toBe("/calls");
  expect(await again.session()).toMatchObject({ userId });
  expect(await db.identity.count({ where: { userId } })).toBe(1);
});

test("an e-mail that was given to somebody else does not open its former owner's account", async () => {
  const email = newEmail();
  await addUser(email);
  await new Browser().signIn(verified(email));
  const browser = new Browser();
  expect(await browser.signIn({ ...verified(email), sub: "somebody else" })).toBe("/sign-in?error=outside-taken");
  expect(await browser.session()).toBeNull();
});

test.each([
  ["unverified", { email_verified: false }],
  ["not said to be verified", { email_verified: undefined }],
  ["absent", { email: undefined }],
])("an e-mail that is %s opens nothing", async (_how, change) => {
  const email = newEmail();
  const userId = await addUser(email);
  const browser = new Browser();
  const account = JSON.parse(JSON.stringify({ ...verified(email), ...change })) as Account;
  expect(await browser.signIn(account)).toBe("/sign-in?error=outside-unverified");
  expect(await browser.session()).toBeNull();
  expect(await db.identity.count({ where: { userId } })).toBe(0);
});

test("an unknown person is refused, and leaves no trace", async () => {
  const users = await db.user.count();
  const browser = new Browser();
  expect(await browser.signIn(verified(newEmail()))).toBe("/sign-in?error=outside-unknown");
  expect(await browser.session()).toBeNull();
  expect(await db.user.count()).toBe(users);
});

test("an open invitation lets its e-mail in as a new member without a password; a revoked one does not", async () => {
  const [email, revoked] = [newEmail(), newEmail()];
  await createInvitation(db, owner, { email, role: "viewer" }, new Date());
  const { id } = await createInvitation(db, owner, { email: revoked, role: "viewer" }, new Date());
  await revokeInvitation(db, owner, id, new Date());
  const browser = new Browser();
  expect(await browser.signIn(verified(email))).toBe("/calls");
  const user = await db.user.findUniqueOrThrow({ where: { email }, include: { members: true } });
  expect(user).toMatchObject({ name: "Ada", passwordHash: null, members: [{ teamId: owner.teamId, role: "viewer" }] });
  expect(await browser.session()).toMatchObject({ userId: user.id });
  expect(await db.invitation.findMany({ where: { email } })).toMatchObject([{ acceptedAt: expect.any(Date) as Date }]);
  expect(await new Browser().signIn(verified(revoked))).toBe("/sign-in?error=outside-unknown");
});

test("what the ID token leaves out is asked for", async () => {
  const email = newEmail();
  const userId = await addUser(email);
  provider.isTerse = true;
  const browser = new Browser();
  expect(await browser.signIn(verified(email))).toBe("/calls");
  expect(await browser.session()).toMatchObject({ userId });
  expect(provider.asked).toBe(1);
});

test.each(["isForger", "isReplaying"] as const)("an ID token is refused when its provider %s", async (fault) => {
  const email = newEmail();
  await addUser(email);
  provider[fault] = true;
  const browser = new Browser();
  expect(await browser.signIn(verified(email))).toMatch(/^\/sign-in\?.*error=OAuthCallback/);
  expect(await browser.session()).toBeNull();
});

test("an answer with a forged state, or for another browser, is refused", async () => {
  const email = newEmail();
  await addUser(email);
  provider.account = verified(email);
  const [victim, attacker] = [new Browser(), new Browser()];
  const leave = await attacker.leave();
  expect(Object.fromEntries(new URL(leave).searchParams)).toMatchObject({ code_challenge_method: "S256", state: expect.any(String) as string, nonce: expect.any(String) as string });
  const answer = (await attacker.open(leave)).headers.get("location") ?? "";
  const forged = new URL(answer);
  forged.searchParams.set("state", "forged");
  await victim.leave();
  for (const [browser, address] of [[victim, answer], [new Browser(), answer], [attacker, forged.href]] as const) {
    expect(await browser.follow(address)).toMatch(/^\/sign-in\?.*error=OAuthCallback/);
    expect(await browser.session()).toBeNull();
  }
});
