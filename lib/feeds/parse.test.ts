import { describe, expect, test } from "vitest";
import { checkFeedUrl } from "./check-url";
import { FeedError } from "./feed-error";
import { perMillion } from "./feed-price";
import { parseModelsDev } from "./models-dev";
import { parseEndpoints, parseModels } from "./openrouter";
import { parseOwnForm } from "./own-form";
import { parseJson } from "./parse-json";
import { MODELS_DEV, OPENROUTER_ENDPOINTS, OPENROUTER_MODELS, ownForm } from "./testing/bodies";

describe("a feed's body", () => {
  test("of models.dev has each provider's models with what they cost, steps and all", () => {
    const { prices, unread } = parseModelsDev(MODELS_DEV);
    expect(unread).toBe(0);
    expect(prices.map(({ provider, model }) => `${provider.names[0]}/${model}`)).toEqual([
      "groq/llama-3.3-70b-versatile", "togetherai/meta-llama/Llama-3.3-70B-Instruct-Turbo", "deepseek/deepseek-chat", "deepseek/deepseek-free", "deepseek/deepseek-unknown",
    ]);
    expect(prices[2]).toMatchObject({ provider: { baseUrl: "https://api.deepseek.com" }, said: { base: { input: 0.28, output: 0.42, cachedInput: 0.028 }, steps: [{ aboveInputTokens: 200_000, prices: { input: 0.56 } }], isFree: false } });
    expect(prices.map(({ said }) => said.isFree)).toEqual([false, false, false, true, false]);
  });

  test("of OpenRouter has its own prices and its hosts', in USD per million, without what is none", () => {
    const { prices } = parseModels(OPENROUTER_MODELS);
    expect(prices.map(({ model }) => model)).toEqual(["meta-llama/llama-3.3-70b-instruct", "meta-llama/llama-3.3-70b-instruct:free", "google/gemini-2.5-pro"]);
    expect(prices[0]?.said).toEqual({ base: { input: 0.1, output: 0.32 }, steps: [], isFree: false });
    expect(prices[2]?.said.steps).toEqual([{ aboveInputTokens: 200_000, prices: { input: 2.5, output: 15 } }]);
    const hosts = parseEndpoints(OPENROUTER_ENDPOINTS);
    expect(hosts.prices.map(({ provider, quantization, said }) => [provider.names, quantization, said.base.input])).toEqual([
      [["DeepInfra", "deepinfra"], "fp8", 0.1], [["Together", "together"], null, 0.88],
    ]);
    expect(hosts.unread).toBe(1);
  });

  test("of the documented form has texts and numbers, and says itself what is free", () => {
    const { prices, unread } = parseOwnForm(ownForm(
      { provider: "own", model: "m", input: "0.50", output: 1.5, perRequest: "0.001", above: [{ promptTokens: 1000, input: "1" }] },
      { provider: "own", model: "gratis", input: "0", output: "0", free: true },
      { provider: "own", model: "odd", input: "NaN", output: "-1" },
      { provider: "own", model: "mistyped", inputs: "1", output: "1" },
    ));
    expect(unread).toBe(1);
    expect(prices.map(({ said }) => [said.base.input, said.base.output, said.isFree])).toEqual([[0.5, 1.5, false], [0, 0, true], [NaN, -1, false]]);
    expect(prices[0]?.said.steps).toEqual([{ aboveInputTokens: 1000, prices: { input: 1 } }]);
  });

  test.each([
    ["a list of another form", () => parseModelsDev([1, 2])],
    ["no prices at all", () => parseOwnForm(ownForm())],
    ["another format", () => parseOwnForm({ format: "2", prices: [] })],
    ["entries of which most cannot be read", () => parseModels({ data: [{}, {}, OPENROUTER_MODELS.data[0]] })],
    ["too many entries", () => parseOwnForm(ownForm(...new Array<object>(50_001).fill({})))],
    ["half a body", () => parseJson(JSON.stringify(MODELS_DEV).slice(0, 500))],
    ["a body that nests too deep", () => parseJson("[".repeat(100_000))],
    ["brackets in texts alone, but no JSON", () => parseJson('{"a": "[[[[')],
  ])("is refused whole when it is %s", (_what, parse) => {
    expect(parse).toThrow(FeedError);
  });

  test("may have brackets in its texts, behind quotes of their own too", () => {
    expect(parseJson(JSON.stringify(["\"" + "[".repeat(40), "[\\"]))).toEqual([`"${"[".repeat(40)}`, "[\\"]);
  });

  test("shifts decimals as texts, so that no noise comes in", () => {
    expect(["0.0000001", "8.8e-7", "1E-6", ".0000005", "-1", "", "NaN", "0x10", "1e9999"].map(perMillion)).toEqual([0.1, 0.88, 1, 0.5, -1_000_000, NaN, NaN, NaN, NaN]);
  });
});

test("a feed's address is kept whole, whatever its query holds", () => {
  expect(checkFeedUrl("https://a.example/p/?from=b?c&d", false)).toMatchObject({ url: { href: "https://a.example/p?from=b?c&d" } });
});
