import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeVersion, type VersionContent } from "@/lib/catalog/describe-version";
import { anyProfileRules, anyTierRules } from "@/lib/catalog/testing/any-rules";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES } from "@/lib/core/profile";
import { emptyDraft, type ProfileDraft, type TierDraft } from "@/lib/core/profile-draft";
import { draftShape, readDraft } from "./profile-draft";
import { writeDraft } from "./write-draft";

const ENDPOINTS = new Map(["groq/llama", "together/llama", "openai/gpt", "anthropic/claude"].map((name) => [name, `id of ${name}`]));
const named = (name: string) => ({ id: ENDPOINTS.get(name) ?? "", name });

const anyContent: fc.Arbitrary<VersionContent> = fc
  .record({
    rules: anyProfileRules,
    baseline: fc.option(fc.constantFrom(...ENDPOINTS.keys()).map(named)),
    tiers: fc
      .tuple(fc.shuffledSubarray([...ENDPOINTS.keys()], { minLength: 1 }), fc.array(anyTierRules, { minLength: 4, maxLength: 4 }))
      .map(([names, rules]) => names.map((name, index) => ({ endpoint: named(name), rules: rules[index] ?? DEFAULT_TIER_RULES }))),
  })
  // A profile of nothing but last resorts, or of weights of 0, is refused.
  .filter(({ rules, tiers }) => {
    const first = tiers.filter((tier) => !tier.rules.lastResort);
    return first.length > 0 && (rules.strategy !== "weighted" || first.some((tier) => tier.rules.weight > 0));
  });

const draft = (change: (draft: ProfileDraft) => void) => {
  const changed = { ...emptyDraft("ordered", ["groq/llama", "openai/gpt"]), slug: "extract" };
  change(changed);
  return readDraft(changed, ENDPOINTS);
};

function tier({ tiers }: ProfileDraft, index: number): TierDraft {
  const found = tiers[index];
  if (!found) throw new Error(`no tier ${index}`);
  return found;
}

describe("a draft", () => {
  test("of any version says what the version says, to the last rule", () => {
    fc.assert(fc.property(anyContent, (content) => {
      const written = writeDraft({ slug: "extract", name: "Extract", content });
      expect(draftShape.parse(JSON.parse(JSON.stringify(written)))).toEqual(written);
      const result = readDraft(written, ENDPOINTS);
      expect(result).toEqual({ read: { slug: "extract", name: "Extract", content } });
      if ("read" in result) expect(describeVersion(result.read.content)).toEqual(describeVersion(content));
    }));
  });

  test("with nothing filled in has every default", () => {
    const tiers = ["groq/llama", "openai/gpt"].map((name) => ({ endpoint: named(name), rules: DEFAULT_TIER_RULES }));
    expect(draft(() => undefined)).toEqual({
      read: { slug: "extract", name: "extract", content: { rules: DEFAULT_PROFILE_RULES, baseline: null, tiers } },
    });
  });

  test.each<[what: string, change: (draft: ProfileDraft) => void, field: string, message: string]>([
    ["no slug", (d) => { d.slug = " "; }, "slug", "Give it a name that requests can use, such as extract."],
    ["a slug with a space", (d) => { d.slug = "a b"; }, "slug", "Must be 1 to 64 of a-z"],
    ["no tier", (d) => { d.tiers = []; }, "tiers", "Add at least one tier."],
    ["a tier of nobody", (d) => { tier(d, 1).endpoint = "gone/llama"; }, "tiers.1.endpoint", "There is no endpoint gone/llama any more."],
    ["a tier twice", (d) => { tier(d, 1).endpoint = "groq/llama"; }, "tiers.1.endpoint", "Is given twice: groq/llama."],
    ["a baseline of nobody", (d) => { d.baseline = "gone/llama"; }, "baseline", "There is no endpoint gone/llama."],
    ["half an attempt", (d) => { d.maxAttempts = "1.5"; }, "maxAttempts", "Must be a whole number from 1 to 220."],
    ["a time of day that is none", (d) => { tier(d, 0).when.utc = "night"; }, "tiers.0.when.utc", "Must be a part of the day such as 22:00-06:00, in UTC."],
    ["an empty span of sizes", (d) => { tier(d, 0).when.minPromptTokens = "9"; tier(d, 0).when.maxPromptTokens = "8"; }, "tiers.0.when.minPromptTokens", "Must not be above the largest prompt (8): no call could meet that."],
    ["a status of success", (d) => { d.fallbackOn = ["200"]; }, "fallbackOn", "Must be an HTTP status"],
    ["a cause both ways", (d) => { tier(d, 0).fallbackOn = ["auth"]; tier(d, 0).stopOn = ["auth"]; }, "tiers.0.stopOn", "Is in those that fall back as well: auth."],
    ["a tag without a name", (d) => { tier(d, 0).when.metadata = [{ tag: "", value: "x" }]; }, "tiers.0.when.metadata", "Must not be empty."],
    ["a tag twice", (d) => { tier(d, 0).when.metadata = [{ tag: "a", value: "x" }, { tag: "a", value: "y" }]; }, "tiers.0.when.metadata", "The tag a is given twice."],
    ["a tag that cannot be matched", (d) => { tier(d, 0).when.metadata = [{ tag: "__proto__", value: "x" }]; }, "tiers.0.when.metadata", "Must not name the tag __proto__"],
    ["only last resorts", (d) => { for (const tier of d.tiers) tier.lastResort = true; }, "tiers", "Must not all be last resorts"],
    ["an amount of words", (d) => { tier(d, 0).caps.usdPerDay = "a lot"; }, "tiers.0.caps.usdPerDay", "Is not a plain decimal number"],
  ])("with %s is refused beside that field", (_, change, field, message) => {
    const result = draft(change);
    expect("problems" in result && result.problems[field]).toMatch(message);
  });
});
