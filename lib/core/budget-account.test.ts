import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BudgetAccount, type BudgetTerms } from "./budget-account";
import { floorQuarterMs, QUARTER_MS } from "./period";
import { Purse, type Fare } from "./purse";

const TERMS: BudgetTerms = {
  id: "b", name: "B", scope: "team", subject: "", amountPico: 1_000n, period: "day", rolling: false, thresholds: [], action: "stop", timeZone: "UTC",
};
const NOON = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 96 * QUARTER_MS;
const at = (nowMs: number) => ({ startedAtMs: nowMs, nowMs });
const stop = (terms: Partial<BudgetTerms> = {}, share = 1) => new BudgetAccount({ ...TERMS, ...terms }, share);

type Step = { call: number; what: "reserve" | "settle" | "unknown" | "drain" | "wait"; amount: number };
const steps = fc.array(
  fc.record({
    call: fc.nat(5),
    what: fc.constantFrom<Step["what"]>("reserve", "reserve", "settle", "settle", "unknown", "drain", "wait"),
    amount: fc.integer({ min: 0, max: 400 }),
  }),
  { maxLength: 60 },
);

/** Plays steps on two budgets beside a ledger that is read now and then, and a list of all that was ever spent. */
function play(script: Step[], tell: (state: { accounts: BudgetAccount[]; spent: Map<number, bigint>; nowMs: number }) => void) {
  const accounts = [stop(), stop({ id: "r", rolling: true, amountPico: 1_500n })];
  const open: { purse: Purse; fare: Fare; bound: bigint; quarterMs: number }[] = [];
  const waiting: Purse[] = [];
  const ledger = new Map<number, bigint>();
  const spent = new Map<number, bigint>();
  const add = (to: Map<number, bigint>, quarterMs: number, pico: bigint) => to.set(quarterMs, (to.get(quarterMs) ?? 0n) + pico);
  let nowMs = NOON;
  for (const { call, what, amount } of script) {
    if (what === "wait") nowMs += amount * 60_000;
    if (what === "reserve") {
      const purse = new Purse(accounts, nowMs);
      const bound = BigInt(amount);
      if (purse.findShortage(bound, nowMs) === null) open.push({ purse, bound, fare: purse.reserve(bound, nowMs), quarterMs: floorQuarterMs(nowMs) });
    }
    const [ended] = what === "settle" || what === "unknown" ? open.splice(call % Math.max(1, open.length), 1) : [];
    if (ended) {
      const cost = what === "unknown" ? null : (ended.bound * BigInt(amount)) / 400n;
      ended.purse.settle(ended.fare, cost);
      // A second end of the same attempt, and another cost: nothing changes.
      ended.purse.settle(ended.fare, 1_000_000n);
      add(spent, ended.quarterMs, cost ?? ended.bound);
      waiting.push(ended.purse);
    }
    if (what === "drain") {
      for (const { account, quarterMs, pico } of waiting.flatMap((purse) => purse.listDues())) {
        if (account === accounts[0]) add(ledger, quarterMs, pico);
        account.moveToBooked(quarterMs, pico);
      }
      waiting.length = 0;
      for (const account of accounts) account.book(0, ledger);
    }
    tell({ accounts, spent, nowMs });
  }
}

describe("a budget's account", () => {
  it("never has more spent and reserved than its amount, and counts all that was spent once, wherever it is booked", () => {
    fc.assert(
      fc.property(steps, (script) => {
        play(script, ({ accounts, spent, nowMs }) => {
          for (const account of accounts) {
            const { spentPico, reservedPico, leftPico } = account.standing(at(nowMs));
            expect(spentPico + reservedPico).toBeLessThanOrEqual(account.terms.amountPico);
            expect(leftPico).toBe(account.terms.amountPico - spentPico - reservedPico);
            expect(account.overruns).toBe(0);
            const fromMs = account.terms.rolling ? floorQuarterMs(nowMs) + QUARTER_MS - DAY_MS : Math.floor(nowMs / DAY_MS) * DAY_MS;
            const real = [...spent].filter(([quarterMs]) => quarterMs >= fromMs).reduce((sum, [, pico]) => sum + pico, 0n);
            expect(spentPico).toBe(real);
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it("counts an attempt whose bound did not hold, at what it cost", () => {
    const account = stop();
    const reservation = account.reserve(100n, at(NOON));
    account.settle(reservation, 101n);
    expect([account.overruns, account.standing(at(NOON)).spentPico]).toEqual([1, 101n]);
  });

  it("keeps what was held for an attempt of unknown cost, until the ledger holds it", () => {
    const account = stop();
    expect(account.settle(account.reserve(300n, at(NOON)), null)).toBe(300n);
    account.book(0, []);
    expect([account.standing(at(NOON)).spentPico, account.heldPico]).toEqual([300n, 300n]);
  });

  it("takes a call's spend in the period in which it began, and begins the next one empty", () => {
    const account = stop();
    const midnight = NOON + DAY_MS / 2;
    account.reserve(900n, { startedAtMs: midnight - 1, nowMs: midnight + 5 });
    expect(account.standing(at(midnight)).leftPico).toBe(1_000n);
    expect(account.standing({ startedAtMs: midnight - 1, nowMs: midnight + 5 }).leftPico).toBe(100n);
    expect(account.resetsAtMs(200n, at(midnight - 1))).toBe(midnight);
    expect(account.resetsAtMs(1_001n, at(midnight - 1))).toBeNull();
  });

  it("takes the ledger's sums in place of those from a quarter-hour on, that one included, and keeps the earlier ones", () => {
    const account = stop();
    const sinceMs = NOON - QUARTER_MS;
    account.book(0, [[sinceMs - QUARTER_MS, 1n], [sinceMs, 10n], [NOON, 100n]]);
    account.book(sinceMs, [[sinceMs, 20n], [NOON, 200n]]);
    expect(account.standing(at(NOON)).spentPico).toBe(221n);
  });

  it("frees a rolling budget as old spend leaves it", () => {
    const account = stop({ rolling: true });
    account.book(0, [[NOON - 8 * QUARTER_MS, 600n], [NOON - QUARTER_MS, 300n]]);
    expect(account.standing(at(NOON)).leftPico).toBe(100n);
    expect(account.resetsAtMs(400n, at(NOON))).toBe(NOON - 8 * QUARTER_MS + DAY_MS);
    expect(account.resetsAtMs(800n, at(NOON))).toBe(NOON - QUARTER_MS + DAY_MS);
    expect(account.standing(at(NOON - 8 * QUARTER_MS + DAY_MS - 1)).leftPico).toBe(100n);
    expect(account.standing(at(NOON - 8 * QUARTER_MS + DAY_MS)).leftPico).toBe(700n);
  });

  it("leaves each of several gateways its part of what is left", () => {
    const account = stop({}, 4);
    account.book(0, [[NOON, 200n]]);
    expect(account.standing(at(NOON)).leftPico).toBe(200n);
    account.reserve(150n, at(NOON));
    expect(account.standing(at(NOON)).leftPico).toBe(50n);
  });

  it("follows days of 23 and 25 hours", () => {
    for (const [day, hours] of [["2026-03-29", 23], ["2026-10-25", 25]] as const) {
      const account = stop({ timeZone: "Europe/Berlin" });
      const noon = Date.parse(`${day}T10:00:00Z`);
      const end = account.resetsAtMs(1n, at(noon)) ?? 0;
      account.reserve(10n, at(end - hours * 4 * QUARTER_MS));
      expect(account.standing(at(noon)).reservedPico).toBe(10n);
      account.reserve(10n, at(end - hours * 4 * QUARTER_MS - 1));
      expect(account.standing(at(noon)).reservedPico).toBe(10n);
    }
  });
});

describe("a purse", () => {
  it("needs room in all budgets, and names the one with the least left", () => {
    const [wide, narrow] = [stop({ amountPico: 500n }), stop({ amountPico: 90n, name: "narrow" })];
    const purse = new Purse([wide, narrow, stop({ action: "cheaper", amountPico: 1n })], NOON);
    expect(purse.allowance(NOON)).toBe(90n);
    expect(purse.findShortage(90n, NOON)).toBeNull();
    expect(purse.findShortage(600n, NOON)).toMatchObject({ account: narrow, leftPico: 90n, resetsAtMs: null });
    purse.reserve(60n, NOON);
    expect(purse.findShortage(60n, NOON)).toMatchObject({ account: narrow, isSoonFree: true, leftPico: 30n });
    expect(purse.findCheaper(NOON)?.terms.action).toBe("cheaper");
    expect(purse.findShortage(null, NOON)).toMatchObject({ needPico: null, resetsAtMs: null });
  });

  it("owes its budgets what all of its attempts cost together, and the bound of one whose cost is not known", () => {
    const account = stop();
    const purse = new Purse([account], NOON);
    for (const cost of [3n, null, 4n]) purse.settle(purse.reserve(10n, NOON), cost);
    expect(purse.listDues()).toEqual([{ account, quarterMs: NOON, pico: 17n }]);
  });
});
