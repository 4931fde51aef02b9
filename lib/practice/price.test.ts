import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costPico, noTokens, priceSchema, ratesOf, usdNumber } from "./price";

const none = noTokens();

describe("costPico", () => {
  it("prices ten million tokens each way at Groq's prices to the pico: $13.80", () => {
    const rates = ratesOf({ input: "0.59", output: "0.79" });
    const cost = costPico(rates, { ...none, promptTokens: 10_000_000, completionTokens: 10_000_000 });
    expect(cost).toBe(13_800_000_000_000n);
    expect(usdNumber(cost)).toBe(13.8);
  });

  it("prices parts at their own price, or at their parent's", () => {
    const tokens = { ...none, promptTokens: 100, cachedTokens: 40, completionTokens: 10, reasoningTokens: 4 };
    expect(costPico(ratesOf({ input: "1", cachedInput: "0.000001", output: "2", reasoning: "3" }), tokens)).toBe(84_000_040n);
    expect(costPico(ratesOf({ input: "1", output: "2" }), tokens)).toBe(120_000_000n);
  });

  it("prices what is written to a cache for five minutes and for an hour, or at their parent's price", () => {
    const tokens = { ...none, promptTokens: 100, cachedTokens: 10, cacheWrite5mTokens: 20, cacheWrite1hTokens: 30 };
    expect(costPico(ratesOf({ input: "4", cachedInput: "0.4", cacheWrite5m: "5", cacheWrite1h: "8", output: "9" }), tokens)).toBe(504_000_000n);
    expect(costPico(ratesOf({ input: "4", cacheWrite5m: "5", output: "9" }), tokens)).toBe(450_000_000n);
    expect(costPico(ratesOf({ input: "4", output: "9" }), tokens)).toBe(400_000_000n);
  });

  it("costs the same at once and token by token", () => {
    const rates = ratesOf({ input: "0.123456", cachedInput: "0.01", output: "7.5", reasoning: "9" });
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (text, reasoning) => {
        const one = costPico(rates, { ...none, completionTokens: 1 });
        const thought = costPico(rates, { ...none, completionTokens: 1, reasoningTokens: 1 });
        const all = costPico(rates, { ...none, completionTokens: text + reasoning, reasoningTokens: reasoning });
        expect(all).toBe(BigInt(text) * one + BigInt(reasoning) * thought);
      }),
    );
  });
});

describe("priceSchema", () => {
  it.each(["-1", "0.1234567", "1e3", "", ".5", "NaN"])("refuses %j", (input) => {
    expect(priceSchema.safeParse({ input, output: "1" }).success).toBe(false);
  });
});
