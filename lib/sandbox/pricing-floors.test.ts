import { expect, test } from "vitest";
import type { Endpoint } from "../core/profile";
import type { EndpointBackground } from "./background";
import { findPricingFloors, OUTPUT_SHARES } from "./pricing-floors";

const endpointOf = (name: string, model: string): Endpoint => ({
  id: name, name, provider: name.split("/")[0] ?? "", model, upstreamModel: model, contextTokens: null, maxOutputTokens: null, parameters: null, inputs: null, failureDomain: name,
});
/** @param steps [valid from, input, output, fee] in pico per token and per request */
const priced = (name: string, model: string, ...steps: [number, bigint, bigint, bigint?][]): EndpointBackground => ({
  endpoint: endpointOf(name, model), history: null,
  prices: steps.map(([validFromMs, input, output, perRequest]) => ({ validFromMs, price: { base: { input, output, ...(perRequest === undefined ? {} : { perRequest }) }, steps: [] } })),
});
const usage = { input: 800, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 200, reasoning: 0 };
const question = {
  endpoints: [
    priced("groq/llama", "llama", [0, 590_000n, 790_000n]),
    priced("cheap/llama", "llama", [0, 300_000n, 1_300_000n], [500, 900_000n, 1_300_000n]),
    priced("free/llama", "llama"),
    priced("other/gpt", "gpt", [0, 1n, 1n]),
  ],
  yours: new Set(["groq/llama"]), shapes: [{ weight: 1, usage, stream: true }], nowMs: 100, toMs: 1000,
};

test("the endpoints of a profile's models are compared at its own mix, the cheapest first and those without a price last", () => {
  const floors = findPricingFloors(question);
  expect(floors.map(({ model, outputShare }) => [model, outputShare])).toEqual([["llama", 0.2]]);
  // 0.8 × 0.30 + 0.2 × 1.30 = 0.50 and 0.8 × 0.59 + 0.2 × 0.79 = 0.63
  expect(floors[0]?.endpoints.map(({ endpoint, isYours, now }) => [endpoint, isYours, now])).toEqual([["cheap/llama", false, 0.5], ["groq/llama", true, 0.63], ["free/llama", false, null]]);
});

test("a price that changes later makes a step at that time", () => {
  const [llama] = findPricingFloors(question);
  expect(llama?.timesMs).toEqual([100, 500]);
  expect(llama?.endpoints.map(({ overTime }) => overTime)).toEqual([[0.5, 0.98], [0.63, 0.63], [null, null]]);
});

test("who is cheapest depends on how much is written: both ends are the plain prices", () => {
  const [llama] = findPricingFloors(question);
  const [cheap, groq] = llama?.endpoints ?? [];
  expect([cheap?.byOutputShare[0], cheap?.byOutputShare.at(-1)]).toEqual([0.3, 1.3]);
  expect([groq?.byOutputShare[0], groq?.byOutputShare.at(-1)]).toEqual([0.59, 0.79]);
  expect(cheap?.byOutputShare).toHaveLength(OUTPUT_SHARES.length);
});

test("a fee for each request is spread over the call's tokens", () => {
  const [llama] = findPricingFloors({ ...question, endpoints: [priced("groq/llama", "llama", [0, 0n, 0n, 1_000_000_000n])] });
  expect(llama?.endpoints[0]?.now).toBe(1);
});

test("without tokens nothing is known", () => {
  const [llama] = findPricingFloors({ ...question, shapes: [] });
  expect(llama?.endpoints.map(({ now }) => now)).toEqual([null, null, null]);
});
