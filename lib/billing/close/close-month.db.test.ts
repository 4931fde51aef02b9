import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { createSecretKey } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { answerReport } from "@/app/api/reports/answer-report";
import { generateApiKey, hashSecret } from "@/lib/accounts/api-key";
import { operatorOf } from "@/lib/accounts/member";
import type { KeyScope } from "@/lib/core/key-scopes";
import { parseUsdExact } from "@/lib/core/money";
import { addMonths } from "@/lib/core/month";
import { type Price, priceUsage } from "@/lib/core/price";
import { createDb, type Db } from "@/lib/db";
import type { KeyRing } from "@/lib/gateway/authenticate";
import { newId } from "@/lib/ledger/new-id";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createDraw, drawCall } from "@/scripts/recorded-month/draw-call";
import { type RecordedMonth, writeRecordedMonth } from "@/scripts/recorded-month/write-recorded-month";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { checkFocus } from "../focus/check-focus";
import type { FocusCells } from "../focus/focus-rules";
import { FOCUS_FILES, FOCUS_VERSIONS } from "../focus/focus-version";
import { openFocus } from "../focus/open-focus";
import { renderFocus } from "../focus/render-focus";
import { monthAnswerSchema } from "../json/month-schema";
import { addUpFocus, addUpRows } from "@/scripts/recorded-month/focus-books";
import { listMonths, openMonth } from "../list-months";
import { MonthError } from "../month-error";
import { closeMonth, reopenMonth } from "./close-month";
import { closeMonths, listDueMonths } from "./close-due-months";
import { verifyClosedMonth } from "./closed-month";
import { correctPrice, previewPriceCorrection } from "./correct-price";
import { updateReportSettings } from "./report-settings";

/** Scripts that the property plays. */
const RUNS = Number(process.env["ROUTELEDGER_TEST_RUNS"] ?? 3);
const DAY_MS = 86_400_000;
const ZONES = ["UTC", "Asia/Kathmandu", "America/New_York", "Pacific/Apia"] as const;
let database: TestDatabase;
let db: Db;
let teams = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

/** A drill's team is passed over by the calendar: it has each test's own teams to look at, and not those of all before. */
const leaveOut = () => db.$executeRaw`UPDATE teams SET drill_of = id WHERE drill_of IS NULL`;
afterEach(leaveOut);

const newMonth = (calls: number, zone = "UTC") => writeRecordedMonth(db, { slug: `close-${teams++}`, calls, zone });
const owner = ({ teamId }: RecordedMonth) => operatorOf(teamId);
const run = (now: Date) => closeMonths.run(db, now, new AbortController().signal);
const addLate = (recorded: RecordedMonth, seed: number, at: Date) => createCallWriter(db)([drawCall(recorded, at.getTime(), createDraw(seed))]);
const on = (day: string) => new Date(`${day}T12:00:00Z`);

/** What attempts of calls of a time cost, by the rows. */
async function spentBetween(teamId: string, from: Date, to: Date): Promise<bigint> {
  const calls = await db.call.findMany({ where: { teamId, startedAt: { gte: from, lt: to } }, select: { costPico: true } });
  return calls.reduce((all, { costPico }) => all + costPico, 0n);
}

async function correctionsOf(teamId: string, where: { ofMonth?: string; inMonth?: string; kind?: string }): Promise<bigint> {
  const rows = await db.correction.findMany({ where: { teamId, ...where } });
  for (const { amountPico, lines } of rows) {
    const parts = lines as { amountUsd: string }[];
    expect(parts.reduce((all, { amountUsd }) => all + parseUsdExact(amountUsd), 0n)).toBe(BigInt(amountPico.toFixed()));
  }
  return rows.reduce((all, { amountPico }) => all + BigInt(amountPico.toFixed()), 0n);
}

/** Every version is what it was, each month's last one with its corrections is what the ledger has, and no closed month is charged anything. */
async function expectClosed(teamId: string, seen: Map<string, string>, isPosted: boolean): Promise<void> {
  const closed = await db.closedMonth.findMany({ where: { teamId }, orderBy: [{ month: "asc" }, { version: "asc" }] });
  for (const { month, version, document, sha256 } of closed) {
    const key = `${month} ${version}`;
    expect(`${sha256} ${document}`).toBe(seen.get(key) ?? `${sha256} ${document}`);
    seen.set(key, `${sha256} ${document}`);
  }
  expect(seen.size).toBe(closed.length);
  for (const each of closed) {
    // Whatever became of the team's zone: a month stays the time that it was, and no hour is in two or between two.
    for (const other of closed.filter(({ month }) => month === each.month)) expect([other.beginsAt, other.endsAt]).toEqual([each.beginsAt, each.endsAt]);
    for (const next of closed.filter(({ month }) => month === addMonths(each.month, 1))) expect(next.beginsAt).toEqual(each.endsAt);
  }
  for (const month of new Set(closed.map((each) => each.month))) {
    expect((await verifyClosedMonth(db, { teamId, month })).every(({ isIntact }) => isIntact)).toBe(true);
    const last = closed.findLast((each) => each.month === month);
    const isReopened = (await db.reopenedMonth.count({ where: { teamId, month, afterVersion: last?.version ?? 0 } })) > 0;
    if (!last || isReopened) continue;
    const { total, correctionsUsd } = JSON.parse(last.document) as { total: { spendUsd: string }; correctionsUsd: string };
    expect(await correctionsOf(teamId, { inMonth: month })).toBe(parseUsdExact(correctionsUsd));
    if (!isPosted) continue;
    const late = await correctionsOf(teamId, { ofMonth: month, kind: "late" });
    expect(parseUsdExact(total.spendUsd) + late).toBe(await spentBetween(teamId, last.beginsAt, last.endsAt));
  }
}

/** Every file of both versions, as it is now. */
async function focusOf(teamId: string, month: string, now: Date): Promise<string[]> {
  const source = await openFocus(db, { teamId, month, now });
  if (!source) throw new Error("there is no export");
  return Promise.all(FOCUS_VERSIONS.flatMap((version) => FOCUS_FILES.map((file) => new Response(renderFocus(source, { version, file, now }).body).text())));
}

function chargesOf([charges = ""]: readonly string[]): FocusCells[] {
  return (parse(charges, { columns: true }) as Record<string, string>[]).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === "" ? null : value])));
}

const billedPico = (rows: readonly FocusCells[]) => rows.reduce((all, row) => all + parseUsdExact(row["BilledCost"] ?? ""), 0n);

type Step = { kind: "late" | "edge" | "close" | "reopen" | "job" | "zone" | "wait" | "price"; of: number };
const script = (of: number, ...kinds: Step["kind"][]): [Step[]] => [kinds.map((kind) => ({ kind, of }))];
const steps = fc.array(fc.record({ kind: fc.constantFrom<Step["kind"]>("late", "late", "edge", "edge", "close", "close", "close", "reopen", "reopen", "job", "zone", "zone", "wait", "price"), of: fc.nat(999) }), { minLength: 16, maxLength: 24 });

test("closing, correcting and reopening in any order never change a closed figure, and leave nothing uncharged or charged twice", async () => {
  await fc.assert(fc.asyncProperty(steps, async (played) => {
    const [recorded, seen] = [await newMonth(12, ZONES[played.length % 4]), new Map<string, string>()];
    const { teamId } = recorded;
    let now = on("2026-11-02");
    for (const { kind, of } of [...played, { kind: "job", of: 0 }]) {
      const month = addMonths("2026-09", of % 3);
      // A month that is not over, or not closed, is refused: that is one of the things that must change nothing.
      const unlessRefused = (done: Promise<unknown>) => done.catch((error: unknown) => { if (!(error instanceof MonthError)) throw error; });
      if (kind === "late") await addLate(recorded, of, new Date(on("2026-09-05").getTime() + (of / 999) * (now.getTime() - on("2026-09-05").getTime())));
      if (kind === "edge") await addLate(recorded, of, new Date(Math.min(now.getTime(), Date.parse(`${addMonths(month, 1)}-01`) + (of - 500) * 120_000)));
      if (kind === "close") await unlessRefused(closeMonth(db, owner(recorded), { month, now }));
      if (kind === "reopen") await unlessRefused(reopenMonth(db, owner(recorded), { month, reason: "an invoice came", now }));
      if (kind === "job") await run(now);
      if (kind === "zone") await db.team.update({ where: { id: teamId }, data: { timeZone: ZONES[of % 4] ?? "UTC" } });
      if (kind === "wait") now = new Date(now.getTime() + (of % 20) * DAY_MS);
      if (kind === "price") await unlessRefused(correctPrice(db, owner(recorded), {
        endpointId: recorded.endpoints[0]?.id ?? "", from: on("2026-09-10"), to: on("2026-10-20"), now, reason: "read wrongly",
        price: { base: { input: 100_000n + BigInt(of), output: 200_000n, cachedInput: 50_000n }, steps: [] },
      }));
      await expectClosed(teamId, seen, kind === "job");
      if (kind === "job") expect(await addUpFocus(db, teamId, { first: "2026-08", count: 16 }, now)).toEqual(await addUpRows(db, teamId));
    }
    await leaveOut();
  }), {
    numRuns: RUNS, endOnFailure: true, examples: [script(1, "close", "zone", "late", "reopen", "close", "job"), script(601, "close", "late", "edge", "job", "reopen", "job")],
  });
}, 20_000 + RUNS * 5_000);

describe("a month on its way", () => {
  test("it is running, provisional, reconciled and closed, and says what is missing", async () => {
    const recorded = await newMonth(60, "Europe/Berlin");
    const { teamId } = recorded;
    const open = async (now: Date) => (await openMonth(db, { teamId, month: "2026-10", now }))?.standing;
    expect(await open(new Date("2026-10-31T22:59:59Z"))).toMatchObject({ state: "running", version: null });
    const over = new Date("2026-10-31T23:00:00Z");
    const provisional = await open(over);
    expect(provisional?.state).toBe("provisional");
    expect(provisional?.openItems.map(({ text }) => text)).toEqual(expect.arrayContaining(["There is no invoice of swift", "There is no invoice of steady"]));
    for (const provider of ["swift", "steady", "young"]) {
      await db.invoice.create({ data: { teamId, id: newId(), month: "2026-10", provider, form: "total", totalPico: 1, lines: [], createdBy: "operator", acceptedAt: over } });
    }
    expect(await open(over)).toMatchObject({ state: "reconciled" });
    const { closed, openItems } = await closeMonth(db, owner(recorded), { month: "2026-10", now: over });
    expect(closed).toMatchObject({ version: 1, zone: "Europe/Berlin", closedBy: "operator" });
    expect(openItems.every(({ kind }) => kind === "unknown")).toBe(true);
    expect(await open(over)).toMatchObject({ state: "closed", version: 1 });
    const [, october] = await listMonths(db, teamId, over);
    expect(october).toMatchObject({ month: "2026-10", state: "closed", calls: 60, spendUsd: closed.report.total.spendUsd });
    const utcDays = await db.attemptRollupDay.findMany({ where: { teamId, bucket: { gte: new Date("2026-10-01T00:00:00Z"), lt: new Date("2026-11-01T00:00:00Z") } } });
    expect(parseUsdExact(october?.invoiceDeltaUsd ?? "")).toBe(3n - utcDays.reduce((all, { costPico }) => all + BigInt(costPico.toFixed()), 0n));
  });

  test("it closes by itself on its day, once, and not at all where the day is 0 or calls still wait", async () => {
    const recorded = await newMonth(20);
    const versions = () => db.closedMonth.findMany({ where: { teamId: recorded.teamId }, select: { month: true, version: true, closedBy: true } });
    await run(new Date("2026-11-04T23:59:00Z"));
    expect(await versions()).toEqual([]);
    await updateReportSettings(db, owner(recorded), { closeDay: 0, charging: "chargeback", memberIds: [], channelIds: [] });
    await run(on("2026-11-20"));
    expect(await versions()).toEqual([]);
    const { teamId } = recorded;
    const [userId, channelId] = [newId(), newId()];
    await db.user.create({ data: { id: userId, email: "ada@acme.example", name: "Ada", members: { create: { teamId, role: "viewer" } } } });
    await db.channel.create({ data: { teamId, id: channelId, name: "finance", kind: "webhook", origin: "https://acme.example", keyId: "k", nonce: new Uint8Array(1), ciphertext: new Uint8Array(1), tag: new Uint8Array(1) } });
    await updateReportSettings(db, owner(recorded), { closeDay: 5, charging: "chargeback", memberIds: [userId], channelIds: [channelId] });
    await db.gatewayPulse.create({ data: { id: "g", at: on("2026-11-05"), waitingCalls: 3, oldestWaitingMs: 6 * DAY_MS, openBreakers: [] } });
    await run(on("2026-11-05"));
    expect(await versions()).toEqual([]);
    await db.gatewayPulse.deleteMany();
    const [first, second] = await Promise.allSettled([run(on("2026-11-05")), run(on("2026-11-05"))]);
    for (const each of [first, second]) if (each.status === "rejected") expect(String(each.reason)).toContain("closed already");
    expect(await versions()).toEqual([{ month: "2026-10", version: 1, closedBy: "calendar" }]);
    await run(on("2026-11-06"));
    const told = await db.delivery.findMany({ where: { teamId, kind: "report" }, orderBy: { userId: "asc" } });
    expect(told.map((each) => [each.userId, each.channelId, each.attachmentName, Buffer.from(each.attachment ?? []).toString("latin1", 0, 5)])).toEqual(
      [[userId, null], [null, channelId]].map((to) => [...to, expect.stringMatching(/2026-10-v1\.pdf$/), "%PDF-"]),
    );
    expect(await db.closingNotice.count()).toBe(0);
  });

  test("a month without calls is left open until it has some, also behind one that was closed since", async () => {
    const recorded = await newMonth(20);
    for (const month of ["2026-10", "2026-11", "2027-01"]) await closeMonth(db, owner(recorded), { month, now: on("2027-02-02") });
    await addLate(recorded, 2, on("2026-12-18"));
    expect(await listDueMonths(db, recorded.teamId, "UTC", on("2027-03-06"))).toEqual(["2026-12"]);
  });
  test("what cannot be closed is refused in a sentence, and so is who may not", async () => {
    const recorded = await newMonth(5);
    const close = (month: string, now: Date) => closeMonth(db, owner(recorded), { month, now });
    await expect(close("2026-10", on("2026-10-20"))).rejects.toThrow("October 2026 is still running: it can be closed once it is over, from 1 November 2026 at 00:00 (UTC) on");
    await expect(close("2027-01", on("2026-10-20"))).rejects.toThrow("January 2027 has not begun yet, so there is nothing to close");
    await expect(close("October", on("2026-11-20"))).rejects.toThrow("is not a month: write it as 2026-11");
    await close("2026-10", on("2026-11-20"));
    await expect(close("2026-10", on("2026-11-20"))).rejects.toThrow("closed already, as version 1. Reopen it first");
    expect(() => closeMonth(db, { ...owner(recorded), role: "admin" }, { month: "2026-09", now: on("2026-11-20") })).toThrow("does not allow you to close months");
    await expect(db.closedMonth.updateMany({ where: { teamId: recorded.teamId }, data: { sha256: "" } })).rejects.toThrow();
    await expect(updateReportSettings(db, owner(recorded), { closeDay: 29, charging: "showback", memberIds: [], channelIds: [] })).rejects.toThrow("from 1 to 28");
  });
});

test("a late record is charged to the running month once, however many find it at once; a new version takes it back", async () => {
  const recorded = await newMonth(30);
  const { teamId } = recorded;
  await closeMonth(db, owner(recorded), { month: "2026-10", now: on("2026-11-06") });
  const closedFocus = await focusOf(teamId, "2026-10", on("2026-11-06"));
  for (const seed of [1, 2, 3]) await addLate(recorded, seed, on("2026-10-17"));
  await Promise.all([1, 2, 3, 4].map(() => run(on("2026-11-07"))));
  const corrections = await db.correction.findMany({ where: { teamId } });
  expect(corrections).toMatchObject([{ ofMonth: "2026-10", inMonth: "2026-11", kind: "late", createdBy: "calendar" }]);
  const november = await openMonth(db, { teamId, month: "2026-11", now: on("2026-11-07") });
  expect(november?.report.corrections).toHaveLength(1);
  expect(await focusOf(teamId, "2026-10", on("2026-11-09"))).toEqual(closedFocus);
  const charged = chargesOf(await focusOf(teamId, "2026-11", on("2026-11-07")));
  expect(billedPico(charged)).toBe(parseUsdExact(november?.report.total.spendUsd ?? "") + parseUsdExact(november?.report.correctionsUsd ?? ""));
  expect(charged.filter((row) => row["ChargeClass"] === "Correction").map((row) => [row["BillingPeriodStart"], row["ChargePeriodStart"]])).toContainEqual(["2026-11-01T00:00:00Z", "2026-10-01T00:00:00Z"]);
  expect(checkFocus(charged, "1.2").failed).toEqual([]);
  await reopenMonth(db, owner(recorded), { month: "2026-10", reason: "the auditors ask for it", now: on("2026-11-08") });
  const { closed } = await closeMonth(db, owner(recorded), { month: "2026-10", now: on("2026-11-08") });
  expect([closed.version, closed.report.total.calls]).toEqual([2, 33]);
  expect(await correctionsOf(teamId, { ofMonth: "2026-10" })).toBe(0n);
  expect((await openMonth(db, { teamId, month: "2026-10", now: on("2026-11-08"), version: 1 }))?.report.total.calls).toBe(30);
  expect(billedPico(chargesOf(await focusOf(teamId, "2026-10", on("2026-11-08"))))).toBe(parseUsdExact(closed.report.total.spendUsd));
  await expect(db.closedFocus.updateMany({ where: { teamId }, data: { sha256: "" } })).rejects.toThrow();
  await db.closedFocus.deleteMany({ where: { teamId, month: "2026-10", version: 1, part: { gt: 15 } } });
  expect((await verifyClosedMonth(db, { teamId, month: "2026-10" })).map(({ isIntact, isFocusIntact }) => [isIntact, isFocusIntact])).toEqual([[false, false], [true, true]]);
});

test("a corrected price charges what the rows say, to the pico, and the same correction again charges nothing", async () => {
  const recorded = await newMonth(300);
  const { teamId, endpoints: [, steady] } = recorded;
  await closeMonth(db, owner(recorded), { month: "2026-10", now: on("2026-11-06") });
  const base = { input: 2_500_000n, output: 12_345_679n, cachedInput: 300_001n, cacheWrite5m: 3_750_000n, perRequest: 6_999_999n };
  const price: Price = { base, steps: [{ aboveInputTokens: 4_000, prices: { input: 5_000_003n } }] };
  const wrong = { endpointId: steady?.id ?? "", from: on("2026-10-03"), to: on("2026-10-21"), price, reason: "the list was read wrongly", now: on("2026-11-07") };
  const calls = await db.call.findMany({ where: { teamId, startedAt: { gte: wrong.from, lt: wrong.to } }, select: { id: true } });
  const attempts = await db.attempt.findMany({ where: { teamId, endpointId: wrong.endpointId, priceId: { not: null }, callId: { in: calls.map(({ id }) => id) } } });
  const should = attempts.reduce((all, { costPico, input, cachedInput, cacheWrite5m, cacheWrite1h, output, reasoning }) => {
    const usage = { input: input ?? 0, cachedInput: cachedInput ?? 0, cacheWrite5m: cacheWrite5m ?? 0, cacheWrite1h: cacheWrite1h ?? 0, output: output ?? 0, reasoning: reasoning ?? 0 };
    return all + priceUsage(price, usage).costPico - (costPico ?? 0n);
  }, 0n);
  const preview = await previewPriceCorrection(db, owner(recorded), wrong);
  expect([preview, parseUsdExact(preview.amountUsd)]).toMatchObject([{ attempts: attempts.length, months: [{ ofMonth: "2026-10" }] }, should]);
  const before = await spentBetween(teamId, wrong.from, wrong.to);
  await correctPrice(db, owner(recorded), wrong);
  expect((await correctPrice(db, owner(recorded), wrong)).months).toEqual([]);
  expect([await correctionsOf(teamId, { kind: "price", inMonth: "2026-11" }), await spentBetween(teamId, wrong.from, wrong.to)]).toEqual([should, before]);
  await expect(correctPrice(db, owner(recorded), { ...wrong, to: on("2026-10-22") })).rejects.toThrow("which overlaps");
  await expect(correctPrice(db, owner(recorded), { ...wrong, price: { base: { input: 1n, output: 1n, cachedInput: 1n }, steps: [] } })).rejects.toThrow(/had a price of its own for (cache write 5m and )?request:/);
  await expect(correctPrice(db, owner(recorded), { ...wrong, price: { ...price, steps: [{ aboveInputTokens: 8_000, prices: {} }] } })).rejects.toThrow("steps at other prompt sizes");
  await expect(correctPrice(db, owner(recorded), { ...wrong, to: on("2026-12-22") })).rejects.toThrow("Only what was used already");
});

test("programs are answered by status: who may not, what is no month, what is to come, and every form of an open and a closed one", async () => {
  const recorded = await newMonth(20);
  await closeMonth(db, owner(recorded), { month: "2026-10", now: on("2026-11-06") });
  const peppers = new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]);
  const keyOf = (scopes: readonly KeyScope[]) => {
    const { keyId, secret, text } = generateApiKey();
    return { text, stored: { ...hashSecret(secret, peppers), id: newId(), keyId, teamId: recorded.teamId, ownerId: newId(), scopes, limits: null, expiresAtMs: null, revokedAtMs: null } };
  };
  const [reports, calls] = [keyOf(["reports"]), keyOf(["calls"])];
  const keys: KeyRing = { peppers, verified: new Map(), holdsKey: () => false, findKey: (id) => Promise.resolve([reports, calls].find(({ stored }) => stored.keyId === id)?.stored ?? null) };
  const ask = (month: string, query = "", headers: Record<string, string> = { authorization: `Bearer ${reports.text}` }) =>
    answerReport(new Request(`http://localhost/api/reports/${month}${query}`, { headers }), month, { db, readers: { keys, findSignedIn: () => Promise.resolve("signed-out") }, now: on("2026-11-07") });
  const formats = ["", "?format=json", "?format=csv", "?format=pdf", "?format=focus", "?format=focus&version=1.2&file=exceptions", "?format=focus&file=metadata", "?format=focus&file=billing-period"];
  for (const [month, query, status, headers] of [
    ...formats.flatMap((format) => [["2026-10", format, 200], ["2026-11", format, 200]] as const),
    ["2026-10", "?closing=1", 200], ["2026-10", "?format=focus&closing=1", 200], ["2026-10", "?closing=2", 404], ["2026-10", "?format=focus&closing=2", 404], ["2026-10", "?closing=x", 400],
    ["2026-13", "", 400], ["2026-10", "?format=xls", 400], ["2026-10", "?format=focus&version=2", 400], ["2026-10", "?format=focus&file=all", 400], ["2027-01", "", 404],
    ["2026-10", "", 403, { authorization: `Bearer ${calls.text}` }], ["2026-10", "", 401, { authorization: `Bearer ${keyOf(["reports"]).text}` }], ["2026-10", "", 401, { "sec-fetch-site": "cross-site" }],
  ] as const) {
    const answer = await ask(month, query, headers);
    const { error } = status < 400 ? { error: null } : ((await answer.json()) as { error: { message: string } | null });
    expect([month, query, answer.status, typeof error?.message]).toEqual([month, query, status, status < 400 ? "undefined" : "string"]);
    const tag = answer.headers.get("etag");
    if (status === 200) expect([month, query, tag !== null]).toEqual([month, query, month === "2026-10"]);
    if (tag !== null) expect((await ask(month, query, { authorization: `Bearer ${reports.text}`, "if-none-match": tag })).status).toBe(304);
  }
  expect(monthAnswerSchema.safeParse(await (await ask("2026-10")).json()).error).toBeUndefined();
});
