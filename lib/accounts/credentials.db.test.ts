import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { newId } from "./audit";
import { checkSecret, loadCredentials, setBillingAccount, setCredential } from "./credentials";
import { deriveSecret, SecretError } from "./secret";
import { createTeam } from "./teams";

const secret = deriveSecret(Buffer.alloc(32, 1));
const VALUE = "gsk_canary_0123456789";
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function addProvider(slug: string) {
  const team = await createTeam(db, { slug, name: slug });
  const provider = { id: newId(), slug, baseUrl: `https://${slug}.example/v1` };
  await db.provider.create({ data: { ...provider, teamId: team.id, name: slug, dialect: "openai" } });
  return { writer: { teamId: team.id, actor: "operator" }, provider };
}

test("a credential is set, left alone when it is the same, and changed, and shows in no table or audit entry", async () => {
  const { writer, provider } = await addProvider("one");
  const set = (value: string) => db.$transaction((tx) => setCredential(tx, secret, writer, provider, value));
  expect(await set(VALUE)).toMatchObject({ kind: "created", name: "one" });
  const row = await db.credential.findFirst({ where: { teamId: writer.teamId } });
  expect(await set(VALUE)).toMatchObject({ kind: "unchanged" });
  expect(await db.credential.findFirst({ where: { teamId: writer.teamId } })).toEqual(row);
  expect((await loadCredentials(db, secret)).get(provider.id)).toEqual({ value: VALUE });
  expect(await set("another")).toMatchObject({ kind: "updated", after: { last4: "" } });
  expect((await loadCredentials(db, secret)).get(provider.id)).toEqual({ value: "another" });
  const audit = await db.auditEntry.findMany({ where: { teamId: writer.teamId, action: { startsWith: "credential" } } });
  expect(audit.map((entry) => entry.action).sort()).toEqual(["credential.created", "credential.updated"]);
  expect(JSON.stringify([row, audit])).not.toContain("canary");
});

test("a base URL that was pointed elsewhere finds a credential that does not open, and the others still do", async () => {
  const [moved, other] = [await addProvider("moved"), await addProvider("other")];
  for (const { writer, provider } of [moved, other]) await setCredential(db, secret, writer, provider, VALUE);
  await db.provider.updateMany({ where: { slug: "moved" }, data: { baseUrl: "https://evil.example/v1" } });
  const loaded = await loadCredentials(db, secret);
  expect(loaded.get(moved.provider.id)).toHaveProperty("problem");
  expect(loaded.get(other.provider.id)).toEqual({ value: VALUE });
});

test("sealed bytes that are carried into another team's row do not open there", async () => {
  const [from, to] = [await addProvider("from"), await addProvider("to")];
  for (const { writer, provider } of [from, to]) await setCredential(db, secret, writer, provider, VALUE);
  const sealed = await db.credential.findFirstOrThrow({ where: { teamId: from.writer.teamId } });
  const { nonce, ciphertext, tag } = sealed;
  await db.credential.updateMany({ where: { teamId: to.writer.teamId }, data: { nonce, ciphertext, tag } });
  expect((await loadCredentials(db, secret)).get(to.provider.id)).toHaveProperty("problem");
});

test("another installation's secret is told by the name of its key", async () => {
  const { writer, provider } = await addProvider("restored");
  await setCredential(db, secret, writer, provider, VALUE);
  const opened = (await loadCredentials(db, deriveSecret(Buffer.alloc(32, 2)))).get(provider.id);
  expect(opened).toEqual({ problem: expect.stringContaining(secret.credentialKeyId) as string });
});

test("a secret that opens none of the credentials is found at the start, and one that opens some is let be", async () => {
  const [later, never] = [deriveSecret(Buffer.alloc(32, 2)), deriveSecret(Buffer.alloc(32, 3))];
  await expect(checkSecret(db, secret)).resolves.toBeUndefined();
  await expect(checkSecret(db, later)).rejects.toThrow(SecretError);
  await expect(checkSecret(db, later)).rejects.toThrow(new RegExp(`${later.credentialKeyId}.*${secret.credentialKeyId}`));
  const { writer, provider } = await addProvider("given-again");
  await setCredential(db, later, writer, provider, VALUE);
  await expect(checkSecret(db, later)).resolves.toBeUndefined();
  await db.credential.deleteMany();
  await expect(checkSecret(db, never)).resolves.toBeUndefined();
});

test("a billing account goes with a credential, outlives an exchange of the secret, and is taken away by none", async () => {
  const { writer, provider } = await addProvider("billed");
  const bill = (account: string | null) => setBillingAccount(db, writer, provider, account);
  const read = async () => (await db.credential.findFirstOrThrow({ where: { teamId: writer.teamId } })).billingAccount;
  expect(await bill("acct-77")).toBeNull();
  await setCredential(db, secret, writer, provider, VALUE);
  expect(await bill("acct-77")).toMatchObject({ kind: "updated", after: { billingAccount: "acct-77" } });
  await setCredential(db, secret, writer, provider, `${VALUE}-2`);
  expect(await read()).toBe("acct-77");
  expect(await bill(null)).toMatchObject({ kind: "updated" });
  expect(await read()).toBeNull();
});
