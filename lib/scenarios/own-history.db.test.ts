import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { splitUsage, UNIT_CLASSES } from "@/lib/core/usage";
import { DEFAULT_PROFILE_RULES, NIL_ID } from "@/lib/core/profile";
import { computeWarc, type TierWarc } from "@/lib/core/warc";
import { createDb, type Db } from "@/lib/db";
import { type CallRecord, NO_AMOUNTS } from "@/lib/ledger/record";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { getOverview } from "@/lib/reports/overview";
import { LEDGER_RANGE, type TeamLedger, writeTeamLedger } from "@/lib/reports/testing/team-ledger";
import { idAt } from "@/lib/reports/testing/ledger";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { getBackground } from "./get-background";
import { type BacktestEvent, runBacktest } from "./run-backtest";

const NOW = new Date("2026-11-14T00:00:00Z");
let database: TestDatabase;
let db: Db;
let ledger: TeamLedger;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  ledger = await writeTeamLedger(db, "own-history", 5_000);
  await createCallWriter(db)(Array.from({ length: 12 }, (_, index) => failedCall(OUTAGE_MS + index * 1_000)));
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

/** Nobody is served in this quarter-hour. */
const OUTAGE_MS = Date.UTC(2026, 10, 5, 12);

function failedCall(startedAtMs: number): CallRecord {
  const [version] = ledger.versions;
  const [endpoint] = version?.tiers ?? [];
  if (!version || !endpoint) throw new Error("The ledger has no version");
  const nothing = { usage: null, priceId: null, priceStep: null, listPrice: null, costPico: 0n, classes: NO_AMOUNTS, basis: "reported" } as const;
  const none = { servedTier: null, servedEndpoint: null, planPosition: null, rescued: false, primaryCostPico: null, baselineCostPico: null, firstTokenMs: null };
  return {
    id: idAt(startedAtMs), teamId: ledger.teamId, startedAtMs, profileVersionId: version.id, profileSlug: version.slug, apiKeyId: ledger.keyIds[0] ?? "",
    memberId: NIL_ID, requestedModel: version.slug, stream: true, outcome: "failed", cause: "overloaded", httpStatus: 502, ...none, plan: [], tags: {},
    totalMs: 100, overheadUs: 1,
    attempts: [{
      id: idAt(startedAtMs), startedAtMs, number: 1, tier: 1, retry: 0, endpointId: endpoint.id, endpoint: endpoint.name, provider: endpoint.provider,
      outcome: "failed", cause: "overloaded", httpStatus: 503, connectMs: 5, firstTokenMs: null, totalMs: 100, detail: "", ...nothing,
    }],
  };
}

const CLIENT_FAULTS = ["bad_request", "context_length", "content_filter"];

describe("what a team's ledger says", () => {
  test("is what its attempts and calls add up to", async () => {
    const background = await getBackground(db, { teamId: ledger.teamId, profileSlug: "chat", range: LEDGER_RANGE, now: NOW });
    for (const { endpoint, history, prices } of background.endpoints) {
      const rows = await db.attempt.groupBy({
        by: ["outcome", "cause"], _count: true,
        where: { teamId: ledger.teamId, endpointId: endpoint.id, outcome: { not: "aborted" }, cause: { notIn: CLIENT_FAULTS } },
      });
      const served = rows.find(({ outcome }) => outcome === "served")?._count;
      expect(history).toMatchObject({ served, attempts: rows.reduce((sum, row) => sum + row._count, 0) });
      expect(history?.failures.map(({ cause, count }) => [cause, count]).sort()).toEqual(
        rows.filter(({ outcome }) => outcome === "failed").map(({ cause, _count }) => [cause, _count]).sort());
      expect(history?.firstTokenMs).toHaveLength(64);
      expect(prices).toHaveLength(1);
    }
    const where = { teamId: ledger.teamId, profileSlug: "chat" };
    const { traffic } = background;
    expect(traffic?.calls).toBe(await db.call.count({ where }));
    expect(Object.values(traffic?.days ?? {}).flat().reduce((a, b) => a + b, 0)).toBe(traffic?.calls);
    expect(traffic?.callsPerMinute).toBeCloseTo((traffic?.calls ?? 0) / (21 * 1_440), 2);
    expect((traffic?.hours ?? []).reduce((a, b) => a + b, 0) / 168).toBeCloseTo(traffic?.callsPerMinute ?? 0, 3);
  });

  test("has calls that weigh so that their tokens are those of all", async () => {
    const { traffic } = await getBackground(db, { teamId: ledger.teamId, profileSlug: "chat", range: LEDGER_RANGE, now: NOW });
    const shapes = traffic?.shapes ?? [];
    expect(shapes).toHaveLength(256);
    const calls = await db.call.findMany({ where: { teamId: ledger.teamId, profileSlug: "chat", outcome: "served" }, select: { id: true } });
    const chat = new Set(calls.map(({ id }) => id));
    const attempts = (await db.attempt.findMany({ where: { teamId: ledger.teamId, outcome: "served", basis: { not: "unknown" } } })).filter(({ callId }) => chat.has(callId));
    const weight = shapes.reduce((sum, shape) => sum + shape.weight, 0);
    for (const name of UNIT_CLASSES) {
      const all = attempts.reduce((sum, row) => sum + splitUsage({
        input: row.input ?? 0, cachedInput: row.cachedInput ?? 0, cacheWrite5m: row.cacheWrite5m ?? 0,
        cacheWrite1h: row.cacheWrite1h ?? 0, output: row.output ?? 0, reasoning: row.reasoning ?? 0,
      })[name], 0);
      const mean = shapes.reduce((sum, shape) => sum + shape.weight * splitUsage(shape.usage)[name], 0) / weight;
      expect(mean).toBeCloseTo(all / attempts.length, 3);
    }
  });

  test("tells when a failure domain was down, by attempts that say something of it", async () => {
    const { domains, endpoints } = await getBackground(db, { teamId: ledger.teamId, profileSlug: null, range: LEDGER_RANGE, now: NOW });
    const rows = await db.$queryRaw<{ id: string; at: Date; attempts: bigint; failed: bigint }[]>`
      SELECT endpoint_id::text AS id, bucket AS at, sum(attempts)::bigint AS attempts, sum(attempts) FILTER (WHERE outcome = 'failed')::bigint AS failed
      FROM attempt_rollups WHERE team_id = ${ledger.teamId}::uuid AND outcome <> 'aborted' GROUP BY 1, 2`;
    for (const { endpoint, history } of endpoints) {
      const down = rows.filter(({ id, attempts, failed }) => id === endpoint.id && attempts >= 10n && (failed ?? 0n) * 2n >= attempts);
      expect(domains[endpoint.failureDomain]?.downQuarters).toBe(down.length);
      expect(history?.attemptsWhileDown).toBe(down.reduce((sum, { attempts }) => sum + Number(attempts), 0));
    }
    expect(endpoints.some(({ history }) => (history?.attemptsWhileDown ?? 0) > 0)).toBe(true);
  });

  test("is nothing of a team without calls", async () => {
    const empty = { from: new Date("2025-01-01T00:00:00Z"), to: new Date("2025-01-31T00:00:00Z") };
    const background = await getBackground(db, { teamId: ledger.teamId, profileSlug: "chat", range: empty, now: NOW });
    expect(background.traffic).toBeNull();
    expect(background.endpoints.every(({ history }) => history === null)).toBe(true);
  });
});

describe("a backtest of a version against the history that it made", () => {
  test("comes to what reports say of it, to the last pico, with nothing drawn", async () => {
    const version = ledger.versions.findIndex(({ tiers }) => tiers.length === 3) + 1;
    const id = ledger.versions[version - 1]?.id ?? "";
    const background = await getBackground(db, { teamId: ledger.teamId, profileSlug: "chat", range: LEDGER_RANGE, now: NOW });
    const published = background.profiles.find(({ slug }) => slug === "chat");
    if (!published) throw new Error("The profile cannot be read");
    const run = {
      teamId: ledger.teamId, profile: { ...published, rules: DEFAULT_PROFILE_RULES }, version, background, range: LEDGER_RANGE,
      inputs: { traffic: {}, endpoints: {}, domains: {}, trouble: [], seed: 7 }, signal: new AbortController().signal,
    };
    let done: Extract<BacktestEvent, { type: "done" }> | null = null;
    for await (const event of runBacktest(db, run)) if (event.type === "done") done = event;
    const sums = done?.result.predicted.sums;
    if (!done || !sums) throw new Error("The backtest was refused");
    const { total } = await getOverview(db, { teamId: ledger.teamId, range: LEDGER_RANGE, zone: "UTC", versionIds: [id] });
    const predicted = computeWarc(sums);
    const figures = ({ tier, served, servedKnown, tokens, costPico, primaryCostPico, primaryKnown, share }: TierWarc) =>
      ({ tier, served, servedKnown, tokens, costPico, primaryCostPico, primaryKnown, share });
    expect(predicted.tiers.map(figures)).toEqual(total.warc.tiers.map(figures));
    for (const name of ["warc", "primary", "effective", "spendPico", "wastePico", "unserved", "served", "coverage"] as const) {
      expect(predicted[name], name).toEqual(total.warc[name]);
    }
    expect(sums).toEqual(done.result.actual.sums);
    expect([done.result.replayedShare, done.result.drawnShare]).toEqual([1, 0]);
    expect(sums.unknownAmounts).toBeGreaterThan(0);
    expect(sums.wastePico).toBeGreaterThan(0n);
  });
});

test("refusals at a tier with retries left say whether they were tried again, and after what pause", async () => {
  const { teamId } = ledger;
  const [id, profile, [served]] = [idAt(OUTAGE_MS), await db.profile.findFirstOrThrow({ where: { teamId, slug: "chat" } }), ledger.versions[0]?.tiers ?? []];
  const endpointId = served?.id ?? "";
  const timers = { connectMs: 1, firstTokenMs: 1, stallMs: 1, answerMs: 1, totalMs: 1 };
  await db.profileVersion.create({ data: { teamId, id, profileId: profile.id, version: 99, strategy: "ordered", ...timers } });
  await db.tier.create({ data: { teamId, profileVersionId: id, position: 1, endpointId, rules: { retries: 1 } } });
  // Every third was not tried again, the others 700 ms after a refusal that took 100 ms.
  await createCallWriter(db)(Array.from({ length: 12 }, (_, index): CallRecord => {
    const startedAtMs = OUTAGE_MS + index * 10_000;
    const call = failedCall(startedAtMs);
    const first = call.attempts.map((each) => ({ ...each, cause: "rate_limited" as const }));
    const again = first.map((each) => ({ ...each, id: idAt(startedAtMs + 800), startedAtMs: startedAtMs + 800, number: 2, retry: 1 }));
    return { ...call, profileVersionId: id, attempts: index % 3 === 0 ? first : [...first, ...again] };
  }));
  const { endpoints } = await getBackground(db, { teamId, profileSlug: null, range: LEDGER_RANGE, now: NOW });
  const told = endpoints.flatMap(({ history }) => history?.refusals ?? []);
  expect(told).toEqual([{ count: 12, retried: 8, pauseMs: 700 }]);
});
