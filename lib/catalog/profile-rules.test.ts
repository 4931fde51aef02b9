import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANY_CALL } from "@/lib/core/condition";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, DEFAULT_TIMERS } from "@/lib/core/profile";
import { CatalogError } from "./catalog-error";
import { readProfileRules, readTierRules, writeProfileRules, writeTierRules } from "./profile-rules";
import { anyProfileRules, anyTierRules } from "./testing/any-rules";

/** As the database gives it back. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("rules", () => {
  test("are read as they were written, whatever they are", () => {
    fc.assert(fc.property(anyTierRules, anyProfileRules, (tier, profile) => {
      expect(readTierRules({ position: 1, rules: stored(writeTierRules(tier)) })).toEqual(tier);
      const row = { strategy: profile.strategy, ...profile.timers, rules: stored(writeProfileRules(profile)) };
      expect(readProfileRules(row)).toEqual(profile);
    }));
  });

  test("that are the defaults leave nothing to store, nor does a condition that asks for nothing", () => {
    expect(writeTierRules(DEFAULT_TIER_RULES)).toEqual({});
    expect(writeTierRules({ ...DEFAULT_TIER_RULES, when: ANY_CALL })).toEqual({});
    expect(writeProfileRules(DEFAULT_PROFILE_RULES)).toEqual({});
    expect(readTierRules({ position: 1, rules: { when: {}, caps: {}, timeouts: {} } })).toEqual(DEFAULT_TIER_RULES);
  });

  test.each<[rules: unknown, reason: string]>([
    [null, "its rules cannot be read"],
    ["{}", "its rules cannot be read"],
    [{ backof: {} }, "its rules cannot be read"],
    [{ maxAttempts: 1.5 }, "its rules cannot be read: maxAttempts must be a whole number from 1 to 220"],
    [{ maxAttempts: null }, "its rules cannot be read: maxAttempts"],
    [{ servedValueUsd: 1e-7 }, "its rules cannot be read: servedValueUsd is not a plain decimal number such as 0.59"],
    [{ stopOn: ["auth"], fallbackOn: ["auth"] }, "its rules cannot be read: stopOn 0 is in fallbackOn as well: auth"],
  ])("that are %j are refused with the reason", (rules, reason) => {
    const read = () => readProfileRules({ strategy: "ordered", ...DEFAULT_TIMERS, rules });
    expect(read).toThrow(CatalogError);
    expect(read).toThrow(reason);
  });

  test("whose condition names a tag that cannot be matched are refused, not taken for a condition that always holds", () => {
    const rules: unknown = JSON.parse('{ "when": { "metadata": { "__proto__": "a" } } }');
    expect(() => readTierRules({ position: 2, rules })).toThrow("the rules of its tier 2 cannot be read: when metadata must not name the tag __proto__");
  });

  test("of a strategy that is not known are refused", () => {
    expect(() => readProfileRules({ strategy: "psychic", ...DEFAULT_TIMERS, rules: {} })).toThrow("its strategy psychic is not known");
  });

  test("of any shape at all are read or refused, never half", () => {
    fc.assert(fc.property(fc.jsonValue(), (rules) => {
      try {
        expect(Object.keys(readTierRules({ position: 1, rules }))).toEqual(Object.keys(DEFAULT_TIER_RULES));
      } catch (error) {
        expect(error).toBeInstanceOf(CatalogError);
      }
    }));
  });
});
