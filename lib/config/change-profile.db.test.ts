import { afterAll, beforeAll, expect, test } from "vitest";
import type { Member } from "@/lib/accounts/member";
import { createTeam } from "@/lib/accounts/teams";
import { upsertEndpoint } from "@/lib/catalog/endpoints";
import { listProfileVersions } from "@/lib/catalog/profile-versions";
import { upsertProvider } from "@/lib/catalog/providers";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES } from "@/lib/core/profile";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { publish, restoreVersion } from "./change-profile";

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

test("who may change the catalog publishes and goes back, in their own name; others may not", async () => {
  const { id: teamId } = await createTeam(db, { slug: "acme", name: "Acme" });
  const writer = { teamId, actor: "operator" };
  const own = { slug: "own", name: "Own", dialect: "openai", baseUrl: "http://127.0.0.1:1", privateAllowed: true } as const;
  const provider = await upsertProvider(db, writer, own, false);
  const endpoint = await upsertEndpoint(db, writer, provider, { model: "m", upstreamModel: "m", contextTokens: null });
  const tiers = [{ endpoint, rules: DEFAULT_TIER_RULES }];
  const input = (maxAttempts: number) => ({
    slug: "f", name: "F", rules: { ...DEFAULT_PROFILE_RULES, maxAttempts }, baseline: null, tiers, note: "",
  });
  const admin: Member = { teamId, userId: "ada", role: "admin" };
  await publish(db, admin, input(1));
  await publish(db, admin, { ...input(2), expectedVersion: 1 });
  await restoreVersion(db, admin, "f", 1, 2);
  for (const role of ["member", "viewer"] as const) {
    expect(() => publish(db, { ...admin, role }, input(3))).toThrow("does not allow you to change the catalog");
    expect(() => restoreVersion(db, { ...admin, role }, "f", 2)).toThrow("does not allow you to change the catalog");
  }
  expect((await listProfileVersions(db, teamId, "f")).map(({ version, current }) => [version, current])).toEqual([[2, false], [1, true]]);
  const entries = await db.auditEntry.findMany({ where: { teamId, actor: "ada" }, orderBy: { id: "asc" } });
  expect(entries.map(({ action, before, after }) => [action, before, after])).toEqual([
    ["profile.created", null, expect.objectContaining({ version: 1, maxAttempts: 1 })],
    ["profile.updated", expect.objectContaining({ version: 1, maxAttempts: 1 }), expect.objectContaining({ version: 2, maxAttempts: 2 })],
    ["profile.updated", expect.objectContaining({ version: 2, maxAttempts: 2 }), expect.objectContaining({ version: 1, maxAttempts: 1 })],
  ]);
});
