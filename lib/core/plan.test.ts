import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANY_CALL } from "./condition";
import { NOTHING_KNOWN, type Outlook } from "./outlook";
import { planCall } from "./plan";
import type { PlanInput, PlanRequest } from "./plan-input";
import type { ProviderPreference } from "./preference";
import { DEFAULT_PROFILE_RULES, NO_CAPS } from "./profile";
import { PLAIN_CALL } from "./testing/call-facts";
import { createTier as tier } from "./testing/tiers";

function plan(tiers: PlanInput[], preference: ProviderPreference = {}, more: Partial<PlanRequest> = {}) {
  return planCall({
    rules: DEFAULT_PROFILE_RULES, tiers, unresolved: [], unsayableAt: () => null, preference, facts: PLAIN_CALL, outlookOf: () => NOTHING_KNOWN,
    remainingMs: 60_000, draw: 0.5, ...more,
  });
}

const names = (...request: Parameters<typeof plan>) => plan(...request).candidates.map(({ endpoint }) => endpoint.provider);

/** What is known of each provider, by its slug. */
const known = (outlooks: Record<string, Partial<Outlook>>): Pick<PlanRequest, "outlookOf"> => ({
  outlookOf: ({ endpoint }) => ({ ...NOTHING_KNOWN, ...outlooks[endpoint.provider] }),
});
const reasons = (...request: Parameters<typeof plan>) =>
  Object.fromEntries(plan(...request).entries.map(({ endpoint, reason }) => [endpoint.split("/")[0], reason]));

describe("a plan", () => {
  const tiers = [tier(1, "deepinfra"), tier(2, "groq"), tier(3, "together")];

  it("keeps the tiers in the order in which the profile has them", () => {
    expect(names(tiers)).toEqual(["deepinfra", "groq", "together"]);
  });

  it("puts the providers first that the request puts first", () => {
    expect(names(tiers, { order: ["together", "deepinfra"] })).toEqual(["together", "deepinfra", "groq"]);
  });

  it("narrows by only, ignore and allow_fallbacks, and says so", () => {
    expect(names(tiers, { only: ["groq"] })).toEqual(["groq"]);
    expect(names(tiers, { ignore: ["deepinfra"] })).toEqual(["groq", "together"]);
    expect(names(tiers, { allow_fallbacks: false })).toEqual(["deepinfra"]);
    expect(plan(tiers, { only: ["groq"] }).entries[1]).toEqual({
      endpoint: "deepinfra/llama",
      tier: 1,
      kept: false,
      reason: "the request allows only other providers (provider.only)",
      drop: "request",
      expectedCostUsd: null,
      expectedMs: null,
    });
  });

  it("measures primary cost against whom the strategy ranks first of those that the request allows", () => {
    expect(plan(tiers).primary?.provider).toBe("deepinfra");
    expect(plan(tiers, { ignore: ["deepinfra"] }).primary?.provider).toBe("groq");
  });

  it("lists names that lead to nobody among the dropped, with the reason", () => {
    const { entries } = plan(tiers, {}, { unresolved: [{ name: "lepton/llama", reason: "no such endpoint" }] });
    expect(entries.at(-1)).toMatchObject({ endpoint: "lepton/llama", tier: 0, kept: false, reason: "no such endpoint", drop: "unresolved" });
  });

  it("accounts for every tier exactly once, and never plans an endpoint twice", () => {
    const provider = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(
        fc.array(provider, { maxLength: 8 }),
        fc.record({
          order: fc.option(fc.array(provider), { nil: undefined }),
          only: fc.option(fc.array(provider), { nil: undefined }),
          ignore: fc.option(fc.array(provider), { nil: undefined }),
          allow_fallbacks: fc.option(fc.boolean(), { nil: undefined }),
        }),
        (providers, preference) => {
          const made = plan(providers.map((slug, index) => tier(index + 1, slug)), preference);
          expect(made.entries.map((entry) => entry.tier).sort()).toEqual(providers.map((_, index) => index + 1).sort());
          expect(made.candidates.length).toBe(made.entries.filter((entry) => entry.kept).length);
          const ids = made.candidates.map((candidate) => candidate.endpoint.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(made.candidates.map((candidate) => candidate.position)).toEqual(ids.map((_, index) => index + 1));
        },
      ),
    );
  });
});

describe("a plan by strategy", () => {
  const tiers = [tier(1, "a"), tier(2, "b"), tier(3, "c")];
  const price = (perToken: bigint, perRequest = 0n) => ({ base: { input: perToken, output: perToken, perRequest }, steps: [] });
  const by = (strategy: PlanRequest["rules"]["strategy"], more: Partial<PlanRequest["rules"]> = {}) => ({
    rules: { ...DEFAULT_PROFILE_RULES, strategy, ...more },
  });

  it("cheapest puts the least expected cost of this call first, and what has no price last", () => {
    const prices = known({ a: { price: price(3n) }, b: { price: null }, c: { price: price(2n) } });
    expect(names(tiers, {}, { ...by("cheapest"), ...prices })).toEqual(["c", "a", "b"]);
    // A request fee outweighs the tokens of a short call, and not of a long one.
    const fee = known({ a: { price: price(1n, 5_000n) }, b: { price: price(4n) } });
    const facts = (promptTokens: number) => ({ facts: { ...PLAIN_CALL, promptTokens, maxOutputTokens: 1 } });
    expect(names(tiers.slice(0, 2), {}, { ...by("cheapest"), ...fee, ...facts(100) })).toEqual(["b", "a"]);
    expect(names(tiers.slice(0, 2), {}, { ...by("cheapest"), ...fee, ...facts(10_000) })).toEqual(["a", "b"]);
  });

  it("fastest goes by the first token of streams and by the whole of others", () => {
    const speed = (p50Ms: number) => ({ p50Ms, p90Ms: p50Ms, minMs: p50Ms });
    const speeds = known({
      a: { firstToken: speed(100), whole: speed(900), lastAskedAtMs: 1 }, b: { firstToken: speed(300), whole: speed(500), lastAskedAtMs: 2 },
    });
    const stream = { facts: { ...PLAIN_CALL, stream: true } };
    expect(names(tiers, {}, { ...by("fastest"), ...speeds, ...stream })).toEqual(["a", "b", "c"]);
    expect(names(tiers, {}, { ...by("fastest"), ...speeds })).toEqual(["b", "a", "c"]);
    expect(names(tiers, {}, { ...by("fastest"), ...speeds, draw: 0.01 })).toEqual(["c", "b", "a"]);
  });

  it("weighted draws the first place among those that can take the call", () => {
    const weights = [tier(1, "a", { weight: 1 }), tier(2, "b", { weight: 8 }), tier(3, "c", { weight: 1 })];
    expect(names(weights, {}, { ...by("weighted"), draw: 0.05 })).toEqual(["a", "b", "c"]);
    expect(names(weights, { ignore: ["b"] }, { ...by("weighted"), draw: 0.45 })).toEqual(["a", "c"]);
  });

  it("expected-cost leaves a cheap endpoint that keeps failing for one that serves", () => {
    const chances = { served: 0, fellBack: 400, ended: 0 };
    const healthy = { served: 400, fellBack: 0, ended: 0 };
    const outlooks = known({
      a: { price: price(2n), chances, failedCostPico: 2_000 }, b: { price: price(3n), chances: healthy }, c: { price: price(9n), chances: healthy },
    });
    expect(names(tiers, {}, { ...by("expected-cost"), ...outlooks })).toEqual(["b", "c", "a"]);
    expect(names(tiers, {}, { ...by("cheapest"), ...outlooks })).toEqual(["a", "b", "c"]);
  });

  it("keeps last resorts last, whatever strategy and request say", () => {
    const resort = [tier(1, "a", { lastResort: true }), tier(2, "b"), tier(3, "c")];
    const prices = known({ a: { price: price(1n) }, b: { price: price(3n) }, c: { price: price(2n) } });
    expect(names(resort, {}, { ...by("cheapest"), ...prices })).toEqual(["c", "b", "a"]);
    expect(names(resort, { order: ["a"] }, prices)).toEqual(["b", "c", "a"]);
  });

  it("lets a last resort take nobody's draw, slot or turn to be explored", () => {
    const weights = [tier(1, "a", { weight: 1 }), tier(2, "b", { weight: 1 }), tier(3, "c", { weight: 98, lastResort: true })];
    expect(names(weights, {}, { ...by("weighted"), draw: 0.6 })).toEqual(["b", "a", "c"]);
    const speed = { firstToken: null, whole: { p50Ms: 5, p90Ms: 5, minMs: 5 } };
    const asked = known({ a: { ...speed, lastAskedAtMs: 9 }, b: { ...speed, lastAskedAtMs: 3 } });
    expect(names(weights, {}, { ...by("fastest"), ...asked, draw: 0.01 })).toEqual(["b", "a", "c"]);
    const shut = known({ a: { ...speed, lastAskedAtMs: 9 }, b: { ...speed, lastAskedAtMs: 3, open: { untilMs: 1, cause: "network" } } });
    expect(names(weights, {}, { ...by("fastest"), ...shut, draw: 0.01 })).toEqual(["a", "c"]);
  });

  it("lets the request sort, and put providers first", () => {
    const outlooks = known({
      a: { price: price(3n), tokensPerSecond: 10, lastAskedAtMs: 1 }, b: { price: price(1n), tokensPerSecond: 90, lastAskedAtMs: 1 },
      c: { price: price(2n), tokensPerSecond: 50, lastAskedAtMs: 1 },
    });
    expect(names(tiers, { sort: "price" }, outlooks)).toEqual(["b", "c", "a"]);
    expect(names(tiers, { sort: "throughput" }, outlooks)).toEqual(["b", "c", "a"]);
    expect(names(tiers, { sort: "price", order: ["a"] }, outlooks)).toEqual(["a", "b", "c"]);
  });

  it("keeps the names of a chain in their order, each sorted as its name says", () => {
    const group = (input: PlanInput, at: number, sort: PlanInput["sort"]): PlanInput => ({ ...input, group: at, sort });
    const chain = [group(tier(1, "x"), 0, null), ...tiers.map((each, index) => group({ ...each, position: index + 2 }, 1, "price"))];
    const prices = known({ x: { price: price(9n) }, a: { price: price(3n) }, b: { price: price(1n) }, c: { price: price(2n) } });
    expect(names(chain, {}, prices)).toEqual(["x", "b", "c", "a"]);
  });
});

describe("a plan leaves out", () => {
  const two = (endpoint: Parameters<typeof tier>[3], rules: Parameters<typeof tier>[2] = {}) => [tier(1, "a", rules, endpoint), tier(2, "b")];
  const facts = (more: object) => ({ facts: { ...PLAIN_CALL, ...more } });

  it.each<[string, ReturnType<typeof two>, object, string | null]>([
    ["a window that is too small", two({ contextTokens: 800 }), {}, "its window of 800 tokens cannot hold about 1000 prompt tokens"],
    ["no window that another tokenizer might fill", two({ contextTokens: 900 }), {}, null],
    ["tools that are not supported", two({ parameters: ["seed"] }), { tools: true, parameters: ["tools"] }, "does not support tools"],
    ["no parameter that a provider may ignore", two({ parameters: [] }), { parameters: ["seed"] }, null],
    ["no tools where nobody said", two({}), { tools: true, parameters: ["tools"] }, null],
    ["images", two({ inputs: ["text"] }), { images: true, inputs: ["image"] }, "does not read image input"],
    ["an unmet condition", two({}, { when: { ...ANY_CALL, stream: true } }), {}, "takes calls with streaming only"],
  ])("%s", (_name, tiers, more, reason) => {
    const made = plan(tiers, {}, facts(more));
    expect(made.entries.find(({ kept }) => !kept)?.reason ?? null).toBe(reason);
    // What cannot take the call is not what it would have cost.
    expect(made.primary?.provider).toBe(reason === null ? "a" : "b");
  });

  it("what the request forbids", () => {
    const priced = known({ a: { price: { base: { input: 2n, output: 4n }, steps: [] } } });
    const all = facts({ parameters: ["seed"] });
    const [tiers, seeded] = [two({}), two({ parameters: ["seed"] })];
    expect(names(tiers, { max_price: { prompt: 1n } }, priced)).toEqual([]);
    expect(names(tiers, { max_price: { prompt: 2n, completion: 4n, request: 0n } }, priced)).toEqual(["a"]);
    expect(reasons(tiers, { max_price: { completion: 3n } }, priced).b).toBe("its price is not known (provider.max_price)");
    expect(names(seeded, { require_parameters: true }, all)).toEqual(["a"]);
    expect(names(tiers, { require_parameters: true })).toEqual(["a", "b"]);
    expect(names(tiers, { order: ["b"], allow_fallbacks: false })).toEqual(["b"]);
    expect(names([...tiers, tier(3, "c")], { order: ["c", "b"], allow_fallbacks: false })).toEqual(["c", "b"]);
  });

  it("who is cooling or capped, and still measures primary cost against the first by rank", () => {
    const at = PLAIN_CALL.startedAtMs + 61_000;
    const made = plan([tier(1, "a"), tier(2, "b"), tier(3, "c")], {}, known({
      a: { open: { untilMs: at, cause: "overloaded" } }, b: { capped: { cap: "60 requests a minute", freeAtMs: at } },
    }));
    expect(made.entries.map(({ drop, reason }) => [drop, reason])).toEqual([
      ["down", "cooling until 12:01:01 UTC after overloaded"],
      ["capped", "at its cap of 60 requests a minute"],
      [null, "next in order"],
    ]);
    expect(made.primary?.provider).toBe("a");
    expect(made.freeAtMs).toBe(at);
  });

  it("who could not speak in the time that is left", () => {
    const quick = { p50Ms: 900, p90Ms: 900, minMs: 800 };
    const made = plan([tier(1, "a"), tier(2, "b")], {}, { ...known({ a: { firstToken: quick } }), remainingMs: 500 });
    expect(made.entries[0]).toMatchObject({ drop: "late", reason: "its quickest first token of late took 800 ms, and 500 ms were left" });
    expect([made.primary?.provider, made.candidates[0]?.endpoint.provider]).toEqual(["a", "b"]);
  });

  it("whom the call cannot be told", () => {
    const made = plan([tier(1, "a"), tier(2, "b")], {}, { unsayableAt: ({ endpoint }) => (endpoint.provider === "a" ? "audio output" : null) });
    expect(made.entries.map(({ drop, reason }) => [drop, reason])).toEqual([
      [null, "first in order"], ["unfit", "cannot be told in its provider's dialect: audio output"],
    ]);
  });

  it("whose cap on spend cannot be kept, for want of a price", () => {
    const made = plan([tier(1, "a", { caps: { ...NO_CAPS, picoPerDay: 1n } }), tier(2, "b")]);
    expect(made.entries.find(({ kept }) => !kept)).toMatchObject({ drop: "unfit", reason: expect.stringContaining("its price is not known") as string });
    expect(made.primary?.provider).toBe("b");
  });

  it("nobody who is the soonest to come back when all are cooling; caps hold all the same", () => {
    const tiers = [tier(1, "a"), tier(2, "b"), tier(3, "c")];
    const cooling = known({ a: { open: { untilMs: 900, cause: "overloaded" } }, b: { open: { untilMs: 500, cause: "overloaded" } }, c: { capped: { cap: "x", freeAtMs: null } } });
    expect(names(tiers, {}, cooling)).toEqual(["b"]);
    const capped = { capped: { cap: "x", freeAtMs: null } };
    expect(names(tiers, {}, known({ a: capped, b: capped, c: capped }))).toEqual([]);
  });
});
