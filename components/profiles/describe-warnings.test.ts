import { expect, test } from "vitest";
import { emptyDraft, type TierDraft } from "@/lib/core/profile-draft";
import { describeWarnings } from "./describe-warnings";
import type { EndpointFacts } from "./endpoint-facts";

const facts = (name: string, more: Partial<EndpointFacts> = {}): EndpointFacts => ({
  name, provider: name, model: "m", failureDomain: name, contextTokens: null, parameters: null, inputs: null, price: "$1", success: "", p95: "", ...more,
});

function warn(endpoints: EndpointFacts[], change: (tier: TierDraft) => void = () => undefined): string[] {
  const draft = emptyDraft("ordered", endpoints.map(({ name }) => name));
  for (const tier of draft.tiers.slice(0, 1)) change(tier);
  return describeWarnings(draft, new Map(endpoints.map((each) => [each.name, each])));
}

test("a profile of priced tiers that fail apart has nothing to warn of", () => {
  expect(warn([facts("a"), facts("b")])).toEqual([]);
});

test("tiers that stand beside each other in one failure domain are named, others of it are not", () => {
  const shared = { failureDomain: "azure" };
  expect(warn([facts("a", shared), facts("b", shared), facts("c")])).toEqual(["Tiers 1 and 2 fail together: both stand on azure. Put another one between them."]);
  expect(warn([facts("a", shared), facts("c"), facts("b", shared)])).toEqual([]);
});

test("a tier without a price is named", () => {
  expect(warn([facts("a", { price: null })])).toEqual([expect.stringContaining("has no price")]);
});

test.each<[reason: string, endpoint: Partial<EndpointFacts>, change: (tier: TierDraft) => void]>([
  ["its window holds 100", { contextTokens: 100 }, (tier) => { tier.when.minPromptTokens = "200"; }],
  ["its cap is 100 tokens a minute", {}, (tier) => { tier.when.minPromptTokens = "200"; tier.caps.tokensPerMinute = "100"; }],
  ["takes calls with tools only", { parameters: [] }, (tier) => { tier.when.tools = "true"; }],
  ["takes calls with a JSON schema only", { parameters: ["tools"] }, (tier) => { tier.when.jsonSchema = "true"; }],
  ["takes calls with images only", { inputs: ["text"] }, (tier) => { tier.when.images = "true"; }],
  ["its cap of USD a day cannot be kept", { price: null }, (tier) => { tier.caps.usdPerDay = "5"; }],
])("a tier that no call can reach is named: %s", (reason, endpoint, change) => {
  expect(warn([facts("a", endpoint), facts("b")], change)[0]).toMatch(new RegExp(`^Tier 1, a, can never be reached: .*${reason}`));
  // What is not known of the endpoint rules nothing out.
  if (!("price" in endpoint)) expect(warn([facts("a")], change).filter((line) => line.includes("never")).length).toBe(reason.includes("cap is") ? 1 : 0);
});
