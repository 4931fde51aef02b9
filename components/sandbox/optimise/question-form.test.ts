import { describe, expect, test } from "vitest";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, NO_CAPS } from "@/lib/core/profile";
import { createEndpoint } from "@/lib/core/testing/tiers";
import type { Background, EndpointBackground } from "@/lib/sandbox/background";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { choicesOf, firstDraft, MAX_ENDPOINTS, readDraft, widen } from "./question-form";

const price = { validFromMs: 0, price: { base: { input: 1n, output: 1n }, steps: [] } };
const known = (provider: string, model = "llama", prices = [price]): EndpointBackground => ({ endpoint: createEndpoint(provider, { model }), prices, history: null });

const background: Background = {
  takenAtMs: 0, fromMs: 0, toMs: 0, profiles: [], domains: {}, traffic: null,
  endpoints: [known("together"), known("groq"), known("openai", "gpt"), known("mystery", "llama", [])],
};
const caps = { ...NO_CAPS, concurrent: 4 };
const profile: SandboxProfile = {
  slug: "chat", name: "Chat", version: 3, rules: DEFAULT_PROFILE_RULES,
  tiers: [{ position: 1, endpoint: createEndpoint("groq"), rules: { ...DEFAULT_TIER_RULES, caps } }],
};
const draft = firstDraft(background, profile);

describe("the form of a question", () => {
  test("begins with the profile's own endpoints, and those whose price is known", () => {
    expect(draft.endpoints).toEqual(["groq/llama", "together/llama", "openai/gpt"]);
    expect(draft.models).toEqual(["llama", "gpt"]);
  });

  test("reads what was typed; what is empty asks for nothing", () => {
    expect(readDraft({ ...draft, availability: " 99.95 ", firstTokenMs: "2000", monthlyUsd: "" }, background)).toEqual({
      constraints: { availabilityAtLeast: 0.9995, firstTokenP95AtMostMs: 2_000, models: null, monthlyUsdAtMost: null },
    });
  });

  test.each([
    ["availability", "101", /percentage above 0 and up to 100/],
    ["availability", "0", /percentage above 0/],
    ["availability", "often", /percentage/],
    ["availability", "1e2", /percentage/],
    ["firstTokenMs", "-5", /milliseconds above 0/],
    ["monthlyUsd", "0", /A budget of 0 lets nobody be asked/],
  ] as const)("says what is wrong with the %s %s", (field, text, sentence) => {
    expect(readDraft({ ...draft, [field]: text }, background)).toEqual({ problems: { [field]: expect.stringMatching(sentence) as string } });
  });

  test("says everything that is wrong at once", () => {
    const answer = readDraft({ ...draft, availability: "x", firstTokenMs: "y", endpoints: [], models: [] }, background);
    expect(answer).toEqual({ problems: { availability: expect.any(String) as string, firstTokenMs: expect.any(String) as string, endpoints: "Choose at least one endpoint.", models: "Allow at least one model." } });
    const many = Array.from({ length: MAX_ENDPOINTS + 1 }, (_, index) => `p${index}/m`);
    expect(readDraft({ ...draft, endpoints: many }, background)).toMatchObject({ problems: { endpoints: expect.stringContaining("at most 20") as string } });
  });

  test("names models only where one of the endpoints' is not allowed", () => {
    expect(readDraft({ ...draft, models: ["llama"] }, background)).toMatchObject({ constraints: { models: ["llama"] } });
    expect(readDraft({ ...draft, endpoints: ["groq/llama"], models: ["llama"] }, background)).toMatchObject({ constraints: { models: null } });
    expect(readDraft({ ...draft, endpoints: ["groq/llama"], models: ["gpt"] }, background)).toMatchObject({ problems: { models: expect.stringContaining("None of the endpoints") as string } });
  });

  test("lets tiers keep the rules that they have in the profile, with their caps or without", () => {
    const wide = widen(profile, background, draft.endpoints);
    expect(wide.tiers.map(({ position, endpoint }) => [position, endpoint.name])).toEqual([[1, "groq/llama"], [2, "together/llama"], [3, "openai/gpt"]]);
    const tried = (wish: typeof draft.caps) => choicesOf({ ...draft, caps: wish }, wide).map((choice) => choice.caps);
    expect(tried("kept")).toEqual([[caps], [NO_CAPS], [NO_CAPS]]);
    expect(tried("without")).toEqual([[NO_CAPS], [NO_CAPS], [NO_CAPS]]);
    expect(tried("both")).toEqual([[NO_CAPS, caps], [NO_CAPS], [NO_CAPS]]);
  });
});
