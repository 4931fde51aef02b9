import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planCall, type PlanInput, type ProviderPreference } from "./plan";
import { createTier } from "./testing/tiers";

const tier = (position: number, provider: string, model = "llama") => createTier(position, provider, {}, { model });

const names = (tiers: PlanInput[], preference: ProviderPreference = {}) =>
  planCall(tiers, [], preference).candidates.map((candidate) => candidate.endpoint.provider);

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
    expect(planCall(tiers, [], { only: ["groq"] }).entries[0]).toEqual({
      endpoint: "deepinfra/llama",
      tier: 1,
      kept: false,
      reason: "the request allows only other providers (provider.only)",
    });
  });

  it("measures primary cost against whom the strategy ranks first of those that the request allows", () => {
    expect(planCall(tiers, [], {}).primary?.provider).toBe("deepinfra");
    expect(planCall(tiers, [], { ignore: ["deepinfra"] }).primary?.provider).toBe("groq");
  });

  it("lists names that lead to nobody among the dropped, with the reason", () => {
    const plan = planCall(tiers, [{ name: "lepton/llama", reason: "no such endpoint" }], {});
    expect(plan.entries.at(-1)).toEqual({ endpoint: "lepton/llama", tier: 0, kept: false, reason: "no such endpoint" });
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
          const plan = planCall(providers.map((slug, index) => tier(index + 1, slug)), [], preference);
          expect(plan.entries.map((entry) => entry.tier).sort()).toEqual(providers.map((_, index) => index + 1).sort());
          expect(plan.candidates.length).toBe(plan.entries.filter((entry) => entry.kept).length);
          const ids = plan.candidates.map((candidate) => candidate.endpoint.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(plan.candidates.map((candidate) => candidate.position)).toEqual(ids.map((_, index) => index + 1));
        },
      ),
    );
  });
});
