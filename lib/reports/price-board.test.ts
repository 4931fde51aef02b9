import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Price } from "@/lib/core/price";
import { costOfMix, type Mix, mixOf, sumMixes } from "@/lib/core/price-mix";
import { add, compare, formatRatio, ratio } from "@/lib/core/ratio";
import type { EndpointUse } from "./endpoint-use";
import { type BoardFilters, type BoardInput, filterBoard, prepareBoard } from "./price-board";
import { prepareHistory } from "./price-history";
import type { ListedEndpoint, ListedProvider } from "./provider-list";

const DAY_MS = 86_400_000;
const now = new Date("2026-11-22T12:00:00Z");
const past = new Date("2026-11-01T00:00:00Z");
const mixed = (input: bigint, output: bigint, requests = 1n): Mix => mixOf({ input, cachedInput: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output, reasoning: 0n }, requests);
const NONE = sumMixes([]);
const MIX = mixed(3n, 1n);

const price = (input: bigint, output = input): Price => ({ base: { input, output }, steps: [] });
const endpoint = (provider: string, model: string, ...prices: [Date, Price][]): ListedEndpoint => ({
  id: `${provider}/${model}`, name: `${provider}/${model}`, model, upstreamModel: model, contextTokens: null, maxOutputTokens: null,
  quantization: null, parameters: null, inputs: null, failureDomain: null,
  prices: prices.map(([validFrom, of], index) => ({ id: `${index}`, kind: "list", validFrom, validUntil: null, source: "", price: of })),
});
const provider = (slug: string, ...endpoints: ListedEndpoint[]): ListedProvider => ({
  id: slug, slug, name: slug, dialect: "openai", baseUrl: "https://x.example", privateAllowed: false, failureDomain: null, credential: null, endpoints,
});

function boardOf(providers: ListedProvider[], use: Record<string, Mix> = {}, mix = MIX, more: Partial<BoardInput> = {}) {
  const served = new Map(Object.entries(use).map(([id, own]): [string, EndpointUse] => [id, { attempts: 2, served: 1, unknown: 0, mix: own }]));
  return prepareBoard({ providers, mix, use: served, latency: new Map(), confirmed: new Map(), elapsedMs: 3 * DAY_MS, now, ...more });
}
const told = (board: ReturnType<typeof boardOf>) => board.map(({ model, endpoints }) => [model, endpoints.map(({ provider: slug }) => slug)]);
const ALL: BoardFilters = { text: "", provider: "", used: false };

const providers = [
  provider("dear", endpoint("dear", "llama", [past, price(9n)]), endpoint("dear", "nano", [past, price(1n)])),
  provider("cheap", endpoint("cheap", "llama", [past, price(2n)])),
  provider("mute", endpoint("mute", "llama"), endpoint("mute", "secret")),
];

describe("the price board", () => {
  test("has the cheapest for the mix first, within equal weights too, and the unknown price last", () => {
    const expected = [["nano", ["dear"]], ["llama", ["cheap", "dear", "mute"]], ["secret", ["mute"]]];
    expect(told(boardOf(providers))).toEqual(expected);
    expect(told(boardOf(providers, {}, NONE))).toEqual(expected);
  });

  test.each<[Partial<BoardFilters>, unknown[]]>([
    [{ text: "LLA" }, [["llama", ["cheap", "dear", "mute"]]]],
    [{ provider: "mute" }, [["llama", ["mute"]], ["secret", ["mute"]]]],
    [{ used: true }, [["llama", ["cheap", "dear", "mute"]]]],
    [{ text: "nothing" }, []],
  ])("keeps what the filters %o name", (filters, expected) => {
    expect(told(filterBoard(boardOf(providers, { "dear/llama": MIX }), { ...ALL, ...filters }))).toEqual(expected);
  });

  test("keeps floor and choice of all hosts, whatever a filter hides", () => {
    const [row] = filterBoard(boardOf(providers, { "dear/llama": MIX }), { ...ALL, provider: "mute" });
    expect([row?.floor?.provider, row?.current?.provider, row?.hosts]).toEqual(["cheap", "dear", 3]);
  });

  test("takes for the choice who served most tokens, and by attempts what served at an unknown price", () => {
    const current = (use: Record<string, Mix>) => boardOf(providers, use).find(({ model }) => model === "llama")?.current?.provider;
    expect(current({ "dear/llama": mixed(5n, 0n), "cheap/llama": mixed(4n, 0n), "mute/llama": NONE })).toBe("dear");
    expect(current({ "mute/llama": NONE })).toBe("mute");
    expect(current({})).toBeUndefined();
  });

  test("goes by the price in force, and tells those to come and those that are old apart", () => {
    const soon = new Date("2026-11-22T12:15:00Z");
    const long = new Date(now.getTime() - 91 * DAY_MS);
    const [row] = boardOf([provider("p", endpoint("p", "m", [past, price(1n)], [soon, price(2n)])), provider("q", endpoint("q", "m", [long, price(5n)]))]);
    expect(row?.endpoints.map(({ isOld }) => isOld)).toEqual([false, true]);
    expect(row?.endpoints[0]?.inForce?.validFrom).toEqual(past);
    expect(row?.endpoints[0]?.coming).toHaveLength(1);
  });
});

test.each<[string, number, "list" | "negotiated", number | null, boolean, number | null]>([
  ["never confirmed", 100, "list", null, true, null],
  ["confirmed since it came into force", 100, "list", 2, false, 2],
  ["confirmed too long ago", 200, "list", 95, true, 95],
  ["confirmed before it came into force", 1, "list", 2, false, null],
  ["agreed: what a feed says is of the list", 100, "negotiated", 2, true, null],
])("the age of a price that was %s", (_name, fromDays, kind, saidDays, isOld, confirmedDays) => {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const own = endpoint("p", "m", [daysAgo(fromDays), price(1n)]);
  const prices = own.prices.map((each) => ({ ...each, kind }));
  const confirmed = new Map(saidDays === null ? [] : [["p/m", { at: daysAgo(saidDays), feed: "models.dev" }]]);
  const [row] = boardOf([provider("p", { ...own, prices })], {}, MIX, { confirmed });
  expect(row?.endpoints[0]).toMatchObject({ isOld, confirmed: confirmedDays === null ? null : { at: daysAgo(confirmedDays), feed: "models.dev" } });
});

test.each<[string, Mix, number, number, unknown]>([
  ["of output by the whole wait", mixed(500n, 300n), 6_000, 0, { tokensPerSecond: 50, isAtLeast: false }],
  ["a least, where some tokens are unknown", mixed(500n, 300n), 6_000, 1, { tokensPerSecond: 50, isAtLeast: true }],
  ["unknown without output", mixed(500n, 0n), 6_000, 0, null],
  ["unknown without a wait", mixed(500n, 300n), 0, 0, null],
])("speed is %s", (_name, mix, waitedMs, unknown, expected) => {
  const latency = new Map([["p/m", { endpoint: "p/m", calls: 1, firstTokenMs: { p50: 1, p95: 1 }, totalMs: { p50: 1, p95: 1 }, waitedMs }]]);
  const [row] = boardOf([provider("p", endpoint("p", "m", [past, price(1n)]))], {}, MIX, { latency, use: new Map([["p/m", { attempts: 1, served: 1, unknown, mix }]]) });
  expect(row?.endpoints[0]?.speed).toEqual(expected);
});

describe("what a move saves", () => {
  test("is per million the difference of the shown prices, and per month the choice's own units at both", () => {
    const board = boardOf(providers, { "dear/llama": mixed(2_000_000n, 1_000_000n) });
    const [cheap, dear, mute] = board.find(({ model }) => model === "llama")?.endpoints ?? [];
    expect(cheap?.move && formatRatio(cheap.move.perMillion, 6, "half-even")).toBe("0.000007");
    // 3 M tokens × (9 − 2) pico in 3 days, carried on for 30.
    expect(cheap?.move && formatRatio(cheap.move.perMonth, 12, "half-even")).toBe("0.000210000000");
    expect([dear?.move, mute?.move]).toEqual([null, null]);
  });

  test("and what the choice costs now are one sum, for any units and prices", () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 9n });
    fc.assert(fc.property(amount, amount, amount, amount, amount, amount, (units, more, a, b, c, d) => {
      const use = mixed(units, more);
      const [from, to] = [price(a, b), price(c, d)];
      const [row] = boardOf([provider("from", endpoint("from", "m", [past, from])), provider("to", endpoint("to", "m", [past, to]))], { "from/m": use }, use);
      const move = row?.endpoints.find(({ provider: slug }) => slug === "to")?.move;
      const month = (of: Price) => ratio(costOfMix(of, use) * 10n, 10n ** 12n);
      expect(move && compare(add(move.perMonth, month(to)), month(from))).toBe(0);
      expect(move && Math.sign(Number(move.perMillion.numerator))).toBe(Math.sign(Number(costOfMix(from, use) - costOfMix(to, use))));
    }), { numRuns: 50 });
  });
});

describe("the history of equal weights", () => {
  const day = (n: number) => new Date(now.getTime() - n * DAY_MS);
  const history = (...own: ListedProvider[]) => {
    const [row] = boardOf(own);
    if (!row) throw new Error("No weights");
    return prepareHistory(row, MIX, now);
  };
  const told = (points: readonly { from: Date; cost: unknown }[]) => points.map(({ from, cost }) => [Math.round((now.getTime() - from.getTime()) / DAY_MS), cost === null ? null : formatRatio(cost as never, 6, "half-even")]);

  test("has a step wherever another price came into force, and the cheapest of each time below", () => {
    const { lines, floor } = history(
      provider("p", endpoint("p", "m", [day(60), price(4n)], [day(20), price(1n)], [day(10), price(1n)])),
      provider("q", endpoint("q", "m", [day(40), price(2n)])),
    );
    const of = (name: string) => told(lines.find(({ provider: slug }) => slug === name)?.points ?? []);
    expect(of("p")).toEqual([[60, "0.000004"], [20, "0.000001"]]);
    expect(of("q")).toEqual([[60, null], [40, "0.000002"]]);
    expect(told(floor)).toEqual([[60, "0.000004"], [40, "0.000002"], [20, "0.000001"]]);
  });

  test("spans a month at least and a year at most", () => {
    const days = (begin: number) => Math.round((now.getTime() - history(provider("p", endpoint("p", "m", [day(begin), price(4n)]))).range.from.getTime()) / DAY_MS);
    expect([days(2), days(100), days(900)]).toEqual([30, 100, 365]);
  });
});
