import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Price } from "@/lib/core/price";
import { createDb } from "@/lib/db";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { addTeamWithProfile, recordOf } from "@/lib/reports/testing/ledger";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { runCommandLine } from "./run";

const HOUR_MS = 3_600_000;
const price = (input: bigint, output: bigint): Price => ({ base: { input, output }, steps: [] });
let database: TestDatabase;
let folder: string;

/** OpenAI's own endpoint and one at half the price: 3 parts of input to 1 of output. */
beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "audit-team-"));
  const db = createDb(database.url, 2);
  const profile = await addTeamWithProfile(db, "acme", [price(2_000_000n, 6_000_000n), price(1_000_000n, 3_000_000n)], price(1n, 1n));
  const { teamId } = profile;
  await db.endpoint.updateMany({ where: { teamId, provider: { slug: { in: ["p1", "p2"] } } }, data: { model: "openai/gpt-4o", upstreamModel: "gpt-4o" } });
  await db.provider.updateMany({ where: { teamId, slug: "p1" }, data: { baseUrl: "https://api.openai.com/v1" } });
  await db.tier.createMany({ data: profile.tiers.map(({ id }, index) => ({ teamId, profileVersionId: profile.versionId, position: index + 1, endpointId: id })) });
  const usage = { input: 300, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 100, reasoning: 0 };
  const call = { servedTier: 1, usage, costPico: "1200000000", failedAttempts: [] };
  await createCallWriter(db)([1, 2, 3].map((hours) => recordOf(profile, call, Date.now() - hours * HOUR_MS)));
  await db.$disconnect();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

test("an audit says which profile takes a model's place, and what the team's prices and mix make of it", async () => {
  writeFileSync(join(folder, "a.py"), 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o-2024-08-06")\nOpenAI().chat.completions.create(model="gpt-4o")\n');
  const out: string[] = [];
  const code = await runCommandLine(["audit", ".", "--json", "--team", "acme"], {
    variables: { DATABASE_URL: database.url }, folder, out: (text) => void out.push(text), note: () => undefined,
  });
  const { team, findings } = JSON.parse(out.join("\n")) as { team: string; findings: Record<string, unknown>[] };
  expect({ code, team }).toEqual({ code: 1, team: "acme" });
  // 0.75 × 2 + 0.25 × 6 = 3.00 against 0.75 × 1 + 0.25 × 3 = 1.50.
  expect(findings.find(({ model }) => model === "gpt-4o")).toMatchObject({
    replacement: { kind: "profile", names: ["acme"] }, change: '"gpt-4o" → "acme"', savingUsdPerMillion: "1.500000000000", savingFrom: "p1/openai/gpt-4o", savingTo: "p2/openai/gpt-4o",
  });
  // Another version of the weights is another model until somebody says that it is not.
  expect(findings.find(({ model }) => model === "gpt-4o-2024-08-06")).toMatchObject({ savingUsdPerMillion: null, savingTo: null });
});
