import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AccountError } from "@/lib/accounts/account-error";
import { operatorOf } from "@/lib/accounts/member";
import { deriveSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { addPerson } from "@/lib/config/testing/try-action";
import { createDb, type Db } from "@/lib/db";
import { parseEnv } from "@/lib/env";
import type { Job } from "@/lib/housekeeping/job";
import { runDue } from "@/lib/housekeeping/run-due";
import { findMailer } from "@/lib/mail";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { type ChannelKind, createChannel, revokeChannel } from "./channels";
import { listDeliveries, retryDelivery } from "./deliveries";
import { enqueue } from "./enqueue";
import type { Message } from "./message";
import { MAX_ATTEMPTS } from "./retries";
import type { Sender } from "./send";
import { sendDue } from "./send-due";
import { startMailServer } from "./testing/mail-server";
import { startReceiver } from "./testing/receiver";
import { verifyWebhook } from "./testing/verify-webhook";
import { testChannel } from "./test-channel";

const keys = deriveSecret(Buffer.alloc(32, 5));
const never = new AbortController().signal;
const HOUR_MS = 3_600_000;
let database: TestDatabase;
let db: Db;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let hook: Awaited<ReturnType<typeof startReceiver>>;
let sender: Sender;
let teamId: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  [mail, hook] = await Promise.all([startMailServer(), startReceiver()]);
  const env = parseEnv({ DATABASE_URL: database.url, ROUTELEDGER_SMTP_URL: mail.url, ROUTELEDGER_MAIL_FROM: "Ledger <ledger@example.com>" });
  sender = { db, mailer: findMailer(env), keys, privateAllowed: true };
});
afterAll(async () => {
  await Promise.all([mail.close(), hook.close()]);
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  teamId = (await createTeam(db, { slug: `team-${++count}`, name: "Acme" })).id;
  mail.received.length = hook.received.length = 0;
  mail.told.refuses = false;
  hook.told.status = 200;
  delete hook.told.beforeAnswer;
});

const addChannel = (kind: ChannelKind, path = "/hook", of = teamId) =>
  createChannel(db, keys, operatorOf(of), { name: `our ${kind}`, kind, url: `${hook.url}${path}`, privateAllowed: true });
const messageOf = (more: Partial<Message> = {}): Message => ({
  kind: "alert", subject: "The breaker of groq/llama is open", text: "For 6 minutes.\n", payload: { alert: { id: "a1", since: new Date(0) } },
  attachment: null, dedupeKey: `alert ${++count}`, ...more,
});
const tell = (receivers: { memberIds?: string[]; channelIds?: string[] }, message = messageOf(), of = teamId) =>
  db.$transaction((tx) => enqueue(tx, { teamId: of, receivers: { memberIds: [], channelIds: [], ...receivers }, message }));
const sendAt = (at: Date) => sendDue(sender, () => at, never);
const states = async () => (await listDeliveries(db, teamId, { newest: 10 })).map(({ state, attempts, problem }) => ({ state, attempts, problem }));
const soon = () => new Date(Date.now() + 1_000);

test("a message goes to each of its receivers once, whatever their kind, and the same message not again", async () => {
  const ada = await addPerson(db, teamId, "owner");
  const [webhook, slack] = [await addChannel("webhook", "/hook?of=us"), await addChannel("slack", "/slack")];
  const message = messageOf({ attachment: { name: "report.pdf", bytes: Buffer.from("%PDF-canary") } });
  const receivers = { memberIds: [ada.userId, ada.userId], channelIds: [webhook.id, slack.id] };
  expect([await tell(receivers, message), await tell(receivers, message)]).toEqual([3, 0]);
  expect(await sendAt(soon())).toBe(3);
  expect(await sendAt(soon())).toBe(0);

  const [letter] = mail.received;
  expect(letter?.to).toEqual([(await db.user.findUniqueOrThrow({ where: { id: ada.userId } })).email]);
  expect(letter?.source).toMatch(/^Subject: The breaker of groq\/llama is open\r$/m);
  expect(letter?.source).toMatch(/filename=report\.pdf/);
  expect(letter?.source).toContain(Buffer.from("%PDF-canary").toString("base64"));

  expect(hook.received.map(({ path }) => path).sort()).toEqual(["/hook?of=us", "/slack"]);
  const asHook = hook.received.find(({ path }) => path.startsWith("/hook"));
  expect(await verifyWebhook(webhook.secret ?? "", asHook?.headers ?? {}, asHook?.body ?? "", Date.now())).toBe(true);
  expect(JSON.parse(asHook?.body ?? "")).toMatchObject({ type: "alert", data: { team: `team-${count - 1}`, subject: message.subject, alert: { id: "a1", since: "1970-01-01T00:00:00.000Z" } } });
  const asSlack = hook.received.find(({ path }) => path === "/slack");
  expect(asSlack?.headers).not.toHaveProperty("webhook-signature");
  expect(JSON.parse(asSlack?.body ?? "")).toMatchObject({ text: message.subject });
  expect(await states()).toEqual(Array(3).fill({ state: "sent", attempts: 1, problem: "" }));
});

test("nothing is sent of a transaction that fails, and nothing to another team's people and channels", async () => {
  const { id: other } = await createTeam(db, { slug: `other-${++count}`, name: "Other" });
  const theirs = { memberIds: [(await addPerson(db, other, "owner")).userId], channelIds: [(await addChannel("webhook", "/theirs", other)).id] };
  expect(await tell(theirs)).toBe(0);
  const { id } = await addChannel("webhook");
  await expect(db.$transaction(async (tx) => {
    await enqueue(tx, { teamId, receivers: { memberIds: [], channelIds: [id] }, message: messageOf() });
    throw new Error("no");
  })).rejects.toThrow("no");
  expect(await sendAt(soon())).toBe(0);
  expect(hook.received).toEqual([]);
});

test("what cannot be delivered is tried for a day, then shown, and goes out when somebody says so", async () => {
  const ada = await addPerson(db, teamId, "owner");
  const { id } = await addChannel("webhook");
  await tell({ memberIds: [ada.userId], channelIds: [id] });
  mail.told.refuses = true;
  hook.told.status = 500;
  let at = soon();
  for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
    expect(await sendAt(at)).toBe(0);
    expect(await sendAt(at), "not twice at once").toBe(0);
    at = new Date(at.getTime() + 13 * HOUR_MS);
  }
  expect(hook.received).toHaveLength(MAX_ATTEMPTS);
  const ids = new Set(hook.received.map(({ headers }) => headers["webhook-id"]));
  expect(ids.size, "every attempt has the message's one id").toBe(1);
  expect(await states()).toEqual(expect.arrayContaining([
    { state: "given up", attempts: MAX_ATTEMPTS, problem: "the receiver answered 500" },
    { state: "given up", attempts: MAX_ATTEMPTS, problem: expect.stringMatching(/^the mail server did not take it \(.*451\)$/) as string },
  ]));

  mail.told.refuses = false;
  hook.told.status = 204;
  const viewer = await addPerson(db, teamId, "viewer");
  const stranger = operatorOf((await createTeam(db, { slug: `stranger-${count}`, name: "Other" })).id);
  for (const delivery of await listDeliveries(db, teamId, { newest: 10 })) {
    await expect(retryDelivery(db, viewer, delivery.id, at)).rejects.toThrow(/does not allow/);
    await expect(retryDelivery(db, stranger, delivery.id, at)).rejects.toThrow(AccountError);
    await retryDelivery(db, ada, delivery.id, at);
  }
  await expect(testChannel(sender, stranger, id, at)).rejects.toThrow(AccountError);
  await expect(revokeChannel(db, stranger, id, at)).rejects.toThrow(AccountError);
  expect(await sendAt(at)).toBe(2);
  expect(mail.received).toHaveLength(1);
  expect(await states()).toEqual(Array(2).fill({ state: "sent", attempts: 1, problem: "" }));
  const [sent] = await listDeliveries(db, teamId, { newest: 1 });
  await expect(retryDelivery(db, ada, sent?.id ?? "", at)).rejects.toThrow(AccountError);
});

test("a process that dies after it has sent a message, and before it has noted so, sends it again with the same id", async () => {
  const { id } = await addChannel("webhook");
  await tell({ channelIds: [id] });
  const dying = new Proxy(db, { get: (target, name) => (name === "delivery" ? { ...bindAll(target.delivery), updateMany: () => Promise.reject(new Error("killed")) } : Reflect.get(target, name)) as unknown });
  await expect(sendDue({ ...sender, db: dying }, soon, never)).rejects.toThrow("killed");
  expect(await sendAt(soon()), "it may still be under way").toBe(0);
  expect(await sendAt(new Date(Date.now() + 6 * 60_000))).toBe(1);
  expect(hook.received.map(({ headers }) => headers["webhook-id"])).toEqual([expect.any(String), hook.received[0]?.headers["webhook-id"]]);
});

test("two processes that send at once send every message once", async () => {
  const { id } = await addChannel("webhook");
  await Promise.all(Array.from({ length: 30 }, () => tell({ channelIds: [id] })));
  const at = soon();
  const sent = await Promise.all([sendAt(at), sendAt(at), sendAt(at)]);
  expect(sent.reduce((sum, each) => sum + each, 0)).toBe(30);
  expect(new Set(hook.received.map(({ headers }) => headers["webhook-id"])).size).toBe(30);
  expect(hook.received).toHaveLength(30);
});

test("a receiver that does not answer holds up none of the others", async () => {
  const [slow, quick] = [await addChannel("webhook", "/slow"), await addChannel("webhook", "/quick")];
  for (let message = 0; message < 12; message++) await tell({ channelIds: [slow.id] });
  await tell({ channelIds: [quick.id] });
  let answer = (): void => undefined;
  const quickWasTold = new Promise<void>((resolve) => { answer = resolve; });
  hook.told.beforeAnswer = (path) => (path === "/slow" ? quickWasTold : answer());
  expect(await sendAt(soon())).toBe(13);
});

test("of two housekeepers one does a job at a time; what it throws is told, and it is due again at its next time", async () => {
  const running = { now: 0, most: 0, runs: 0 };
  const job: Job = {
    name: "count", everyMs: 60_000,
    run: async () => {
      running.most = Math.max(running.most, ++running.now);
      await new Promise((resolve) => setTimeout(resolve, 100));
      running.now--;
      running.runs++;
      throw new Error("a bad day");
    },
  };
  const told: string[] = [];
  const keeping = (holder: string) => ({ db, jobs: [job], holder, leaseMs: 60_000, log: (line: string) => { told.push(line); } });
  const run = await Promise.all(["a", "b", "c"].map((holder) => runDue(keeping(holder), never)));
  expect(run.flat()).toEqual(["count"]);
  expect(await runDue(keeping("d"), never), "not due yet").toEqual([]);
  expect(told).toEqual(["could not count: a bad day"]);
  await db.$executeRaw`UPDATE job_runs SET next_at = now() - interval '1 s', holder = 'dead', held_until = now() + interval '1 s'`;
  expect(await runDue(keeping("e"), never), "another's").toEqual([]);
  await db.$executeRaw`UPDATE job_runs SET held_until = now() - interval '1 s'`;
  expect(await runDue(keeping("f"), never), "a dead one's").toEqual(["count"]);
  expect(running).toEqual({ now: 0, most: 1, runs: 2 });
});

test("no redirect is followed, no forbidden address reached, and an altered channel is told of", async () => {
  const { id } = await addChannel("webhook");
  hook.told.status = 302;
  hook.told.headers = { location: `${hook.url}/elsewhere` };
  expect(await testChannel(sender, operatorOf(teamId), id, new Date())).toBe("the receiver answered 302, and redirects are not followed");
  delete hook.told.headers;
  hook.told.status = 200;
  expect(hook.received).toHaveLength(1);
  expect(await testChannel({ ...sender, privateAllowed: false }, operatorOf(teamId), id, new Date())).toMatch(/leads to 127\.0\.0\.1/);
  expect(hook.received).toHaveLength(1);
  await expect(createChannel(db, keys, operatorOf(teamId), { name: "x", kind: "webhook", url: hook.url, privateAllowed: false })).rejects.toThrow(AccountError);

  await db.channel.updateMany({ where: { teamId, id }, data: { origin: "https://evil.example" } });
  expect(await testChannel(sender, operatorOf(teamId), id, new Date())).toMatch(/^the channel's address cannot be read/);
  await expect(testChannel(sender, await addPerson(db, teamId, "member"), id, new Date())).rejects.toThrow(/does not allow/);
  expect((await listDeliveries(db, teamId, { newest: 1 }))[0]).toMatchObject({ kind: "test", state: "given up" });
});

test("what waits for a revoked channel or for somebody who left is given up, and says why", async () => {
  const ada = await addPerson(db, teamId, "owner");
  const { id } = await addChannel("webhook");
  await tell({ memberIds: [ada.userId], channelIds: [id] });
  await revokeChannel(db, operatorOf(teamId), id, new Date());
  await db.member.deleteMany({ where: { teamId } });
  expect(await sendAt(soon())).toBe(0);
  expect((await states()).map(({ state, problem }) => `${state}: ${problem}`).sort()).toEqual([
    "given up: the channel was revoked", "given up: the receiver is no longer a member of the team",
  ]);
  expect(await tell({ channelIds: [id] }), "nothing more is kept for it").toBe(0);
});

function bindAll<T extends object>(target: T): T {
  return new Proxy(target, { get: (of, name) => (typeof Reflect.get(of, name) === "function" ? (Reflect.get(of, name) as () => unknown).bind(of) : Reflect.get(of, name)) as unknown });
}
