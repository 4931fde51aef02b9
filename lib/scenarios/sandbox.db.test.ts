import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerScenario, prepareServing, type Serving } from "@/app/api/sandbox/answer-scenario";
import { AccountError } from "@/lib/accounts/account-error";
import { generateApiKey } from "@/lib/accounts/api-key";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { type Member, NotAllowedError } from "@/lib/accounts/member";
import { deriveSecret } from "@/lib/accounts/secret";
import { addPerson } from "@/lib/config/testing/try-action";
import type { Price } from "@/lib/core/price";
import { emptyDraft } from "@/lib/core/profile-draft";
import { createDb, type Db } from "@/lib/db";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { addTeamWithProfile, type LedgerProfile, recordOf } from "@/lib/reports/testing/ledger";
import { runCommandLine } from "@/scripts/cli/run";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { answerSchema } from "./answer-schema";
import { findLatestCalibration, listCalibrations } from "./calibration/list-calibrations";
import { publishCandidate } from "./calibration/publish-candidate";
import { inputsSchema } from "./inputs-schema";
import { requestSchema } from "./request-schema";
import { deleteScenario } from "./saved/delete-scenario";
import { findScenario } from "./saved/find-scenario";
import { listScenarios } from "./saved/list-scenarios";
import { renameScenario } from "./saved/rename-scenario";
import { saveScenario } from "./saved/save-scenario";

const secret = deriveSecret(Buffer.alloc(32, 7));
const perMillion = (usd: bigint): Price => ({ base: { input: usd * 1_000_000n, output: usd * 1_000_000n }, steps: [] });
let database: TestDatabase;
let db: Db;
let team: LedgerProfile;
let owner: Member;
let serving: Serving;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  team = await addTeamWithProfile(db, "extract", [perMillion(1n), perMillion(5n)], perMillion(1n));
  owner = await addPerson(db, team.teamId, "owner");
  key = (await createApiKey(db, secret.peppers, owner, { name: "sandbox" })).text;
  serving = prepareServing(db, secret.peppers);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const profile = { slug: "candidate", tiers: [{ endpoint: "p1/m" }, { endpoint: "p2/m" }] };
const traffic = { callsPerMinute: 10, minutes: 60, inputTokens: 1_000, outputTokens: 1_000 };
/** Tier 1 serves 95% at $1.00/M, tier 2 the rest at $5.00/M. Its times are the same for all: a tail of them would meet a timer. */
const times = { firstTokenMs: 300, tokensPerSecond: 1_000 };
const inputs = inputsSchema.parse({ traffic, endpoints: { "p1/m": { success: 0.95, ...times }, "p2/m": { success: 1, ...times } }, breakers: false });
const worked = { profile, ...inputs };

type Answered = { status: number; headers: Headers; body: unknown };

async function post(body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  const request = new Request("http://127.0.0.1/api/sandbox", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const response = await answerScenario(request, serving);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("POST /api/sandbox", () => {
  test("answers the worked example by formulas: P of 95 and 5 in 100, WARC $1.20/M", async () => {
    const { status, body } = await post(worked);
    expect(status).toBe(200);
    const answer = answerSchema.strict().parse(body);
    expect(answer).toMatchObject({ engine: "closed-form", profile: { slug: "candidate", version: null }, availability: 1 });
    expect(answer.tiers.map(({ endpoint }) => endpoint)).toEqual(["p1/m", "p2/m"]);
    for (const [index, p] of [0.95, 0.05].entries()) expect(answer.tiers[index]?.p).toBeCloseTo(p, 12);
    expect(answer.warcUsdPerMillion).toBeCloseTo(1.2, 9);
    expect(answer.assumptions.find(({ path }) => path === "endpoints.p1/m.success")).toMatchObject({ source: { kind: "typed" } });
  });

  test("answers it by simulation within what chance leaves open, and the same twice", async () => {
    const asked = { ...worked, engine: "events", replications: 4, maxCalls: 4_000, seed: 5, traffic: { ...traffic, callsPerMinute: 100 } };
    const [first, again] = [await post(asked), await post(asked)];
    expect(first).toMatchObject({ status: 200 });
    expect(again.body).toEqual(first.body);
    const { calls, warcUsdPerMillion } = answerSchema.parse(first.body);
    expect(calls).toBeGreaterThan(3_500);
    // Seven standard errors of 4 × sqrt(.05 × .95 / 4,000).
    expect(Math.abs((warcUsdPerMillion ?? 0) - 1.2)).toBeLessThan(0.1);
  });

  test.each<[string, number, string, string | null, unknown, Record<string, string>]>([
    ["no key", 401, "missing_api_key", null, worked, { authorization: "" }],
    ["an unknown key", 401, "invalid_api_key", null, worked, { authorization: `Bearer ${generateApiKey().text}` }],
    ["another content type", 415, "unsupported_media_type", null, worked, { "content-type": "text/plain" }],
    ["no JSON", 400, "invalid_json", null, "{", {}],
    ["more than anybody needs", 413, "body_too_large", null, JSON.stringify({ ...worked, pad: "x".repeat(300_000) }), {}],
    ["a probability above 1", 400, "invalid_request", "endpoints.p1/m.success", { ...worked, endpoints: { "p1/m": { success: 1.5 } } }, {}],
    ["no traffic", 400, "invalid_request", "traffic.callsPerMinute", { ...worked, traffic: { callsPerMinute: 0 } }, {}],
    ["less traffic than ever calls", 400, "invalid_request", "traffic.callsPerMinute", { ...worked, engine: "events", traffic: { ...traffic, callsPerMinute: 1e-9 } }, {}],
    ["a price of zero", 400, "invalid_request", "endpoints.p1/m.price", { ...worked, endpoints: { "p1/m": { price: { inputUsd: "0", outputUsd: "0" } } } }, {}],
    ["a field that is not there", 400, "invalid_request", "trafic", { ...worked, trafic: {} }, {}],
    ["an endpoint of nobody", 400, "invalid_request", "profile.tiers.1.endpoint", { ...worked, profile: { ...profile, tiers: [profile.tiers[0], { endpoint: "p3/m" }] } }, {}],
    ["an outage of nothing", 400, "invalid_request", "trouble.0.domains", { ...worked, trouble: [{ kind: "outage", domains: ["p9"], fromMinute: 0, minutes: 5 }] }, {}],
    ["a profile that is not there", 404, "profile_not_found", "profile", { ...worked, profile: "extrakt" }, {}],
  ])("refuses %s with %i", async (_, status, code, param, body, headers) => {
    const answered = await post(body, headers);
    expect(answered).toMatchObject({ status, body: { error: { code, param, message: expect.stringMatching(/[.?]$/) as string } } });
    if (status === 400 && param !== null) expect(answered.body).toMatchObject({ error: { metadata: { problems: { [param]: expect.stringMatching(/^[A-Z].*[.?]$/) as string } } } });
  });

  test("has room for one simulation of a team at a time, and for formulas always", async () => {
    const leave = serving.slots.enter(team.teamId);
    const refused = await post({ ...worked, engine: "events" });
    expect(refused).toMatchObject({ status: 429, body: { error: { code: "sandbox_busy" } } });
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(await post(worked)).toMatchObject({ status: 200 });
    leave?.();
  });
});

test("the command line answers as the API does, as JSON or as a table, and says what is wrong with a file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "simulate-"));
  const simulate = async (text: string, ...options: string[]) => {
    writeFileSync(join(folder, "scenario.yaml"), text);
    const [out, notes]: [string[], string[]] = [[], []];
    const code = await runCommandLine(["simulate", "scenario.yaml", "--team", "extract", ...options], {
      variables: { DATABASE_URL: database.url, ROUTELEDGER_DATA_DIR: folder }, folder, out: (line) => void out.push(line), note: (line) => void notes.push(line),
    });
    return { code, out, notes };
  };
  const asked = JSON.stringify({ ...worked, traffic: { ...traffic, startsAt: "2026-11-20T00:00:00Z" } });
  const answered = await simulate(asked, "--json");
  expect(answered).toMatchObject({ code: 0, notes: [] });
  expect(JSON.parse(answered.out.join("\n"))).toEqual((await post(asked)).body);
  expect((await simulate(asked)).out).toContain("WARC              1.20 USD/M");
  expect(await simulate("profile: candidate\ntraffic: { callsPerMinute: 0 }")).toEqual({ code: 1, out: [], notes: ["scenario.yaml: traffic.callsPerMinute: Must be above 0."] });
  expect(await simulate("profile: extrakt")).toMatchObject({ code: 1, notes: ["there is no profile extrakt"] });
  rmSync(folder, { recursive: true });
});

test("a version that was published from the sandbox is compared with what happened while it served", async () => {
  const draft = { ...emptyDraft("ordered", ["p1/m", "p2/m"]), slug: "extract" };
  const publishing = { draft, note: "cheaper", expectedVersion: 1 };
  const viewer = await addPerson(db, team.teamId, "viewer");
  await expect(publishCandidate(db, viewer, publishing, inputs, new Date())).rejects.toThrow(NotAllowedError);
  expect(await publishCandidate(db, owner, publishing, inputs, new Date())).toMatchObject({ status: "published", version: 2 });
  expect(await listCalibrations(db, viewer, "extract")).toMatchObject([{ version: 2, calls: 0, warcUsdPerMillion: { predicted: expect.closeTo(1.2, 2) as number, happened: null, agrees: null } }]);

  const { currentVersionId: versionId } = await db.profile.findFirstOrThrow({ where: { teamId: team.teamId } });
  const usage = { input: 1_000, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1_000, reasoning: 0 };
  const callOf = (tier: number) => ({ servedTier: tier, usage, costPico: tier === 1 ? "2000000000" : "10000000000", failedAttempts: [] });
  const served = { ...team, versionId: versionId ?? "" };
  await createCallWriter(db)(Array.from({ length: 400 }, (_, index) => recordOf(served, callOf(index % 20 === 0 ? 2 : 1), Date.now() - 60_000 + index)));
  const [calibration] = await listCalibrations(db, viewer, "extract");
  expect(await findLatestCalibration(db, viewer, null)).toEqual(calibration);
  expect(await findLatestCalibration(db, viewer, "extract")).toEqual(calibration);
  expect(await findLatestCalibration(db, viewer, "no-such-profile")).toBeNull();
  expect(calibration).toMatchObject({
    version: 2, calls: 400,
    availability: { predicted: 1, happened: 1, agrees: true },
    warcUsdPerMillion: { happened: 1.2, agrees: true },
    tiers: [{ endpoint: "p1/m", happened: 0.95, agrees: true }, { endpoint: "p2/m", happened: 0.05, agrees: true }],
  });
  expect(calibration?.tiers[1]?.sampling?.[0]).toBeCloseTo(0.0325, 3);

  // The recorded calls through the very version that they were served by.
  const replayed = await post({ ...worked, engine: "backtest", profile: "extract" });
  expect(replayed).toMatchObject({ status: 200, body: { engine: "backtest", calls: 400, tiers: [{ p: 0.95 }, { p: 0.05 }], warcUsdPerMillion: expect.closeTo(1.2, 9) as number } });
  expect(replayed.body).toMatchObject({ backtest: { recordedCalls: 400, oneOf: 1, replayedShare: 1, unknowable: [], actual: { availability: 1, warcUsdPerMillion: expect.closeTo(1.2, 9) as number, tiers: [{ p: 0.95 }, { p: 0.05 }] } } });
  const nothing = await post({ ...worked, engine: "backtest", profile: "extract", period: { from: "2025-01-01T00:00:00Z", to: "2025-02-01T00:00:00Z" } });
  expect(nothing).toMatchObject({ status: 400, body: { error: { param: "period" } } });

  // What serves worse than it was said is told: 300 calls more, all of the dear tier.
  await createCallWriter(db)(Array.from({ length: 300 }, (_, index) => recordOf(served, callOf(2), Date.now() - 30_000 + index)));
  // No profile serves a prompt that is too long.
  const atFault = { servedTier: null, usage: null, costPico: null, failedAttempts: [{ tier: 1, cause: "context_length", usage: null, costPico: null }] };
  await createCallWriter(db)([recordOf(served, atFault, Date.now() - 60_500)]);
  expect(await listCalibrations(db, viewer, "extract")).toMatchObject([{ calls: 700, availability: { happened: 1 }, warcUsdPerMillion: { agrees: false }, tiers: [{ agrees: false }, { agrees: false }] }]);
  await expect(db.prediction.updateMany({ data: { madeBy: "somebody" } })).rejects.toThrow();
});

test("a scenario is saved under a name of its own, opened as it was, renamed and deleted, and each is in the audit log", async () => {
  const request = requestSchema.parse({ ...worked, candidates: [profile] });
  const id = await saveScenario(db, owner, { name: " Primary down ", request });
  await expect(saveScenario(db, owner, { name: "Primary down", request })).rejects.toThrow(AccountError);
  expect(await findScenario(db, owner, id)).toEqual({ id, name: "Primary down", request });
  await saveScenario(db, owner, { id, name: "Primary down", request: { ...request, seed: 2 } });
  const unreadable = { ...request, domains: { "a\u0000b": { downShare: 0.1 } } };
  await expect(saveScenario(db, owner, { name: "Unreadable", request: unreadable })).rejects.toThrow("cannot be kept as it is");
  await renameScenario(db, owner, { id, name: "Both down" });
  expect(await listScenarios(db, owner)).toMatchObject([{ id, name: "Both down", updatedBy: expect.stringMatching(/^owner-/) as string }]);
  const stranger = await addPerson(db, (await addTeamWithProfile(db, "theirs", [perMillion(1n)], perMillion(1n))).teamId, "owner");
  expect(await findScenario(db, stranger, id)).toBeNull();
  await expect(deleteScenario(db, stranger, id)).rejects.toThrow(AccountError);
  await deleteScenario(db, owner, id);
  expect([await findScenario(db, owner, id), await findScenario(db, owner, "no id")]).toEqual([null, null]);
  const entries = await db.auditEntry.findMany({ where: { teamId: team.teamId, action: { startsWith: "scenario." } }, orderBy: { id: "asc" } });
  expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
    ["scenario.created", "Primary down"], ["scenario.updated", "Primary down"], ["scenario.updated", "Both down"], ["scenario.removed", "Both down"],
  ]);
});
