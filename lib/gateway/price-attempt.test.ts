import { describe, expect, it } from "vitest";
import type { Endpoint } from "@/lib/core/profile";
import type { Price } from "@/lib/core/price";
import type { StreamEnd } from "@/lib/upstream/answer";
import type { Call } from "./call";
import { priceAttempt } from "./price-attempt";

const flat = (perToken: bigint): Price => ({ base: { input: perToken, output: perToken }, steps: [] });
const LIST: Price = { ...flat(10n), steps: [{ aboveInputTokens: 100, prices: { input: 20n } }] };
const endpoint = { id: "e", contextTokens: null } as Endpoint;

function price(kind: "list" | "negotiated", list: Price | null, inputTokens: number) {
  const call = { priceOf: () => ({ id: "applied", kind, price: flat(5n) }), listPriceOf: () => list && { id: "list", price: list } } as Partial<Call> as Call;
  const usage = { input: inputTokens, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: 0 };
  const answer = { kind: "whole", usage, received: { contentBytes: 1, contentChunks: 1 } } as Partial<StreamEnd> as StreamEnd;
  return priceAttempt(call, endpoint, answer);
}

describe("the list price of an attempt", () => {
  it("is kept beside an agreed one, with the step that the list has for this prompt", () => {
    expect(price("negotiated", LIST, 100)).toMatchObject({ priceId: "applied", costPico: 505n, listPrice: { id: "list", step: 0 } });
    expect(price("negotiated", LIST, 101)).toMatchObject({ priceId: "applied", priceStep: 0, listPrice: { id: "list", step: 1 } });
  });

  it("is the applied one where no other was agreed, and unknown where there is no list", () => {
    expect(price("list", LIST, 101).listPrice).toBeNull();
    expect(price("negotiated", null, 101).listPrice).toBeNull();
  });
});
