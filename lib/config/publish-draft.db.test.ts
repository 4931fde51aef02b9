import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Member } from "@/lib/accounts/member";
import { createTeam } from "@/lib/accounts/teams";
import { upsertEndpoint } from "@/lib/catalog/endpoints";
import { getVersionContent, listProfileVersions, listPublished } from "@/lib/catalog/profile-versions";
import { upsertProvider } from "@/lib/catalog/providers";
import { emptyDraft, type ProfileDraft } from "@/lib/core/profile-draft";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { restoreVersion } from "./change-profile";
import { checkDraft, publishDraft } from "./publish-draft";
import { writeDraft } from "./write-draft";

let database: TestDatabase;
let db: Db;
let ada: Member;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  const { id: teamId } = await createTeam(db, { slug: "acme", name: "Acme" });
  ada = { teamId, userId: "ada", role: "admin" };
  const writer = { teamId, actor: "operator" };
  for (const slug of ["groq", "together"]) {
    const provider = await upsertProvider(db, writer, { slug, name: slug, dialect: "openai", baseUrl: "http://127.0.0.1:1", privateAllowed: true }, false);
    await upsertEndpoint(db, writer, provider, { model: "m", upstreamModel: "m", contextTokens: null });
  }
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const begin = (slug: string): ProfileDraft => ({ ...emptyDraft("ordered", ["groq/m", "together/m"]), slug });

async function currentDraft(slug: string): Promise<{ version: number; draft: ProfileDraft }> {
  const [now] = await listPublished(db, ada.teamId, slug);
  if (!now?.content) throw new Error(`no profile ${slug}`);
  return { version: now.version, draft: writeDraft({ slug, name: now.name, content: now.content }) };
}

describe("publishing a draft", () => {
  test("makes a profile, then versions of it, and says when there is nothing to publish", async () => {
    const first = begin("extract");
    expect(await publishDraft(db, ada, { draft: first, note: " first ", expectedVersion: 0 })).toEqual({ status: "published", slug: "extract", version: 1 });
    const { draft } = await currentDraft("extract");
    expect(draft).toEqual({ ...first, name: "extract" });
    const reversed = { ...draft, tiers: [...draft.tiers].reverse() };
    expect((await checkDraft(db, ada, reversed, 1)).changes).toEqual([{ field: "tiers", before: ["groq/m", "together/m"], after: ["together/m", "groq/m"] }]);
    expect(await publishDraft(db, ada, { draft: reversed, note: "", expectedVersion: 1 })).toEqual({ status: "published", slug: "extract", version: 2 });
    expect(await publishDraft(db, ada, { draft: reversed, note: "again", expectedVersion: 2 })).toEqual({ status: "unchanged", slug: "extract", version: 2 });
    expect((await listProfileVersions(db, ada.teamId, "extract")).map(({ version, note }) => [version, note])).toEqual([[2, ""], [1, "first"]]);
  });

  test("tells who was slower what the other one changed, writes nothing, and lets them go on knowingly", async () => {
    await publishDraft(db, ada, { draft: begin("race"), note: "", expectedVersion: 0 });
    const { draft } = await currentDraft("race");
    await publishDraft(db, ada, { draft: { ...draft, maxAttempts: "3" }, note: "quick", expectedVersion: 1 });
    const mine = { ...draft, strategy: "cheapest" as const };
    expect(await publishDraft(db, ada, { draft: mine, note: "slow", expectedVersion: 1 })).toEqual({
      status: "stale", version: 2, changes: [{ field: "maxAttempts", before: null, after: 3 }],
    });
    expect(await currentDraft("race")).toMatchObject({ version: 2, draft: { maxAttempts: "3", strategy: "ordered" } });
    expect(await publishDraft(db, ada, { draft: mine, note: "slow", expectedVersion: 2 })).toMatchObject({ status: "published", version: 3 });
    expect(await currentDraft("race")).toMatchObject({ version: 3, draft: { maxAttempts: "", strategy: "cheapest" } });
  });

  test("takes going back for another version as well, with its note", async () => {
    await publishDraft(db, ada, { draft: begin("back"), note: "", expectedVersion: 0 });
    const { draft } = await currentDraft("back");
    await publishDraft(db, ada, { draft: { ...draft, maxAttempts: "3" }, note: "", expectedVersion: 1 });
    await restoreVersion(db, ada, "back", 1, 2, "too few");
    expect(await publishDraft(db, ada, { draft: { ...draft, maxAttempts: "4" }, note: "", expectedVersion: 2 })).toMatchObject({ status: "stale", version: 1 });
    const last = await db.auditEntry.findFirst({ where: { teamId: ada.teamId, subject: "back" }, orderBy: { id: "desc" } });
    expect(last).toMatchObject({ actor: "ada", after: { version: 1, note: "too few" } });
  });

  test("of a name that is taken is refused beside the name", async () => {
    await publishDraft(db, ada, { draft: begin("taken"), note: "", expectedVersion: 0 });
    const other = { ...begin("taken"), strategy: "cheapest" as const };
    expect(await publishDraft(db, ada, { draft: other, note: "", expectedVersion: 0 })).toMatchObject({ status: "refused", problems: { slug: expect.stringContaining("already") as string } });
  });

  test("is refused with the faults beside their fields, whoever sends them", async () => {
    const bad = { ...begin("bad"), maxAttempts: "none" };
    const result = await publishDraft(db, ada, { draft: bad, note: "\u0000", expectedVersion: 0 });
    expect(result).toMatchObject({ status: "refused", problems: { maxAttempts: expect.any(String) as string, note: expect.any(String) as string } });
    expect(await listPublished(db, ada.teamId, "bad")).toEqual([]);
  });

  test("is for those who may change the catalog alone, and of their own team's endpoints", async () => {
    for (const role of ["member", "viewer"] as const) {
      await expect(publishDraft(db, { ...ada, role }, { draft: begin("mine"), note: "", expectedVersion: 0 })).rejects.toThrow("does not allow you to change the catalog");
    }
    const { id: teamId } = await createTeam(db, { slug: "other", name: "Other" });
    const result = await publishDraft(db, { ...ada, teamId }, { draft: begin("mine"), note: "", expectedVersion: 0 });
    expect(result).toMatchObject({ status: "refused", problems: { "tiers.0.endpoint": "There is no endpoint groq/m any more." } });
    for (const forged of ["\0", "\ud800", "x".repeat(100_000), "__proto__"]) {
      expect(await listPublished(db, teamId, forged)).toEqual([]);
      await expect(getVersionContent(db, teamId, forged, 1)).rejects.toThrow("There is no profile");
    }
    await expect(getVersionContent(db, teamId, "extract", 1)).rejects.toThrow("There is no profile extract");
  });
});
