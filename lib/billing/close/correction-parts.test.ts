import fc from "fast-check";
import { expect, test } from "vitest";
import { formatUsdExact } from "@/lib/core/money";
import { type CorrectionPart, differencesOf, sumOfParts } from "./correction-parts";

const parts = fc.array(fc.record({
  profile: fc.constantFrom("chat", "batch"), endpointId: fc.constantFrom("e1", "e2"), keyId: fc.constantFrom("k1", "k2"),
  attempts: fc.nat(9), unknownAttempts: fc.nat(3), pico: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
}).map(({ pico, ...part }): CorrectionPart => ({ ...part, endpoint: part.endpointId, memberId: "m", amountUsd: formatUsdExact(pico) })), { maxLength: 12 });

test("what was told and its differences are what is, and then nothing differs any more", () => {
  fc.assert(fc.property(parts, parts, parts, (is, closed, posted) => {
    const added = differencesOf(is, closed, posted);
    expect(sumOfParts(closed) + sumOfParts(posted) + sumOfParts(added)).toBe(sumOfParts(is));
    expect(differencesOf(is, closed, posted, added)).toEqual([]);
  }));
});
