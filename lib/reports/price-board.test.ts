import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOfUsage, type Price } from "@/lib/core/price";
import { compare, formatRatio, ratio } from "@/lib/core/ratio";
import { splitUsage, usageTokens } from "@/lib/core/usage";
import { type Mix, prepareBoard, priceMix } from "./price-board";
import type { ListedEndpoint, ListedProvider } from "./provider-list";

const now = new Date("2026-11-22T12:00:00Z");
const NONE: Mix = { units: { input: 0n, cachedInput: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n, reasoning: 0n }, requests: 0n, tokens: 0n };
const MIX: Mix = { ...NONE, units: { ...NONE.units, input: 3n, output: 1n }, requests: 1n, tokens: 4n };

const price = (input: bigint, output = input): Price => ({ base: { input, output }, steps: [] });
const endpoint = (provider: string, model: string, ...prices: [Date, Price][]): ListedEndpoint => ({
  id: `${provider}/${model}`, name: `${provider}/${model}`, model, upstreamModel: model, contextTokens: null, maxOutputTokens: null,
  parameters: null, inputs: null, failureDomain: null,
  prices: prices.map(([validFrom, of], index) => ({ id: `${index}`, kind: "list", validFrom, validUntil: null, source: "", price: of })),
});
const provider = (slug: string, ...endpoints: ListedEndpoint[]): ListedProvider => ({
  id: slug, slug, name: slug, dialect: "openai", baseUrl: "https://x.example", privateAllowed: false, failureDomain: null, credential: null, endpoints,
});
const past = new Date(0);
const board = (providers: ListedProvider[], mix = MIX, filters = { text: "", provider: "" }) =>
  prepareBoard(providers, mix, new Map(), filters, now).map(({ model, endpoints }) => [model, endpoints.map(({ provider: slug }) => slug)]);

describe("what a mix costs", () => {
  test("is the mean of its calls, fee included, for any calls and any price without steps", () => {
    const count = fc.integer({ min: 0, max: 10_000 });
    const pico = fc.bigInt({ min: 0n, max: 1_000_000_000n });
    const usages = fc.array(fc.tuple(count, count, count), { minLength: 1, maxLength: 9 });
    fc.assert(fc.property(usages, pico, pico, pico, (given, input, output, perRequest) => {
      const own: Price = { base: { input, output, cachedInput: input / 2n, perRequest }, steps: [] };
      const all = given.map(([cached, fresh, written]) => ({ input: cached + fresh, cachedInput: cached, cacheWrite5m: 0, cacheWrite1h: 0, output: written, reasoning: 0 }));
      const tokens = all.reduce((sum, usage) => sum + BigInt(usageTokens(usage)), 0n);
      const units = { ...NONE.units };
      for (const usage of all) for (const [name, n] of Object.entries(splitUsage(usage))) units[name as keyof typeof units] += BigInt(n);
      const found = priceMix(own, { units, requests: BigInt(all.length), tokens });
      if (tokens === 0n || found === null) return expect(found).toBe(tokens === 0n ? null : found);
      const cost = all.reduce((sum, usage) => sum + costOfUsage(own, usage), 0n);
      expect(compare(found, ratio(cost, tokens * 1_000_000n))).toBe(0);
    }));
  });

  test("is in USD per million tokens", () => {
    expect(formatRatio(priceMix(price(1_000_000n, 5_000_000n), MIX) ?? ratio(0n), 2, "half-even")).toBe("2.00");
  });
});

describe("the price board", () => {
  const providers = [
    provider("dear", endpoint("dear", "llama", [past, price(9n)]), endpoint("dear", "nano", [past, price(1n)])),
    provider("cheap", endpoint("cheap", "llama", [past, price(2n)])),
    provider("mute", endpoint("mute", "llama"), endpoint("mute", "secret")),
  ];

  test("has the cheapest for the mix first, within a model too, and the unknown price last", () => {
    const expected = [["nano", ["dear"]], ["llama", ["cheap", "dear", "mute"]], ["secret", ["mute"]]];
    expect(board(providers)).toEqual(expected);
    expect(board(providers, NONE)).toEqual(expected);
  });

  test("keeps what its filters name", () => {
    expect(board(providers, MIX, { text: "LLA", provider: "" })).toEqual([["llama", ["cheap", "dear", "mute"]]]);
    expect(board(providers, MIX, { text: "", provider: "mute" })).toEqual([["llama", ["mute"]], ["secret", ["mute"]]]);
    expect(board(providers, MIX, { text: "nothing", provider: "" })).toEqual([]);
  });

  test("goes by the price in force, and tells those to come apart", () => {
    const soon = new Date("2026-11-22T12:15:00Z");
    const [model] = prepareBoard([provider("p", endpoint("p", "m", [past, price(1n)], [soon, price(2n)]))], MIX, new Map(), { text: "", provider: "" }, now);
    expect(model?.endpoints[0]).toMatchObject({ inForce: { validFrom: past }, coming: [{ from: soon }] });
  });
});
