import { expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import type { ChangeFact } from "@/lib/core/what-changed";
import { describeFact } from "./describe-fact";

const pair = { profileId: "p", endpointId: "e", endpoint: "groq/m", tier: 2 };
const USD = 1_000_000_000_000n;
const lineOf = (fact: ChangeFact) => describeFact(fact, () => "extract");

test.each<[ChangeFact, string, string, Record<string, string>]>([
  [{ kind: "share", pair, before: ratio(31n, 1000n), now: ratio(121n, 1000n), pico: 4n * USD }, "+$4.00", "groq/m (extract, tier 2) answered 12.1% of calls, 3.1% before.", { servedBy: "groq/m" }],
  [{ kind: "price", pair, pico: -USD / 2n }, "-$0.50", "groq/m (extract, tier 2) charged less for the same tokens.", { servedBy: "groq/m" }],
  [{ kind: "failing", pair, cause: "rate_limited", before: { failures: 12, attempts: 3_900 }, now: { failures: 312, attempts: 4_000 }, pico: 0n }, "$0.00", "groq/m (extract, tier 2): rate limited in 312 of 4,000 attempts, 12 of 3,900 attempts before.", { endpoint: "groq/m", cause: "rate_limited" }],
  [{ kind: "new-profile", profileId: "p", attempts: 1, pico: 1n }, "<$0.01", "extract is a new profile: 1 attempt.", {}],
  [{ kind: "new-endpoint", pair, attempts: 7, pico: USD }, "+$1.00", "groq/m (extract, tier 2) is new: 7 attempts.", { endpoint: "groq/m" }],
  [{ kind: "unknown", pair, attempts: 3, pico: 0n }, "Unknown", "groq/m (extract, tier 2) had 3 attempts of unknown cost, none before: what nobody knows is in no amount.", { endpoint: "groq/m", unknown: "1" }],
])("says what happened, what it adds and where to look: %#", (fact, amount, text, filters) => {
  expect(lineOf(fact)).toMatchObject({ amount, text, filters });
});

test("says how long calls became", () => {
  expect(lineOf({ kind: "tokens", pair, before: ratio(2_041n, 2n), now: ratio(1_240n), pico: USD }).text)
    .toBe("Calls to groq/m (extract, tier 2) had 1,240 tokens on average, 1,021 before, or another part of them cached or output.");
});
