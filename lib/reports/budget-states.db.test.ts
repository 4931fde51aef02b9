import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AccountError } from "@/lib/accounts/account-error";
import { loadBudgets } from "@/lib/accounts/budgets/load-budgets";
import { archiveBudget, createBudget, updateBudget } from "@/lib/accounts/budgets/save-budget";
import { type Member, operatorOf } from "@/lib/accounts/member";
import { createUser } from "@/lib/accounts/users";
import type { BudgetDraft } from "@/lib/accounts/budgets/budget-draft";
import { createDb, type Db } from "@/lib/db";
import { listQuarterSpend } from "@/lib/ledger/list-quarter-spend";
import type { CallRecord } from "@/lib/ledger/record";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { listBudgetStates } from "./budget-states";
import { addTeamWithProfile, idAt, type LedgerProfile } from "./testing/ledger";

/** In the night in which Berlin's clocks went back, so that its day has 25 hours. */
const NOW = new Date("2026-10-25T20:07:00Z");
let database: TestDatabase;
let db: Db;
let profile: LedgerProfile;
let owner: Member;
let keyId: string;
let calls: CallRecord[];
const startOf = (index: number) => Date.parse("2026-10-24T20:00:00Z") + index * 431_000;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  const price = { base: { input: 1n, output: 1n }, steps: [] };
  profile = await addTeamWithProfile(db, "budgeted", [price], price);
  const { teamId } = profile;
  await db.team.update({ where: { id: teamId }, data: { timeZone: "Europe/Berlin" } });
  owner = { teamId, userId: (await createUser(db, operatorOf(teamId), { email: "owner@budgeted.example", role: "owner" })).id, role: "owner" };
  keyId = idAt(1);
  await db.apiKey.create({ data: { teamId, id: keyId, keyId: "k", name: "batch", secretHmac: Buffer.alloc(32), pepperVersion: 1, last4: "abcd", ownerId: owner.userId } });
  const records = fc.sample(callRecords(), { seed: 7, numRuns: 200 });
  calls = records.map((call, index) => ({
    ...call, teamId, id: idAt(startOf(index)), startedAtMs: startOf(index),
    attempts: call.attempts.map((attempt) => ({ ...attempt, id: idAt(startOf(index)), ...(attempt.costPico === null ? { heldPico: BigInt(index) } : {}) })),
    profileVersionId: index % 3 === 0 ? profile.versionId : call.profileVersionId,
    apiKeyId: index % 2 === 0 ? keyId : call.apiKeyId, memberId: index % 2 === 0 ? owner.userId : call.memberId,
    tags: index % 4 === 0 ? { feature: "a=b" } : {},
  }));
  await createCallWriter(db)(calls);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const draft = (more: Partial<BudgetDraft>): BudgetDraft => ({
  name: "Research", scope: "team", subject: "", amountPico: 1n, period: "day", rolling: false, thresholds: [], action: "stop", ...more,
});
const sumOf = (isMeant: (call: CallRecord) => boolean) =>
  calls.filter(isMeant).flatMap(({ attempts }) => attempts).reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n);

describe("what budgets have spent", () => {
  it("is the sum of their calls' attempts in the day of the team's zone, on the page and in the gateway alike", async () => {
    const { id: profileId } = await db.profile.findFirstOrThrow({ where: { teamId: profile.teamId } });
    const cases: [Partial<BudgetDraft>, (call: CallRecord) => boolean][] = [
      [{ name: "1 team" }, () => true],
      [{ name: "2 profile", scope: "profile", subject: profileId }, (call) => call.profileVersionId === profile.versionId],
      [{ name: "3 key", scope: "key", subject: keyId }, (call) => call.apiKeyId === keyId],
      [{ name: "4 member", scope: "member", subject: owner.userId }, (call) => call.apiKeyId === keyId],
      [{ name: "5 tag", scope: "tag", subject: "feature=a=b" }, (call) => call.tags.feature === "a=b"],
    ];
    for (const [more] of cases) await createBudget(db, owner, draft(more));
    const states = await listBudgetStates(db, profile.teamId, NOW);
    const [from, to] = [new Date("2026-10-24T22:00:00Z"), new Date("2026-10-25T23:00:00Z")];
    const loaded = (await loadBudgets(db)).get(profile.teamId) ?? [];
    const quarters = await listQuarterSpend(db, loaded, from);
    for (const [index, [{ name }, isMeant]] of cases.entries()) {
      const state = states[index];
      const spentPico = sumOf((call) => isMeant(call) && call.startedAtMs >= from.getTime() && call.startedAtMs < NOW.getTime() + 480_000);
      expect(spentPico > 0n).toBe(true);
      expect(state).toMatchObject({ name, range: { from, to }, spentPico });
      const inQuarters = (quarters.get(state?.id ?? "") ?? []).filter(([at]) => at < to.getTime()).reduce((sum, [at, pico]) => sum + (at < NOW.getTime() ? pico : 0n), 0n);
      const heldPico = calls.filter((call) => isMeant(call) && call.startedAtMs >= from.getTime() && call.startedAtMs < NOW.getTime())
        .flatMap(({ attempts }) => attempts).reduce((sum, attempt) => sum + (attempt.heldPico ?? 0n), 0n);
      expect(heldPico > 0n).toBe(true);
      expect(inQuarters).toBe(spentPico + heldPico);
    }
    expect(states.map(({ subjectName }) => subjectName)).toEqual(["budgeted", "budgeted", "batch", "owner@budgeted.example", "feature=a=b"]);
    expect(states[0]?.forecast).toMatchObject({ lowPico: expect.any(BigInt) as bigint });
  });

  it("of another team is nobody's business", async () => {
    const other = operatorOf((await addTeamWithProfile(db, "other", [], { base: { input: 1n, output: 1n }, steps: [] })).teamId);
    const id = await createBudget(db, owner, draft({ name: "mine" }));
    await expect(updateBudget(db, other, id, draft({}))).rejects.toThrow(AccountError);
    expect(await archiveBudget(db, other, id, NOW)).toBe(false);
    await expect(createBudget(db, other, draft({ scope: "key", subject: keyId }))).rejects.toThrow("no such API key");
    expect(await listBudgetStates(db, other.teamId, NOW)).toEqual([]);
  });
});

describe("a budget", () => {
  it("is refused where it says nothing, and every change of one is in the audit log", async () => {
    const bad: Partial<BudgetDraft>[] = [
      { name: " " }, { amountPico: 0n }, { thresholds: [0] }, { thresholds: [1.5] }, { thresholds: [NaN] }, { scope: "tag", subject: "feature" },
      { scope: "key", subject: "' OR 1=1 --" }, { scope: "profile", subject: owner.userId }, { scope: "tag", subject: "a\0=b" },
    ];
    for (const more of bad) await expect(createBudget(db, owner, draft(more))).rejects.toThrow(AccountError);
    await expect(createBudget(db, { ...owner, role: "member" }, draft({}))).rejects.toThrow("does not allow");
    const id = await createBudget(db, owner, draft({ name: "changed", thresholds: [100, 50, 50] }));
    await updateBudget(db, owner, id, draft({ name: "changed", amountPico: 2_000_000_000_000n, thresholds: [80] }));
    expect(await archiveBudget(db, owner, id, NOW)).toBe(true);
    expect(await archiveBudget(db, owner, id, NOW)).toBe(false);
    const entries = await db.auditEntry.findMany({ where: { teamId: owner.teamId, subject: "changed" }, orderBy: { id: "asc" } });
    expect(entries.map(({ action }) => action)).toEqual(["budget.created", "budget.updated", "budget.removed"]);
    expect(entries[1]).toMatchObject({ before: { thresholds: ["50%", "100%"] }, after: { amountUsd: "2", thresholds: ["80%"] } });
  });
});
