import { beforeAll, describe, expect, it } from "vitest";
import { ANY_CALL } from "@/lib/core/condition";
import { DEFAULT_PROFILE_RULES, NIL_ID, NO_CAPS, type Endpoint, type ProfileRules, type TierRules } from "@/lib/core/profile";
import { createTier } from "@/lib/core/testing/tiers";
import { parseChatRequest } from "@/lib/wire/chat-request";
import { readFacts } from "./call-facts";
import { loadTokenizer } from "./count-tokens";

beforeAll(loadTokenizer);

/** Twelve hundred bytes, and 201 tokens or so: what a quarter of the bytes is not. */
const PROMPT = "tokenize ".repeat(200);

function tokensOf(rules: Partial<ProfileRules> = {}, tier: Partial<TierRules> = {}, endpoint: Partial<Endpoint> = {}, body: object = {}) {
  const request = parseChatRequest(new TextEncoder().encode(JSON.stringify({ model: "p", messages: [{ role: "user", content: PROMPT }], ...body })));
  const tiers = [createTier(1, "a", tier, endpoint), createTier(2, "b")];
  const route = { profileSlug: "p", profileVersionId: NIL_ID, profileVersion: 1, rules: { ...DEFAULT_PROFILE_RULES, ...rules }, baselineEndpointId: null, tiers, unresolved: [] };
  return readFacts(request, route, 0).promptTokens;
}

const GUESS = PROMPT.length / 4;

describe("a prompt's tokens", () => {
  it("are guessed where no rule asks for them", () => {
    expect(tokensOf()).toBe(GUESS);
    expect(tokensOf({ strategy: "fastest" }, { caps: { ...NO_CAPS, requestsPerMinute: 1 } }, { contextTokens: 100_000 })).toBe(GUESS);
  });

  it.each<[string, Parameters<typeof tokensOf>]>([
    ["a strategy", [{ strategy: "cheapest" }]],
    ["a wait", [{ wait: { maxMs: 1, picoPerSecond: 1n } }]],
    ["a cap on tokens", [{}, { caps: { ...NO_CAPS, tokensPerMinute: 1 } }]],
    ["a cap on spend", [{}, { caps: { ...NO_CAPS, picoPerDay: 1n } }]],
    ["a condition", [{}, { when: { ...ANY_CALL, maxPromptTokens: 1 } }]],
    ["a window that may be too small", [{}, {}, { contextTokens: 500 }]],
    ["a sort by price", [{}, {}, {}, { provider: { sort: "price" } }]],
    ["a highest price", [{}, {}, {}, { provider: { max_price: { prompt: 1 } } }]],
  ])("are counted where %s asks for them", (_name, asked) => {
    expect(tokensOf(...asked)).not.toBe(GUESS);
  });
});
