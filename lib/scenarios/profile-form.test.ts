import fc from "fast-check";
import { expect, test } from "vitest";
import { anyProfileRules, anyTierRules } from "@/lib/catalog/testing/any-rules";
import type { Endpoint } from "@/lib/core/profile";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { profileForm, readProfileForm, writeProfileForm } from "./profile-form";

const endpointNamed = (name: string): Endpoint => {
  const [provider = "", model = ""] = name.split("/");
  return { id: name, name, provider, model, upstreamModel: model, contextTokens: null, maxOutputTokens: null, parameters: null, inputs: null, failureDomain: provider };
};
const endpoints = ["groq/llama-3.1", "together/llama-3.1"].map(endpointNamed);

test("a profile that was written as a form is read as it was, whatever its rules", () => {
  fc.assert(fc.property(anyProfileRules, fc.array(anyTierRules, { minLength: 1, maxLength: 2 }), (rules, tierRules) => {
    const tiers = tierRules.flatMap((each, index) => {
      const endpoint = endpoints[index];
      // The first tier may always be asked: forms whose tiers are all last resorts are refused.
      return endpoint ? [{ position: index + 1, endpoint, rules: index === 0 ? { ...each, lastResort: false, weight: 1 } : each }] : [];
    });
    const profile: SandboxProfile = { slug: "candidate", name: "Candidate 1", version: null, rules, tiers };
    const form: unknown = JSON.parse(JSON.stringify(writeProfileForm(profile)));
    expect(profileForm.safeParse(form).error?.issues).toBeUndefined();
    expect(readProfileForm(profileForm.parse(form), endpoints)).toEqual({ profile });
  }));
});

test("an endpoint that the team does not have is told with the nearest", () => {
  const form = { slug: "candidate", tiers: [{ endpoint: "groq/llama-3.1" }, { endpoint: "togther/llama-3.1" }] };
  expect(readProfileForm(form, endpoints)).toEqual({ problems: { "tiers.1.endpoint": "There is no endpoint togther/llama-3.1; the nearest is together/llama-3.1." } });
});
