import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTeam } from "@/lib/accounts/teams";
import type { Writer } from "@/lib/core/change";
import { ANY_CALL } from "@/lib/core/condition";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, DEFAULT_TIMERS, NO_CAPS, type ProfileRules, type TierRules } from "@/lib/core/profile";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { upsertEndpoint } from "./endpoints";
import { loadCatalog } from "./load-catalog";
import { diffProfileVersions, listProfileVersions, restoreProfileVersion } from "./profile-versions";
import { publishProfile, type ProfileInput } from "./profiles";
import { upsertProvider } from "./providers";

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

/** A team with the endpoints `groq/x` and `groq/y`, and a profile that it may publish. */
async function addTeam(slug: string) {
  const { id: teamId } = await createTeam(db, { slug, name: slug });
  const writer: Writer = { teamId, actor: "operator" };
  const provider = await upsertProvider(
    db, writer, { slug: "groq", name: "Groq", dialect: "openai", baseUrl: "https://api.groq.example/v1", privateAllowed: false }, false,
  );
  const add = (model: string) => upsertEndpoint(db, writer, provider, { model, upstreamModel: model, contextTokens: null });
  const [x, y] = [await add("x"), await add("y")];
  const input: ProfileInput = {
    slug: "extract", name: "Extract", rules: DEFAULT_PROFILE_RULES, baseline: y, note: "",
    tiers: [{ endpoint: x, rules: { ...DEFAULT_TIER_RULES, retries: 1 } }, { endpoint: y, rules: DEFAULT_TIER_RULES }],
  };
  const publish = (more: Partial<ProfileInput> = {}) => db.$transaction((tx) => publishProfile(tx, writer, { ...input, ...more }));
  const restore = (version: number, expected?: number) =>
    db.$transaction((tx) => restoreProfileVersion(tx, writer, "extract", version, expected));
  const current = async () => (await loadCatalog(db)).get(teamId)?.profiles.get("extract");
  return { teamId, x, y, input, publish, restore, current };
}

const withTimer = (stallMs: number) => ({ rules: { ...DEFAULT_PROFILE_RULES, timers: { ...DEFAULT_TIMERS, stallMs } } });

const RULES: ProfileRules = {
  strategy: "expected-cost",
  timers: { connectMs: 1, firstTokenMs: 2, stallMs: 3, answerMs: 4, totalMs: 5 },
  triggers: { fallbackOn: ["content_filter", 400], stopOn: ["auth", 529] },
  backoff: { baseMs: 10, capMs: 20 },
  maxAttempts: 3,
  wait: { maxMs: 5_000, picoPerSecond: 1n },
  servedValuePico: 123_456_789_012n,
};
const TIER: TierRules = {
  retries: 2, weight: 0, lastResort: true, degraded: true,
  when: { ...ANY_CALL, minPromptTokens: 0, tools: false, metadata: { "Team: A/b": "x.y" }, utc: { fromMinute: 1_320, toMinute: 360 } },
  triggers: { fallbackOn: [], stopOn: ["timeout_total"] },
  timers: { stallMs: 9 },
  caps: { ...NO_CAPS, tokensPerMinute: 7, picoPerDay: 500_000_000_000n },
};

describe("publishing", () => {
  test("writes versions that are never edited; a new name is no new version, and nothing new publishes nothing", async () => {
    const { teamId, x, y, input, publish, current } = await addTeam("profiles");
    expect(await publish()).toMatchObject({ kind: "created", after: { version: 1, tiers: ["groq/x", "groq/y"], "groq/x.retries": 1 } });
    const first = await current();
    expect(first).toMatchObject({ version: 1, rules: DEFAULT_PROFILE_RULES, baselineEndpointId: y.id });
    expect(first?.tiers.map(({ position, endpoint, rules }) => [position, endpoint.name, rules.retries])).toEqual([
      [1, "groq/x", 1], [2, "groq/y", 0],
    ]);
    expect((await publish({ note: "again" })).kind).toBe("unchanged");
    expect(await publish({ name: "Extraction" })).toMatchObject({ kind: "updated", before: { version: 1 }, after: { version: 1 } });
    expect(await current()).toEqual(first);
    const swapped = { tiers: [...input.tiers].reverse() };
    expect(await publish(swapped)).toMatchObject({
      kind: "updated", before: { tiers: ["groq/x", "groq/y"] }, after: { version: 2, tiers: ["groq/y", "groq/x"] },
    });
    expect(await current()).toMatchObject({ version: 2, tiers: [{ position: 1, endpoint: { name: "groq/y" } }, { position: 2 }] });
    expect(await db.tier.count({ where: { teamId } })).toBe(4);
    for (const change of [withTimer(1), { baseline: null }, { tiers: [{ endpoint: x, rules: TIER }] }, { rules: RULES }]) {
      expect((await publish({ ...swapped, ...change })).kind).toBe("updated");
    }
    expect(await current()).toMatchObject({ version: 6 });
    await expect(db.$executeRaw`UPDATE tiers SET rules = '{}'`).rejects.toThrow(/never edited/);
    await expect(db.$executeRaw`UPDATE profile_versions SET rules = '{}'`).rejects.toThrow(/never edited/);
  });

  test("keeps every rule, exactly, and stores no defaults", async () => {
    const { teamId, x, y, publish, current } = await addTeam("rules");
    await publish({ rules: RULES, tiers: [{ endpoint: x, rules: TIER }, { endpoint: y, rules: DEFAULT_TIER_RULES }] });
    expect(await current()).toMatchObject({ rules: RULES, tiers: [{ rules: TIER }, { rules: DEFAULT_TIER_RULES }] });
    const tiers = await db.tier.findMany({ where: { teamId }, orderBy: { position: "asc" } });
    expect(tiers.map(({ rules }) => rules)).toEqual([
      {
        retries: 2, weight: 0, lastResort: true, degraded: true, stopOn: ["timeout_total"], timeouts: { stallMs: 9 },
        when: { minPromptTokens: 0, tools: false, metadata: { "Team: A/b": "x.y" }, utc: "22:00-06:00" },
        caps: { tokensPerMinute: 7, usdPerDay: "0.5" },
      },
      {},
    ]);
  });

  test("is refused when another version was published meanwhile", async () => {
    const { publish, current } = await addTeam("stale");
    await publish({ expectedVersion: 0 });
    await publish({ ...withTimer(1), expectedVersion: 1 });
    await expect(publish({ ...withTimer(2), expectedVersion: 1 })).rejects.toThrow("is at version 2 by now, and not at version 1");
    await expect(publish({ ...withTimer(2), expectedVersion: 0 })).rejects.toThrow("is at version 2 by now");
    await expect(publish({ slug: "new", expectedVersion: 1 })).rejects.toThrow("is not published");
    expect((await current())?.version).toBe(2);
    const at = await Promise.allSettled([3, 4, 5].map((stallMs) => publish({ ...withTimer(stallMs), expectedVersion: 2 })));
    expect(at.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  });
});

describe("versions", () => {
  test("are listed, told apart in the file's words, and gone back to without editing any", async () => {
    const { teamId, x, publish, restore, current } = await addTeam("versions");
    await publish({ note: "the first" });
    const first = await current();
    await publish({ ...withTimer(9), tiers: [{ endpoint: x, rules: TIER }], baseline: null, note: "faster" });
    expect(await diffProfileVersions(db, teamId, "extract", 1, 2)).toEqual(expect.arrayContaining([
      { field: "timeouts.stallMs", before: 60_000, after: 9 },
      { field: "baseline", before: "groq/y", after: null },
      { field: "tiers", before: ["groq/x", "groq/y"], after: ["groq/x"] },
      { field: "groq/x.retries", before: 1, after: 2 },
      { field: "groq/x.caps.usdPerDay", before: null, after: "0.5" },
      { field: "groq/x.when.utc", before: null, after: "22:00-06:00" },
    ]));
    expect(await diffProfileVersions(db, teamId, "extract", 2, 2)).toEqual([]);

    const rows = () => db.profileVersion.findMany({ where: { teamId }, include: { tiers: true }, orderBy: { version: "asc" } });
    const before = await rows();
    expect(await restore(1)).toMatchObject({
      kind: "updated", before: { version: 2, "timeouts.stallMs": 9 }, after: { version: 1, "timeouts.stallMs": 60_000 },
    });
    expect(await current()).toEqual(first);
    expect(await rows()).toEqual(before);
    expect((await restore(1)).kind).toBe("unchanged");
    expect((await listProfileVersions(db, teamId, "extract")).map(({ version, note, current: is }) => [version, note, is])).toEqual([
      [2, "faster", false], [1, "the first", true],
    ]);
    expect(await publish(withTimer(7))).toMatchObject({ before: { version: 1 }, after: { version: 3 } });
    const entries = await db.auditEntry.findMany({ where: { teamId, action: { startsWith: "profile." } }, orderBy: { id: "asc" } });
    expect(entries.map(({ action, after }) => [action, after])).toEqual([
      ["profile.created", expect.objectContaining({ version: 1, note: "the first" })],
      ["profile.updated", expect.objectContaining({ version: 2, note: "faster" })],
      ["profile.updated", expect.objectContaining({ version: 1 })],
      ["profile.updated", expect.objectContaining({ version: 3 })],
    ]);
  });

  test("that are not there, or no longer what was looked at, are refused with what there is", async () => {
    const { teamId, publish, restore } = await addTeam("refused");
    await publish();
    await publish(withTimer(9));
    for (const version of [0, 3, -1, 1.5, Number.NaN, 2 ** 40]) {
      await expect(restore(version)).rejects.toThrow(`has no version ${version}: its versions are 1 to 2`);
    }
    await expect(restore(1, 1)).rejects.toThrow("is at version 2 by now, and not at version 1");
    await expect(listProfileVersions(db, teamId, "extrakt")).rejects.toThrow("There is no profile extrakt; the nearest is extract");
    const other = await addTeam("refused-other");
    await expect(listProfileVersions(db, other.teamId, "extract")).rejects.toThrow("There is no profile extract");
  });
});

test("a profile whose rules cannot be read is left out with the reason, until it is published again", async () => {
  const { teamId, publish, restore, current } = await addTeam("unreadable");
  await publish();
  await publish({ slug: "other" });
  const broken = async (table: "profile_versions" | "tiers", rules: string) => {
    await db.$transaction([
      db.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`),
      db.$executeRawUnsafe(
        `UPDATE ${table} SET rules = $1::jsonb WHERE ${table === "tiers" ? "profile_version_id" : "id"}
         = (SELECT current_version_id FROM profiles WHERE team_id = $2::uuid AND slug = 'extract')`, rules, teamId),
      db.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`),
    ]);
    const catalog = (await loadCatalog(db)).get(teamId);
    expect([...(catalog?.profiles.keys() ?? [])]).toEqual(["other"]);
    return catalog?.unreadable.get("extract");
  };
  expect(await broken("tiers", '{"retries": 99}')).toBe("the rules of its tier 1 cannot be read: retries must be a whole number from 0 to 10");
  await expect(diffProfileVersions(db, teamId, "extract", 1, 1)).rejects.toThrow("Version 1: the rules of its tier 1 cannot be read");
  expect(await publish()).toMatchObject({ kind: "updated", after: { version: 2 } });
  expect((await current())?.version).toBe(2);
  await expect(restore(1)).rejects.toThrow("Version 1");
  expect(await broken("profile_versions", '{"retrys": 1}')).toMatch(/its rules cannot be read:.*retrys/);
  expect(await broken("profile_versions", "[]")).toMatch(/its rules cannot be read/);
});
