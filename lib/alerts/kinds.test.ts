import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "./kind";
import { breaker } from "./kinds/breaker";
import { budget } from "./kinds/budget";
import { credential } from "./kinds/credential";
import { ledgerLag } from "./kinds/ledger-lag";
import { priceRise } from "./kinds/price-rise";
import { tierShare } from "./kinds/tier-share";
import { unknownCost } from "./kinds/unknown-cost";
import { warc } from "./kinds/warc";
import { waste } from "./kinds/waste";
import { HOLD_MS, planAlerts } from "./plan-alerts";
import { parseSettings, readSettings } from "./settings";
import { quantile, usualUpper } from "./usual";
import type { Sample } from "./windows";

const now = new Date("2026-11-20T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const none: ReadonlySet<string> = new Set();
const subjects = (findings: Finding[]) => findings.map(({ subject }) => subject);
const sample = (more: Partial<Sample>): Sample => ({ served: 100, servedKnown: 100, warc: 1, servedBeyond: 5, attempts: 110, unknown: 0, wastePico: 1n, spendPico: 100n, ...more });
const history = (current: Partial<Sample>, before: Partial<Sample>[] = Array<Partial<Sample>>(28).fill({})) => [{ profileId: "p", name: "chat", now: sample(current), before: before.map(sample) }];

describe("what is compared with the days before", () => {
  const settings = { percentAbove: 10, boundUsd: null, leastCalls: 50 };
  test.each<[string, Partial<Sample>, Partial<Sample>[] | undefined, boolean]>([
    ["as ever", {}, undefined, false],
    ["just within the margin", { warc: 1.1 }, undefined, false],
    ["above it", { warc: 1.11 }, undefined, true],
    ["above it, of too few calls", { warc: 9, servedKnown: 49 }, undefined, false],
    ["nothing served at a known cost", { warc: null }, undefined, false],
    ["six days to go by", { warc: 9 }, Array<Partial<Sample>>(6).fill({}), false],
    ["28 days of which most are thin", { warc: 9 }, Array.from({ length: 28 }, (_, day) => ({ servedKnown: day < 6 ? 100 : 10 })), false],
    ["as dear as on this weekday", { warc: 3.2 }, Array.from({ length: 28 }, (_, day) => ({ warc: day === 6 ? 3 : 1 })), false],
    ["as dear as on one other day", { warc: 3.2 }, Array.from({ length: 28 }, (_, day) => ({ warc: day === 4 ? 3 : 1 })), true],
  ])("WARC %s", (_name, current, before, isFound) => {
    expect(subjects(warc.judge(history(current, before), settings, none))).toEqual(isFound ? ["p"] : []);
  });

  test("a bound of WARC holds without any history, and an open alert is left below where it began", () => {
    const judge = (usd: number, open = none) => subjects(warc.judge(history({ warc: usd }, []), { ...settings, boundUsd: 2 }, open));
    expect([judge(2), judge(2.01), judge(1.95, new Set(["p"])), judge(1.89, new Set(["p"]))]).toEqual([[], ["p"], ["p"], []]);
  });

  test("the share of fallback tiers is found at twice the usual and 2% of calls", () => {
    const judge = (servedBeyond: number, usual: number, open = none) =>
      subjects(tierShare.judge(history({ served: 1_000, servedBeyond }, Array(28).fill({ served: 1_000, servedBeyond: usual }) as Partial<Sample>[]), { times: 2, leastPercent: 2, leastCalls: 50 }, open));
    expect([judge(99, 50), judge(100, 50), judge(19, 5), judge(20, 0), judge(76, 50, new Set(["p"])), judge(74, 50, new Set(["p"]))]).toEqual([[], ["p"], [], ["p"], ["p"], []]);
  });

  test("waste is found above its bound, or at twice the usual from 1% of spend on", () => {
    const judge = (wastePico: bigint, usual: bigint, boundPercent: number | null = 10) =>
      subjects(waste.judge(history({ wastePico, spendPico: 1_000n }, Array(28).fill({ wastePico: usual, spendPico: 1_000n }) as Partial<Sample>[]), { boundPercent, times: 2, leastCalls: 50 }, none));
    expect([judge(100n, 60n), judge(101n, 60n), judge(40n, 20n), judge(39n, 20n), judge(9n, 1n), judge(500n, 400n, null), judge(0n, 0n)]).toEqual([[], ["p"], ["p"], [], [], [], []]);
  });

  test("unknown cost is found above 1% of enough attempts", () => {
    const judge = (unknown: number, attempts: number) => subjects(unknownCost.judge({ now: sample({ unknown, attempts }) }, { boundPercent: 1, leastAttempts: 50 }, none));
    expect([judge(1, 100), judge(2, 100), judge(10, 40), judge(0, 0)]).toEqual([[], ["team"], [], []]);
    const [finding] = unknownCost.judge({ now: sample({ unknown: 9_999, attempts: 10_000 }) }, { boundPercent: 1, leastAttempts: 50 }, none);
    expect(finding?.title).toBe("The cost of >99.9% of attempts is unknown");
  });

  test("a quantile lies between the least and the greatest, and rises with its share", () => {
    fc.assert(fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const value = quantile(values, share);
      expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
      expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
    }));
    expect([quantile([3, 1, 2], 0.5), quantile([1, 2], 0.5), usualUpper([1, 1, 1, 1, 1, 1])]).toEqual([2, 1.5, null]);
  });
});

describe("what is so now", () => {
  test("a breaker of ours that is open for longer than the bound, by the gateway that saw it first", () => {
    const pulse = (since: Date, more: { teamId?: string; at?: Date } = {}) =>
      ({ id: "g", at: more.at ?? now, waitingCalls: 0, oldestWaitingMs: 0, openBreakers: [{ teamId: more.teamId ?? "t", endpointId: "e", endpoint: "groq/m", since: since.toISOString() }] });
    const judge = (...pulses: ReturnType<typeof pulse>[]) => breaker.judge({ teamId: "t", now, pulses }, { minutes: 5 }, none);
    expect(subjects(judge(pulse(ago(5))))).toEqual([]);
    expect(judge(pulse(ago(2)), pulse(ago(9)))).toMatchObject([{ subject: "e", facts: { since: ago(9).toISOString(), gateways: 2 } }]);
    expect(subjects(judge(pulse(ago(9), { teamId: "another" })))).toEqual([]);
    expect(subjects(judge(pulse(ago(9), { at: ago(2) }))), "of a gateway that is silent").toEqual([]);
  });

  test("a credential that fails, once for a provider and cause", () => {
    const of = (endpoint: string, cause: "auth" | "credit" | "not_found", attempts: number) => ({ endpoint, cause, attempts, lastSeen: ago(attempts) });
    const judge = (...all: ReturnType<typeof of>[]) => subjects(credential.judge(all, { leastAttempts: 3 }, none));
    expect(judge(of("groq/a", "auth", 2), of("groq/b", "auth", 1), of("groq/a", "credit", 5), of("other/a", "auth", 2), of("x/y", "not_found", 9))).toEqual(["auth groq", "credit groq"]);
  });

  test("a ledger that is behind, gateways that are silent, and what one left behind", () => {
    const pulse = (at: Date, waitingCalls = 0, oldestWaitingMs = 0) => ({ id: `${at.getTime()}`, at, waitingCalls, oldestWaitingMs });
    const judge = (...pulses: ReturnType<typeof pulse>[]) => subjects(ledgerLag.judge({ now, pulses }, { minutes: 5 }, none));
    expect(judge()).toEqual([]);
    expect(judge(pulse(now, 9, 300_000), pulse(ago(90)))).toEqual([]);
    expect(judge(pulse(now, 9, 300_001))).toEqual(["waiting"]);
    expect(judge(pulse(ago(6)), pulse(ago(60)))).toEqual(["silent"]);
    expect(judge(pulse(ago(4)))).toEqual([]);
    expect(judge(pulse(now), pulse(ago(6), 3))).toEqual(["left"]);
  });

  test("a budget's highest threshold once a period, and its forecast until it is spent", () => {
    const state = (spent: bigint, crossed: number[], expectedPico: bigint | null, from = ago(1_000)) => [{
      id: "b", name: "All", subjectName: "Acme", amountPico: 100n, spentPico: spent, crossed, rolling: false, action: "stop" as const, range: { from, to: now },
      forecast: expectedPico === null ? null : { lowPico: expectedPico, expectedPico, highPico: expectedPico },
    }];
    const at = ago(1_000).toISOString();
    const judge = (states: ReturnType<typeof state>, open = none, forecastPercent: number | null = 100) => subjects(budget.judge(states, { forecastPercent }, open));
    expect(judge(state(10n, [], null))).toEqual([]);
    expect(judge(state(85n, [50, 80], 99n))).toEqual([`b ${at} 80`]);
    expect(judge(state(85n, [50, 80], 99n), new Set([`b ${at} 50`]))).toEqual([`b ${at} 50`, `b ${at} 80`]);
    expect(judge(state(10n, [], 100n))).toEqual([`b ${at} forecast`]);
    expect([judge(state(10n, [], 96n), new Set([`b ${at} forecast`])), judge(state(10n, [], 94n), new Set([`b ${at} forecast`]))]).toEqual([[`b ${at} forecast`], []]);
    expect(judge(state(120n, [100], 200n)), "what is spent needs no forecast").toEqual([`b ${at} 100`]);
    expect(judge(state(10n, [], 500n), none, null)).toEqual([]);
  });

  test("a price that rises or rose within a week, agreements that end included", () => {
    const price = (input: bigint, at: Date, more: { kind?: "negotiated"; until?: Date } = {}) =>
      ({ kind: more.kind ?? ("list" as const), validFrom: at, validUntil: more.until ?? null, source: "their list", price: { base: { input, output: input }, steps: [] } });
    const day = 1_440;
    const judge = (...prices: ReturnType<typeof price>[]) => priceRise.judge({ now, endpoints: [{ id: "e", name: "groq/m", prices }] }, { percent: 1 }, none).map(({ title }) => title);
    const old = price(1_000_000n, ago(90 * day));
    expect(judge(old, price(1_500_000n, ago(2 * day)))).toEqual(["groq/m has become 50.0% dearer"]);
    expect(judge(old, price(1_500_000n, ago(-2 * day)))).toEqual(["groq/m becomes 50.0% dearer"]);
    expect(judge(old, price(900_000n, ago(day)), price(905_000n, ago(60)))).toEqual([]);
    expect(judge(old, price(1_500_000n, ago(8 * day)))).toEqual([]);
    expect(judge(price(1_000_000n, ago(day))), "a first price").toEqual([]);
    const same = { id: "e", name: "groq/m", prices: [old, price(1_000_000n, ago(day))] };
    expect(priceRise.judge({ now, endpoints: [same] }, { percent: 0 }, none), "the same again, of which all is told").toEqual([]);
    expect(judge(old, price(500_000n, ago(30 * day), { kind: "negotiated", until: ago(-day) }))).toEqual(["groq/m becomes 100.0% dearer"]);
  });
});

describe("alerts that are open", () => {
  const finding = (subject: string): Finding => ({ subject, title: subject, text: "", facts: {}, path: "/" });
  const letters = fc.uniqueArray(fc.constantFrom<string[]>("a", "b", "c", "d"));

  test("are those that were found, and end once a finding is gone for a quarter of an hour", () => {
    fc.assert(fc.property(fc.array(letters, { maxLength: 60 }), (looks) => {
      let open: { id: string; subject: string; clearSince: Date | null }[] = [];
      const lastSeen = new Map<string, number>();
      looks.forEach((found: readonly string[], minute) => {
        const at = new Date(minute * 60_000);
        const plan = planAlerts([...found, ...found].map(finding), open, at);
        for (const { finding: { subject } } of plan.keep) expect(found).toContain(subject);
        expect(subjects(plan.begin).every((subject) => found.includes(subject) && !open.some((alert) => alert.subject === subject))).toBe(true);
        for (const id of plan.end) expect(at.getTime() - (lastSeen.get(id) ?? 0)).toBeGreaterThan(HOLD_MS);
        open = [
          ...open.filter(({ id }) => !plan.end.includes(id)).map((alert) => ({ ...alert, clearSince: found.includes(alert.subject) ? null : plan.clear.includes(alert.id) ? at : alert.clearSince })),
          ...plan.begin.map(({ subject }) => ({ id: subject, subject, clearSince: null })),
        ];
        expect(new Set(open.map(({ subject }) => subject)).size).toBe(open.length);
        for (const subject of found) {
          lastSeen.set(subject, at.getTime());
          expect(open.some((alert) => alert.subject === subject)).toBe(true);
        }
      });
    }), { numRuns: 50 });
  });
});

describe("settings", () => {
  test("are what was typed within bounds, nothing where that may be, or a problem beside the field", () => {
    expect(parseSettings(warc, { percentAbove: " 12.5 ", boundUsd: "", leastCalls: "50" })).toEqual({ settings: { percentAbove: 12.5, boundUsd: null, leastCalls: 50 } });
    expect(parseSettings(warc, { percentAbove: "", boundUsd: "-1", leastCalls: "1e3" })).toEqual({ problems: { percentAbove: "Type a number from 0 to 1000.", boundUsd: expect.stringContaining("or nothing") as string, leastCalls: expect.any(String) as string } });
  });

  test("that are missing, or no longer fit, are those that the kind begins with", () => {
    expect(readSettings(warc, { percentAbove: -5, boundUsd: 3, leastCalls: null, gone: 1 })).toEqual({ percentAbove: 10, boundUsd: 3, leastCalls: 50 });
    expect(readSettings(warc, "nonsense")).toEqual({ percentAbove: 10, boundUsd: null, leastCalls: 50 });
  });
});
