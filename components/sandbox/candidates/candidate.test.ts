import { describe, expect, test } from "vitest";
import { DEFAULT_TIER_RULES } from "@/lib/core/profile";
import { emptyDraft } from "@/lib/core/profile-draft";
import { endpointOf, profileNamed } from "../testing/background";
import { candidateOf, draftOf, newTier, profileOf } from "./candidate";

const endpoints = new Map(["alpha/m", "beta/m-4.1", "gamma/m"].map((name) => [name, endpointOf(name)]));

/** With rules that a candidate does not hold. */
function current() {
  const profile = profileNamed("extract", ["alpha/m", "beta/m-4.1"]);
  const rules = { ...DEFAULT_TIER_RULES, retries: 2, degraded: true, timers: { stallMs: 900, firstTokenMs: 700 }, caps: { ...DEFAULT_TIER_RULES.caps, picoPerDay: 12_500_000_000_000n } };
  return { ...profile, rules: { ...profile.rules, maxAttempts: 4 }, tiers: profile.tiers.map((tier) => (tier.position === 1 ? { ...tier, rules } : tier)) };
}

describe("a candidate", () => {
  test("that nobody edited is the profile that it was copied from", () => {
    const { profile, missing } = profileOf(candidateOf(current(), "Candidate 1"), current(), endpoints);
    expect(profile).toEqual({ ...current(), name: "Candidate 1", version: null });
    expect(missing).toEqual([]);
  });

  test("keeps the rules of a tier that is moved, and gives a new one the defaults", () => {
    const copy = candidateOf(current(), "Candidate 1");
    const { profile } = profileOf({ ...copy, tiers: [newTier("gamma/m"), ...copy.tiers] }, current(), endpoints);
    expect(profile.tiers.map(({ position, endpoint }) => `${position} ${endpoint.name}`)).toEqual(["1 gamma/m", "2 alpha/m", "3 beta/m-4.1"]);
    expect(profile.tiers[0]?.rules).toEqual(DEFAULT_TIER_RULES);
    expect(profile.tiers[1]?.rules).toEqual(current().tiers[0]?.rules);
  });

  test("leaves out and names an endpoint that the team no longer has", () => {
    const copy = candidateOf(current(), "Candidate 1");
    const { profile, missing } = profileOf({ ...copy, tiers: [...copy.tiers, newTier("gone/m")] }, current(), endpoints);
    expect(profile.tiers).toHaveLength(2);
    expect(missing).toEqual(["gone/m"]);
  });

  test("becomes a draft that differs from the version in what was edited alone", () => {
    const base = emptyDraft("ordered", ["alpha/m", "beta/m-4.1"]);
    const copy = candidateOf(profileNamed("extract", ["alpha/m", "beta/m-4.1"]), "Candidate 1");
    expect(draftOf(copy, base)).toEqual(base);
    const tiers = [...copy.tiers].reverse().map((tier) => (tier.endpoint === "alpha/m" ? tier : { ...tier, retries: 1, caps: { ...tier.caps, usdPerDay: "3.5" } }));
    const [first, second] = base.tiers;
    expect(draftOf({ ...copy, strategy: "cheapest", tiers }, base)).toEqual({
      ...base, strategy: "cheapest", tiers: [{ ...second, retries: "1", caps: { ...second?.caps, usdPerDay: "3.5" } }, first],
    });
  });
});
