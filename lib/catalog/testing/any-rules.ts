import fc from "fast-check";
import { ANY_CALL } from "@/lib/core/condition";
import { CAUSES } from "@/lib/core/outcome";
import { type ProfileRules, STRATEGIES, type TierRules } from "@/lib/core/profile";

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

/** Any rules that a tier may have. */
export const anyTierRules: fc.Arbitrary<TierRules> = fc.record({
  retries: whole(0, 10), weight: whole(0, 1_000_000), lastResort: fc.boolean(), degraded: fc.boolean(), when: maybe(when), triggers,
  timers: fc.record(
    { connectMs: whole(1, 86_400_000), firstTokenMs: whole(1, 9), stallMs: whole(1, 9), answerMs: whole(1, 9) }, { requiredKeys: [] },
  ),
  caps: fc.record({
    requestsPerMinute: maybe(whole(1, 1e9)), tokensPerMinute: maybe(whole(1, 1e12)), concurrent: maybe(whole(1, 99)), picoPerDay: maybe(pico),
  }),
});

/** Any rules that a profile may have. */
export const anyProfileRules: fc.Arbitrary<ProfileRules> = fc.record({
  strategy: fc.constantFrom(...STRATEGIES), triggers,
  timers: fc.record({ connectMs: whole(1, 9), firstTokenMs: whole(1, 9), stallMs: whole(1, 9), answerMs: whole(1, 9), totalMs: whole(1, 9) }),
  backoff: fc.record({ baseMs: whole(0, 500), capMs: whole(500, 600_000) }),
  maxAttempts: maybe(whole(1, 220)),
  wait: fc.record({ maxMs: whole(0, 3_600_000), picoPerSecond: pico }),
  servedValuePico: maybe(pico),
});
