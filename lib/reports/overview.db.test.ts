import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NIL_ID } from "@/lib/core/profile";
import { compare, formatRatio, multiply, type Ratio, ratio, sum } from "@/lib/core/ratio";
import { parseGoldenPrice, readGolden } from "@/lib/core/testing/golden";
import { usageTokens } from "@/lib/core/usage";
import { createDb, type Db } from "@/lib/db";
import { bookCalls } from "@/lib/ledger/book-calls";
import type { CallRecord } from "@/lib/ledger/record";
import { TagNames } from "@/lib/ledger/tag-sums";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter, insertMissing } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { getOverview } from "./overview";
import { listVersionFigures } from "./version-figures";
import type { Scope } from "./scope";
import { addTeamWithProfile, recordOf } from "./testing/ledger";

const HOUR_MS = 3_600_000;
const start = Date.UTC(2026, 9, 30);
const range = { from: new Date(start), to: new Date(start + 48 * HOUR_MS) };
const nine = (value: Ratio | null) => value && formatRatio(value, 9, "half-even");
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

const scopeOf = (teamId: string, versionIds: string[] | null, more: Partial<Scope> = {}): Scope => ({
  teamId, range, zone: "UTC", versionIds, ...more,
});

describe("the overview of a worked case", () => {
  test.each(readGolden("warc").map((golden, index) => [index, golden] as const))("%i is right to the ninth place", async (index, golden) => {
    const profile = await addTeamWithProfile(db, `golden-${index}`, golden.prices.map(parseGoldenPrice), parseGoldenPrice(golden.baseline));
    const step = (40 * HOUR_MS) / golden.calls.length;
    await createCallWriter(db)(golden.calls.map((call, at) => recordOf(profile, call, start + Math.floor(at * step))));

    const { total } = await getOverview(db, scopeOf(profile.teamId, [profile.versionId]));
    const { expected } = golden;
    const { warc } = total;
    expect({
      served: warc.served, servedKnown: warc.servedKnown, unserved: warc.unserved,
      rescued: total.calls.rescued, unknownAmounts: total.unknownAmounts,
      warc: nine(warc.warc), warcByTokens: nine(warc.warcByTokens), primary: nine(warc.primary), premium: nine(warc.premium),
      weighting: nine(warc.weighting), wastePerMillion: nine(warc.wastePerMillion), effective: nine(warc.effective),
      servedSpendPico: `${warc.servedSpendPico}`, wastePico: `${warc.wastePico}`, spendPico: `${warc.spendPico}`,
      comparable: total.savings.comparable, baselinePico: `${total.savings.baselinePico}`,
      savingsPico: `${total.savings.savingsPico}`,
    }).toEqual({ ...expected, tiers: undefined });
    const tried = expected.tiers.filter(({ tier }) => total.tiers.some((found) => found.tier === tier));
    expect(total.tiers.map(({ tier, servedKnown, tokens, costPico, share, compositeCost }) => ({
      tier, served: servedKnown, tokens: Number(tokens), costPico: `${costPico}`, P: nine(share), C: nine(compositeCost),
    }))).toEqual(tried);
  });
});

describe("the overview of any ledger", () => {
  /** Added up from the records themselves, call by call: nothing of the rollups or of `computeWarc`. */
  function addUp(calls: readonly CallRecord[]) {
    const attempts = calls.flatMap((call) => call.attempts.map((attempt) => ({ ...attempt, call })));
    const cost = (rows: typeof attempts) => rows.reduce((all, { costPico }) => all + (costPico ?? 0n), 0n);
    const served = attempts.filter(({ outcome, costPico }) => outcome === "served" && costPico !== null);
    // Both versions are of one profile; what named its own chain is of none.
    const keyOf = ({ call, endpointId }: (typeof attempts)[number]) => `${call.profileVersionId === NIL_ID}/${endpointId}`;
    const groups = new Map(served.map((row) => [keyOf(row), served.filter((other) => keyOf(other) === keyOf(row))]));
    const tokensOf = (rows: typeof attempts) => rows.reduce((all, { usage }) => all + BigInt(usage ? usageTokens(usage) : 0), 0n);
    const isPriced = [...groups.values()].every((rows) => tokensOf(rows) > 0n);
    const contributions = [...groups.values()].map((rows) =>
      multiply(ratio(BigInt(rows.length), BigInt(served.length)), ratio(cost(rows), isPriced ? tokensOf(rows) * 1_000_000n : 1n)));
    return {
      calls: calls.length,
      rescued: calls.filter(({ rescued }) => rescued).length,
      attempts: attempts.length,
      unknown: attempts.filter(({ costPico }) => costPico === null).length,
      spend: cost(attempts),
      waste: cost(attempts.filter(({ outcome }) => outcome === "failed")),
      aborted: cost(attempts.filter(({ outcome }) => outcome === "aborted")),
      unserved: cost(attempts.filter(({ call }) => call.outcome !== "served")),
      warc: served.length > 0 && isPriced ? sum(contributions) : null,
    };
  }

  async function addVersions(teamId: string, versionIds: readonly string[]) {
    await db.team.create({ data: { id: teamId, slug: teamId, name: teamId } });
    await db.profile.create({ data: { teamId, id: teamId, slug: "extract", name: "extract" } });
    for (const [version, id] of versionIds.filter((id) => id !== NIL_ID).entries()) {
      await db.profileVersion.create({
        data: { teamId, id, profileId: teamId, version, strategy: "ordered", connectMs: 1, firstTokenMs: 1, stallMs: 1, answerMs: 1, totalMs: 1 },
      });
    }
  }

  async function check(scope: Scope, calls: readonly CallRecord[]) {
    const { total, slots, profiles } = await getOverview(db, scope);
    const expected = addUp(calls);
    for (const { profileId, figures } of profiles) {
      const mine = calls.filter(({ profileVersionId }) => (profileVersionId === NIL_ID) === (profileId === NIL_ID));
      expect([figures.calls.all, figures.warc.spendPico]).toEqual([addUp(mine).calls, addUp(mine).spend]);
    }
    expect(profiles.reduce((all, { figures }) => all + figures.calls.all, 0)).toBe(total.calls.all);
    expect({
      calls: total.calls.all, rescued: total.calls.rescued, attempts: total.attempts, unknown: total.unknownAmounts,
      spend: total.warc.spendPico, waste: total.warc.wastePico, aborted: total.abortedPico, unserved: total.savings.unservedSpendPico,
    }).toEqual({ ...expected, warc: undefined });
    if (expected.warc === null || total.warc.warc === null) expect(total.warc.warc).toBe(expected.warc);
    else expect(compare(total.warc.warc, expected.warc)).toBe(0);
    return slots;
  }

  test("is what its records add up to, for a team, a profile and every slot, in zones of every kind", async () => {
    const calls = fc.sample(callRecords(), { numRuns: 400, seed: 7 });
    await createCallWriter(db)(calls);
    const teams = [...new Set(calls.map(({ teamId }) => teamId))];
    expect(teams).toHaveLength(2);
    for (const teamId of teams) await addVersions(teamId, [...new Set(calls.map((call) => call.profileVersionId))]);
    for (const [zone, hours] of [["UTC", 720], ["Asia/Kathmandu", 720], ["America/New_York", 48], ["Europe/Berlin", 24 * 40]] as const) {
      const span = { from: new Date(Date.UTC(2026, 8, 28)), to: new Date(Date.UTC(2026, 8, 28) + hours * HOUR_MS) };
      const inside = calls.filter(({ startedAtMs }) => startedAtMs >= span.from.getTime() && startedAtMs < span.to.getTime());
      for (const teamId of teams) {
        const mine = inside.filter((call) => call.teamId === teamId);
        const slots = await check(scopeOf(teamId, null, { range: span, zone }), mine);
        expect(slots.reduce((all, { figures }) => all + figures.warc.spendPico, 0n)).toBe(addUp(mine).spend);
        for (const { start, end, figures } of slots) {
          const here = mine.filter(({ startedAtMs }) => startedAtMs >= start.getTime() && startedAtMs < end.getTime());
          expect(figures.calls.all).toBe(here.length);
          if (here.every(({ outcome }) => outcome !== "served")) expect(figures.warc.warc).toBeNull();
        }
        await check(scopeOf(teamId, [NIL_ID], { range: span, zone }), mine.filter(({ profileVersionId }) => profileVersionId === NIL_ID));
      }
    }
  });

  test("of nothing is nothing, and not zero", async () => {
    const { total, slots } = await getOverview(db, scopeOf(NIL_ID, []));
    expect(total).toMatchObject({ tiers: [], calls: { all: 0 }, savings: { savingsPico: null }, warc: { warc: null, effective: null, coverage: null } });
    expect(slots).toHaveLength(48);
  });
});

describe("figures that are read while calls are being booked", () => {
  /** Books the last calls when the reader has the sums of attempts already, and waits for those of calls. */
  async function bookMeanwhile<Read>(calls: readonly CallRecord[], read: () => Promise<Read>): Promise<Read> {
    let reading: Promise<Read> | null = null;
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE outcome_sums IN ACCESS EXCLUSIVE MODE`;
      reading = read();
      await expect.poll(async () => (await tx.$queryRaw<unknown[]>`
        SELECT FROM pg_locks WHERE NOT granted AND relation = 'outcome_sums'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`).length).toBe(1);
      const query = (sql: string, values: readonly (string | string[])[]) => tx.$queryRawUnsafe<Record<string, unknown>[]>(sql, ...values);
      await bookCalls(calls, { query, insert: insertMissing(query), tagNames: new TagNames() });
    });
    if (reading === null) throw new Error("nothing was read");
    return reading;
  }

  /** A team with one call in its books, and a second one that is not. */
  async function addCalls(slug: string) {
    const [golden] = readGolden("warc");
    const [call] = golden?.calls ?? [];
    if (!golden || !call) throw new Error("no worked case");
    const profile = await addTeamWithProfile(db, slug, golden.prices.map(parseGoldenPrice), parseGoldenPrice(golden.baseline));
    const [early, late] = [recordOf(profile, call, start), recordOf(profile, call, start + 1)];
    await createCallWriter(db)([early]);
    return { profile, late, costPico: BigInt(call.costPico ?? 0) };
  }

  test("have all of a call or nothing of it: its count and its spend are of one moment", async () => {
    const { profile, late, costPico } = await addCalls("meanwhile");
    const read = async () => {
      const { total } = await getOverview(db, scopeOf(profile.teamId, null));
      return [total.calls.all, total.warc.spendPico];
    };
    expect(await bookMeanwhile([late], read)).toEqual([1, costPico]);
    expect(await read()).toEqual([2, 2n * costPico]);
  });

  test("so have those of a version", async () => {
    const { profile, late, costPico } = await addCalls("meanwhile-version");
    const read = async () => {
      const figures = (await listVersionFigures(db, profile.teamId, [profile.versionId])).get(profile.versionId);
      return [figures?.calls.all, figures?.warc.spendPico];
    };
    expect(await bookMeanwhile([late], read)).toEqual([1, costPico]);
    expect(await read()).toEqual([2, 2n * costPico]);
  });
});
