import { expect, test } from "vitest";
import type { EndpointChoice } from "@/lib/catalog/endpoint-choices";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type Endpoint, type ProfileRules, type TierRules } from "@/lib/core/profile";
import type { SampleDraft } from "@/lib/core/profile-draft";
import { createEndpoint } from "@/lib/core/testing/tiers";
import { ANY_CALL } from "@/lib/core/condition";
import { type Experience, previewPlan } from "./preview-plan";
import { readSample } from "./sample-call";

const NOON = new Date(Date.UTC(2026, 10, 22, 12));
const PLAIN: SampleDraft = { promptTokens: "1000", answerTokens: "100", stream: false, tools: false, images: false, jsonSchema: false, metadata: [], utc: "" };

function choice(slug: string, usdPerMillion: bigint | null, more: Partial<Endpoint> = {}, dialect: "openai" | "anthropic" = "openai"): EndpointChoice {
  const pico = usdPerMillion === null ? null : usdPerMillion * 1_000_000n;
  return {
    endpoint: createEndpoint(slug, more),
    provider: { id: slug, slug, name: slug, dialect, baseUrl: "https://example.com", privateAllowed: false },
    price: pico === null ? null : { id: slug, kind: "list", validFrom: new Date(0), validUntil: null, price: { base: { input: pico, output: pico }, steps: [] } },
  };
}

function plan(choices: EndpointChoice[], more: { rules?: Partial<ProfileRules>; tiers?: Partial<TierRules>[]; sample?: Partial<SampleDraft>; experience?: Map<string, Experience> } = {}) {
  const read = readSample({ ...PLAIN, ...more.sample }, NOON);
  if (!("call" in read)) throw new Error(JSON.stringify(read.problems));
  const tiers = choices.map(({ endpoint }, index) => ({ endpoint, rules: { ...DEFAULT_TIER_RULES, ...more.tiers?.[index] } }));
  const content = { rules: { ...DEFAULT_PROFILE_RULES, ...more.rules }, baseline: null, tiers };
  return previewPlan({ content, choices, experience: more.experience ?? new Map(), sample: read.call }).entries;
}

test("a draft's tiers are kept in order, with what the sample is expected to cost there", () => {
  expect(plan([choice("a", 1n), choice("b", null)]).map(({ endpoint, kept, expectedCostUsd }) => [endpoint, kept, expectedCostUsd])).toEqual([
    ["a/llama", true, "0.0011"],
    ["b/llama", true, null],
  ]);
});

test("the strategy of the draft decides, by the price in force and what was seen of each", () => {
  expect(plan([choice("a", 2n), choice("b", 1n)], { rules: { strategy: "cheapest" } }).map(({ endpoint }) => endpoint)).toEqual(["b/llama", "a/llama"]);
  const slow = { chances: { served: 9, fellBack: 1, ended: 0 }, firstToken: null, whole: { p50Ms: 900, p90Ms: 950, minMs: 100 } };
  const experience = new Map([["a/llama", slow], ["b/llama", { ...slow, whole: { p50Ms: 200, p90Ms: 300, minMs: 100 } }]]);
  expect(plan([choice("a", 1n), choice("b", 1n)], { rules: { strategy: "fastest" }, experience }).map(({ endpoint, expectedMs }) => [endpoint, expectedMs])).toEqual([
    ["b/llama", 200],
    ["a/llama", 900],
  ]);
});

test.each<[what: string, choices: EndpointChoice[], more: Parameters<typeof plan>[1], reason: string]>([
  ["a condition on size", [choice("a", 1n)], { tiers: [{ when: { ...ANY_CALL, maxPromptTokens: 10 } }] }, "takes 10 prompt tokens at most"],
  ["a condition on a tag", [choice("a", 1n)], { tiers: [{ when: { ...ANY_CALL, metadata: { team: "x" } } }], sample: { metadata: [{ tag: "team", value: "y" }] } }, "takes calls with metadata team=x only"],
  ["a condition on the time of day", [choice("a", 1n)], { tiers: [{ when: { ...ANY_CALL, utc: { fromMinute: 0, toMinute: 60 } } }], sample: { utc: "01:00" } }, "takes calls from 00:00 to 01:00 UTC only"],
  ["a window that is too small", [choice("a", 1n, { contextTokens: 100 })], {}, "its window of 100 tokens cannot hold"],
  ["what it does not support", [choice("a", 1n, { parameters: [] })], { sample: { tools: true } }, "does not support tools"],
  ["a schema that it does not support", [choice("a", 1n, { parameters: ["tools"] })], { sample: { jsonSchema: true } }, "does not support"],
  ["pictures that it does not read", [choice("a", 1n, { inputs: ["text"] })], { sample: { images: true } }, "does not read image input"],
  ["a cap on spend without a price", [choice("a", null)], { tiers: [{ caps: { ...DEFAULT_TIER_RULES.caps, picoPerDay: 1n } }] }, "its cap of USD a day cannot be kept"],
])("a tier is dropped for %s, with the gateway's own reason", (_, choices, more, reason) => {
  const [entry] = plan(choices, more);
  expect(entry).toMatchObject({ kept: false });
  expect(entry?.reason).toContain(reason);
});

test("a sample that cannot be is refused beside its field", () => {
  expect(readSample({ ...PLAIN, promptTokens: "many", answerTokens: "-1", utc: "25:00", metadata: [{ tag: "", value: "x" }] }, NOON)).toEqual({
    problems: {
      "sample.promptTokens": expect.stringContaining("whole number") as string,
      "sample.answerTokens": expect.stringContaining("whole number") as string,
      "sample.utc": expect.stringContaining("time of day") as string,
      "sample.metadata": expect.stringContaining("must not be empty") as string,
    },
  });
});
