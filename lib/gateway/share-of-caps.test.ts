import fc from "fast-check";
import { expect, it } from "vitest";
import { NO_CAPS } from "@/lib/core/profile";
import { divideCaps } from "./share-of-caps";

it("leaves what is not capped as it is, and nobody without a single call", () => {
  expect(divideCaps(NO_CAPS, 4)).toEqual(NO_CAPS);
  expect(divideCaps({ requestsPerMinute: 10, tokensPerMinute: 3, concurrent: 0, picoPerDay: 9n }, 4)).toEqual({
    requestsPerMinute: 2, tokensPerMinute: 1, concurrent: 0, picoPerDay: 2n,
  });
});

it("never lets all workers together beyond a cap that has a call for each of them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 1_000_000 }), fc.bigInt({ min: 0n, max: 10n ** 18n }), (workers, more, pico) => {
      const cap = workers + more;
      const { requestsPerMinute, picoPerDay } = divideCaps({ ...NO_CAPS, requestsPerMinute: cap, picoPerDay: pico }, workers);
      expect((requestsPerMinute ?? 0) * workers).toBeLessThanOrEqual(cap);
      expect((picoPerDay ?? 0n) * BigInt(workers)).toBeLessThanOrEqual(pico);
    }),
  );
});
