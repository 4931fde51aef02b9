import { afterAll, beforeAll, expect, test } from "vitest";
import { deriveSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { newId } from "@/lib/catalog/record-change";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { LiveConfig } from "./live-config";

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

async function addProfile(teamId: string, slug: string, rules: Record<string, string>): Promise<void> {
  const [id, versionId] = [newId(), newId()];
  await db.profile.create({ data: { teamId, id, slug, name: slug } });
  await db.profileVersion.create({
    data: { teamId, id: versionId, profileId: id, version: 1, strategy: "ordered", ...DEFAULT_TIMERS, rules },
  });
  await db.profile.update({ where: { teamId_id: { teamId, id } }, data: { currentVersionId: versionId } });
}

test("a profile that cannot be read is told once, and the others serve", async () => {
  const { id: teamId } = await createTeam(db, { slug: "acme", name: "Acme" });
  await addProfile(teamId, "fine", { maxAttempts: "3" });
  await addProfile(teamId, "newer", { fromTheFuture: "1" });
  const log: string[] = [];
  const live = await LiveConfig.open({ db, databaseUrl: database.url, secret: deriveSecret(Buffer.alloc(32, 7)), onCredentialChange: () => undefined, onBudgets: () => undefined, log: (line) => log.push(line) });
  try {
    await live.refresh();
    expect(log).toEqual([expect.stringMatching(/^the profile newer of the team acme serves no calls: its rules cannot be read:.*fromTheFuture/)]);
    expect([...(live.findTeam(teamId)?.catalog.profiles.keys() ?? [])]).toEqual(["fine"]);
    await db.profile.deleteMany({ where: { teamId, slug: "newer" } });
    await live.refresh();
    await addProfile(teamId, "newer", { fromTheFuture: "1" });
    await live.refresh();
    expect(log).toHaveLength(2);
  } finally {
    await live.close();
  }
});
