import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOTHING_KNOWN, type Outlook } from "../outlook";
import type { Price } from "../price";
import { anyPrice } from "../testing/arbitrary";
import { PLAIN_CALL } from "../testing/call-facts";
import { createEndpoint } from "../testing/tiers";
import { DEFAULT_OUTPUT_TOKENS, expectCostPico, expectUsage } from "./expected-cost-of-call";

const ENDPOINT = createEndpoint("groq");
const knows = (more: Partial<Outlook>): Outlook => ({ ...NOTHING_KNOWN, ...more });
const flat: Price = { base: { input: 10n, cachedInput: 1n, output: 100n, perRequest: 7n }, steps: [] };

describe("the expected usage of a call", () => {
  it("is the prompt, the share that the cache likely covers, and what the profile's calls write on average", () => {
    expect(expectUsage({ ...PLAIN_CALL, promptTokens: 999 }, knows({ cachedShare: 0.5, outputTokens: 41.6 }), ENDPOINT)).toEqual({
      input: 999, cachedInput: 499, cacheWrite5m: 0, cacheWrite1h: 0, output: 42, reasoning: 0,
    });
  });

  it.each([
    ["the default while nothing is known", null, null, null, DEFAULT_OUTPUT_TOKENS],
    ["what the client allows", 500, 20, 100, 20],
    ["what the endpoint can write", 500, 200, 100, 100],
    ["the mean where it is the least", 50, 200, 100, 50],
    ["the default, bounded too", null, null, 16, 16],
  ])("takes %s", (_name, outputTokens, maxOutputTokens, most, output) => {
    const endpoint = { ...ENDPOINT, maxOutputTokens: most };
    expect(expectUsage({ ...PLAIN_CALL, maxOutputTokens }, knows({ outputTokens }), endpoint).output).toBe(output);
  });
});

describe("the expected cost of a call", () => {
  it("charges cached tokens, output and the request fee at their own price", () => {
    expect(expectCostPico(PLAIN_CALL, knows({ price: flat, cachedShare: 0.25, outputTokens: 3 }), ENDPOINT)).toBe(
      750n * 10n + 250n + 3n * 100n + 7n,
    );
  });

  it("takes the step that the prompt reaches", () => {
    const stepped: Price = { ...flat, steps: [{ aboveInputTokens: 999, prices: { input: 20n } }] };
    const outlook = knows({ price: stepped, outputTokens: 0 });
    expect(expectCostPico({ ...PLAIN_CALL, promptTokens: 999 }, outlook, ENDPOINT)).toBe(9_997n);
    expect(expectCostPico({ ...PLAIN_CALL, promptTokens: 1_000 }, outlook, ENDPOINT)).toBe(20_007n);
  });

  it("is not known without a price, which is not the same as free", () => {
    expect(expectCostPico(PLAIN_CALL, NOTHING_KNOWN, ENDPOINT)).toBeNull();
    const free: Price = { base: { input: 0n, output: 0n }, steps: [] };
    expect(expectCostPico(PLAIN_CALL, knows({ price: free }), ENDPOINT)).toBe(0n);
  });

  it("is an amount for any call, any figures and any price", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const tokens = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(anyPrice, share, fc.option(tokens), fc.nat(1_000_000), fc.option(fc.nat(10_000)), (price, cachedShare, outputTokens, promptTokens, maxOutputTokens) => {
        const cost = expectCostPico({ ...PLAIN_CALL, promptTokens, maxOutputTokens }, knows({ price, cachedShare, outputTokens }), ENDPOINT);
        expect(cost).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});
