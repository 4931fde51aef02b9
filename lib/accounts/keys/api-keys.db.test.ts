import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { AccountError } from "../account-error";
import { parseApiKey, verifySecret } from "../api-key";
import { type Member, NotAllowedError, operatorOf } from "../member";
import { lockPeople } from "../membership";
import { deriveSecret } from "../secret";
import { createTeam } from "../teams";
import { createUser } from "../users";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { findApiKey, loadApiKeys } from "./load-api-keys";
import { revokeApiKey } from "./revoke-api-key";

const { peppers } = deriveSecret(Buffer.alloc(32, 1));
const now = new Date("2026-11-22T12:00:00Z");
let database: TestDatabase;
let db: Db;
let ours: Record<Member["role"], Member>;
let theirs: Member;

async function addTeam(slug: string) {
  const team = await createTeam(db, { slug, name: slug });
  const join = async (role: Member["role"]): Promise<Member> => {
    const user = await createUser(db, operatorOf(team.id), { email: `${role}@${slug}.example`, role });
    return { teamId: team.id, userId: user.id, role };
  };
  return { owner: await join("owner"), admin: await join("admin"), member: await join("member"), viewer: await join("viewer") };
}

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  ours = await addTeam("ours");
  theirs = (await addTeam("theirs")).owner;
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const auditOf = (subject: string) => db.auditEntry.findMany({ where: { subject } });

describe("API keys", () => {
  test("are created whole, found by their public part, and stored without their secret", async () => {
    const created = await createApiKey(db, peppers, ours.member, { name: "batch", expiresAtMs: now.getTime() });
    const parsed = parseApiKey(created.text);
    const stored = await findApiKey(db, created.keyId);
    expect(stored).toEqual({
      id: created.id, keyId: created.keyId, teamId: ours.member.teamId, ownerId: ours.member.userId, scopes: ["calls"],
      secretHmac: expect.any(Uint8Array) as Uint8Array, pepperVersion: 1, limits: null, expiresAtMs: now.getTime(), revokedAtMs: null,
    });
    expect((await loadApiKeys(db)).get(created.keyId)).toEqual(stored);
    expect(verifySecret(stored, parsed?.secret ?? "", peppers)).toBe(true);

    const everything = JSON.stringify([await db.apiKey.findMany(), await db.auditEntry.findMany()]);
    expect(everything).toContain(created.keyId);
    expect(everything).not.toContain(parsed?.secret);
    expect(await auditOf(created.keyId)).toMatchObject([
      { action: "api key.created", actor: ours.member.userId, teamId: ours.member.teamId },
    ]);
  });

  test("are found by nothing else", async () => {
    expect(await findApiKey(db, "AAAAAAAAAAAA")).toBeNull();
    expect(await findApiKey(db, "' OR 1=1 --")).toBeNull();
  });

  test("are not for viewers to create, nor for members to create in another's name", async () => {
    const before = await db.apiKey.count();
    await expect(createApiKey(db, peppers, ours.viewer, { name: "x" })).rejects.toThrow(NotAllowedError);
    await expect(createApiKey(db, peppers, ours.member, { name: "x", ownerId: ours.owner.userId })).rejects.toThrow(
      NotAllowedError,
    );
    expect(await db.apiKey.count()).toBe(before);
    const forMember = await createApiKey(db, peppers, ours.admin, { name: "x", ownerId: ours.member.userId });
    expect(await findApiKey(db, forMember.keyId)).toMatchObject({ ownerId: ours.member.userId });
  });

  test("need an owner in the team and a name", async () => {
    const stranger = createApiKey(db, peppers, ours.owner, { name: "x", ownerId: theirs.userId });
    await expect(stranger).rejects.toThrow(AccountError);
    await expect(createApiKey(db, peppers, ours.owner, { name: "a\u0000b" })).rejects.toThrow(AccountError);
  });

  test("are not made by who is being removed from the team", async () => {
    const { id: userId } = await createUser(db, operatorOf(ours.owner.teamId), { email: "leaving@ours.example", role: "member" });
    const leaving: Member = { ...ours.member, userId };
    let created: Promise<unknown> = Promise.resolve();
    await db.$transaction(async (tx) => {
      await lockPeople(tx, leaving.teamId);
      await tx.member.delete({ where: { teamId_userId: { teamId: leaving.teamId, userId } } });
      created = createApiKey(db, peppers, leaving, { name: "last" }).catch((error: unknown) => error);
      await Promise.race([created, new Promise((resolve) => setTimeout(resolve, 200))]);
    });
    expect(await created).toBeInstanceOf(AccountError);
    expect(await db.apiKey.count({ where: { ownerId: userId } })).toBe(0);
  });

  test("of another team are neither listed nor revoked", async () => {
    const { keyId } = await createApiKey(db, peppers, ours.member, { name: "ours alone" });
    expect((await listApiKeys(db, theirs)).map((key) => key.keyId)).not.toContain(keyId);
    expect((await listApiKeys(db, ours.viewer)).map((key) => key.keyId)).toContain(keyId);
    expect(await revokeApiKey(db, theirs, keyId, now)).toBeNull();
    for (const forged of ["", "\0", "a".repeat(12), "\ud800", "x".repeat(100_000)]) expect(await revokeApiKey(db, ours.owner, forged, now)).toBeNull();
    expect(await findApiKey(db, keyId)).toMatchObject({ revokedAtMs: null });
  });

  test("are revoked once, by their owner or an admin, with one entry in the audit log", async () => {
    const { keyId } = await createApiKey(db, peppers, ours.admin, { name: "x" });
    await expect(revokeApiKey(db, ours.member, keyId, now)).rejects.toThrow(NotAllowedError);
    await expect(revokeApiKey(db, ours.viewer, keyId, now)).rejects.toThrow(NotAllowedError);
    expect(await revokeApiKey(db, ours.admin, keyId, now)).toEqual(now);
    expect(await revokeApiKey(db, ours.owner, keyId, new Date(now.getTime() + 1))).toEqual(now);
    expect(await findApiKey(db, keyId)).toMatchObject({ revokedAtMs: now.getTime() });
    expect((await auditOf(keyId)).map((entry) => entry.action).sort()).toEqual(["api key.created", "api key.updated"]);
  });

  test("that are revoked by two at once are revoked once", async () => {
    const { keyId } = await createApiKey(db, peppers, ours.owner, { name: "x" });
    await Promise.all([0, 1, 2, 3].map(() => revokeApiKey(db, operatorOf(ours.owner.teamId), keyId, now)));
    expect(await auditOf(keyId)).toHaveLength(2);
  });

  test("raise the version of the configuration, so that every gateway reads again", async () => {
    const version = async () => (await db.configVersion.findUniqueOrThrow({ where: { id: 1 } })).version;
    const before = await version();
    await createApiKey(db, peppers, ours.owner, { name: "x" });
    expect(await version()).toBeGreaterThan(before);
  });
});
