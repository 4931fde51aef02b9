import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANY_CALL } from "@/lib/core/condition";
import { CAUSES } from "@/lib/core/outcome";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, DEFAULT_TIMERS, type ProfileRules, STRATEGIES, type TierRules } from "@/lib/core/profile";
import { CatalogError } from "./catalog-error";
import { readProfileRules, readTierRules, writeProfileRules, writeTierRules } from "./profile-rules";

const whole = (min: number, max: number) => fc.integer({ min, max });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value);
const pico = fc.bigInt({ min: 1n, max: 10n ** 18n });
const word = fc.stringMatching(/^[A-Za-zé/. :_-]{1,30}$/).filter((text) => text.trim() !== "" && text !== "__proto__");

const triggers = fc
  .uniqueArray(fc.oneof(fc.constantFrom(...CAUSES), whole(100, 199), whole(300, 599)), { maxLength: 6 })
  .chain((all) => whole(0, all.length).map((at) => ({ fallbackOn: all.slice(0, at), stopOn: all.slice(at) })));

const utc = fc.tuple(whole(0, 1_439), whole(0, 1_440)).filter(([from, to]) => from !== to)
  .map(([fromMinute, toMinute]) => ({ fromMinute, toMinute }));

const when = fc.record({
  minPromptTokens: maybe(whole(0, 100)), maxPromptTokens: maybe(whole(100, 2 ** 31 - 1)),
  stream: maybe(fc.boolean()), tools: maybe(fc.boolean()), images: maybe(fc.boolean()), jsonSchema: maybe(fc.boolean()),
  metadata: fc.dictionary(word, word, { maxKeys: 3, noNullPrototype: true }), utc: maybe(utc),
}).filter((condition) => JSON.stringify(condition) !== JSON.stringify(ANY_CALL));

const tierRules: fc.Arbitrary<TierRules> = fc.record({
  retries: whole(0, 10), weight: whole(0, 1_000_000), lastResort: fc.boolean(), degraded: fc.boolean(), when: maybe(when), triggers,
  timers: fc.record(
    { connectMs: whole(1, 86_400_000), firstTokenMs: whole(1, 9), stallMs: whole(1, 9), answerMs: whole(1, 9) }, { requiredKeys: [] },
  ),
  caps: fc.record({
    requestsPerMinute: maybe(whole(1, 1e9)), tokensPerMinute: maybe(whole(1, 1e12)), concurrent: maybe(whole(1, 99)), picoPerDay: maybe(pico),
  }),
});

const profileRules: fc.Arbitrary<ProfileRules> = fc.record({
  strategy: fc.constantFrom(...STRATEGIES), triggers,
  timers: fc.record({ connectMs: whole(1, 9), firstTokenMs: whole(1, 9), stallMs: whole(1, 9), answerMs: whole(1, 9), totalMs: whole(1, 9) }),
  backoff: fc.record({ baseMs: whole(0, 500), capMs: whole(500, 600_000) }),
  maxAttempts: maybe(whole(1, 220)),
  wait: fc.record({ maxMs: whole(0, 3_600_000), picoPerSecond: pico }),
  servedValuePico: maybe(pico),
});

/** As the database gives it back. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("rules", () => {
  test("are read as they were written, whatever they are", () => {
    fc.assert(fc.property(tierRules, profileRules, (tier, profile) => {
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
