import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AccountError } from "@/lib/accounts/account-error";
import { type Member, operatorOf } from "@/lib/accounts/member";
import { createTeam } from "@/lib/accounts/teams";
import { addPerson } from "@/lib/config/testing/try-action";
import { createDb, type Db } from "@/lib/db";
import { Pulse } from "@/lib/gateway/pulse";
import type { Gateway } from "@/lib/gateway/gateway";
import { writeTeamLedger } from "@/lib/reports/testing/team-ledger";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { judgeTeam } from "./judge-team";
import { KINDS } from "./kinds/all";
import { HOLD_MS } from "./plan-alerts";
import { listPulses } from "./pulses";
import { listRules, saveRule } from "./rules";
import { readWindows } from "./windows";

const MINUTE_MS = 60_000;
const start = Date.UTC(2026, 10, 20, 12);
const after = (minutes: number) => new Date(start + minutes * MINUTE_MS);
let database: TestDatabase;
let db: Db;
let teamId: string;
let owner: Member;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  teamId = (await createTeam(db, { slug: `team-${++count}`, name: "Acme" })).id;
  owner = await addPerson(db, teamId, "owner");
  await db.gatewayPulse.deleteMany();
});

/** A gateway that says this of one endpoint of the team. */
async function beat(at: Date, openSince: Date | null, more: { id?: string; waitingCalls?: number; oldestWaitingMs?: number } = {}): Promise<void> {
  const openBreakers = openSince === null ? [] : [{ teamId, endpointId: "e1", endpoint: "groq/llama", since: openSince.toISOString() }];
  const row = { id: "g", waitingCalls: 0, oldestWaitingMs: 0, ...more, at, openBreakers };
  await db.gatewayPulse.upsert({ where: { id: row.id }, create: row, update: row });
}
const judge = (now: Date, pace: "now" | "usual" = "now") => judgeTeam({ db, teamId, now, link: (path) => `https://ledger.example${path}` }, pace);
const told = async () => (await db.delivery.findMany({ where: { teamId }, orderBy: { id: "asc" } })).map(({ kind, subject, userId }) => ({ kind, subject, userId }));
const open = () => db.alert.findMany({ where: { teamId, endedAt: null } });

test("a team has a rule of each kind, told to its owners, and the first look tells nobody what it finds", async () => {
  const rules = await listRules(db, teamId);
  expect(rules.map(({ kind }) => kind.name)).toEqual(KINDS.map(({ name }) => name));
  expect(rules.every(({ enabled, memberIds }) => enabled && memberIds[0] === owner.userId && memberIds.length === 1)).toBe(true);
  await Promise.all([listRules(db, teamId), listRules(db, teamId)]);
  expect(await db.alertRule.count({ where: { teamId } })).toBe(KINDS.length);

  await beat(after(0), after(-60));
  await judge(after(0));
  expect((await open()).map(({ title }) => title)).toEqual(["The breaker of groq/llama is open"]);
  await beat(after(1), null);
  await judge(after(1));
  await beat(after(17), null);
  await judge(after(17));
  expect([await open(), await told()]).toEqual([[], []]);
});

test("what begins is told once, what comes and goes is one alert, and what is over is told of", async () => {
  await beat(after(0), null);
  await judge(after(0));
  for (const [minute, since] of [[10, 8], [14, 8], [15, 8], [16, null], [20, 8], [24, null], [25, null], [38, null]] as const) {
    await beat(after(minute), since === null ? null : after(since));
    await judge(after(minute));
  }
  const began = { kind: "alert", subject: "The breaker of groq/llama is open", userId: owner.userId };
  expect(await told()).toEqual([began]);
  expect(await open()).toMatchObject([{ beganAt: after(14), clearSince: after(24) }]);
  const at = new Date(after(24).getTime() + HOLD_MS);
  await beat(at, null);
  await judge(at);
  expect(await told()).toEqual([began, { ...began, kind: "recovery", subject: "Over: The breaker of groq/llama is open" }]);
  expect(await open()).toEqual([]);
  const [delivery] = await db.delivery.findMany({ where: { teamId }, orderBy: { id: "asc" } });
  expect(delivery).toMatchObject({ text: expect.stringContaining("https://ledger.example/waste") as string, payload: { alert: { kind: "breaker", facts: { endpoint: "groq/llama" }, url: "https://ledger.example/waste" } } });
});

test("two processes that judge at once begin one alert", async () => {
  await judge(after(0));
  await beat(after(10), after(1));
  await Promise.allSettled([judge(after(10)), judge(after(10)), judge(after(10))]);
  expect(await open()).toHaveLength(1);
  expect(await told()).toHaveLength(1);
});

test("a rule is changed by who may, finds by its bounds, and switched off it is over without a word", async () => {
  const rule = (await listRules(db, teamId)).find(({ kind }) => kind.name === "breaker");
  if (rule === undefined) throw new Error("no rule");
  await judge(after(0));
  const input = { id: rule.id, enabled: true, settings: { minutes: 30 }, memberIds: [crypto.randomUUID(), owner.userId], channelIds: [crypto.randomUUID()] };
  await expect(saveRule(db, await addPerson(db, teamId, "member"), input, after(0))).rejects.toThrow(/does not allow/);
  await expect(saveRule(db, operatorOf((await createTeam(db, { slug: `x-${++count}`, name: "x" })).id), input, after(0))).rejects.toThrow(AccountError);
  await saveRule(db, owner, input, after(0));
  expect((await listRules(db, teamId)).find(({ id }) => id === rule.id)).toMatchObject({ settings: { minutes: 30 }, memberIds: [owner.userId], channelIds: [] });
  await beat(after(20), after(0));
  await judge(after(20));
  expect(await open()).toEqual([]);
  await beat(after(31), after(0));
  await judge(after(31));
  expect(await open()).toHaveLength(1);
  await saveRule(db, owner, { ...input, enabled: false }, after(32));
  await beat(after(33), after(0));
  await judge(after(33));
  expect(await open()).toEqual([]);
  expect(await told()).toHaveLength(1);
});

test("every kind reads a team's real sums, and one team's alerts know nothing of another's", async () => {
  const ledger = await writeTeamLedger(db, `ledger-${count}`, 600);
  const now = new Date("2026-11-13T18:00:00Z");
  const windows = await readWindows(db, ledger.teamId, now);
  const calls = await db.attempt.count({ where: { teamId: ledger.teamId, startedAt: { gte: new Date("2026-11-12T12:00:00Z"), lt: new Date("2026-11-12T18:00:00Z") } } });
  expect(windows.team.before[0]?.attempts).toBeGreaterThan(0);
  expect(Math.abs((windows.team.before[0]?.attempts ?? 0) - calls)).toBeLessThanOrEqual(2);
  expect(windows.profiles.reduce((sum, { now: { attempts } }) => sum + attempts, 0)).toBe(windows.team.now.attempts);
  expect(windows.team.before[27], "before its first day").toMatchObject({ attempts: 0, warc: null });
  const theirs = { db, teamId: ledger.teamId, link: (path: string) => path };
  for (const pace of ["now", "usual"] as const) await judgeTeam({ ...theirs, now }, pace);
  await judge(now, "usual");
  expect(await open()).toEqual([]);
  const budget = { id: crypto.randomUUID(), teamId: ledger.teamId, name: "All", scope: "team", subject: "", amountPico: 1_000_000n, period: "month", thresholds: [50, 80, 100], action: "tell" };
  await db.budget.create({ data: budget });
  await judgeTeam({ ...theirs, now }, "now");
  await judgeTeam({ ...theirs, now: new Date(now.getTime() + MINUTE_MS) }, "now");
  expect((await db.alert.findMany({ where: { teamId: ledger.teamId, endedAt: null, subject: { startsWith: budget.id } } })).map(({ title }) => title)).toEqual(["Budget All is 100% spent"]);
});

test("a gateway process tells how it is, since when a breaker is open, and takes its word back when it ends", async () => {
  const breakers = { open: ["e1"] };
  const gateway = {
    db,
    ledger: { status: () => ({ pendingCalls: 3, oldestPendingMs: 1_200.4 }) },
    routing: { listOpenBreakers: () => breakers.open },
    live: { findEndpoint: () => ({ teamId, endpoint: "groq/llama" }) },
  } as unknown as Gateway;
  const pulse = new Pulse(gateway);
  await beat(after(-25 * 60), null, { id: "long gone" });
  await pulse.beat(after(0));
  await pulse.beat(after(1));
  expect(await listPulses(db)).toMatchObject([{ at: after(1), waitingCalls: 3, oldestWaitingMs: 1_200, openBreakers: [{ teamId, endpointId: "e1", endpoint: "groq/llama", since: after(0).toISOString() }] }]);
  breakers.open = [];
  await pulse.beat(after(2));
  breakers.open = ["e1"];
  await pulse.beat(after(3));
  expect((await listPulses(db))[0]?.openBreakers[0]?.since).toBe(after(3).toISOString());
  await pulse.stop();
  expect(await listPulses(db)).toEqual([]);
});
