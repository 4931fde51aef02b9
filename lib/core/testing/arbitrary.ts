import * as fc from "fast-check";
import type { Price } from "../price";
import { ratio } from "../ratio";
import type { Usage } from "../usage";

/** Anything that an attempt may have used, with the parts inside their whole. */
export const anyUsage: fc.Arbitrary<Usage> = fc
  .record({
    input: fc.nat(100_000),
    cachedInput: fc.nat(100_000),
    cacheWrite5m: fc.nat(100_000),
    cacheWrite1h: fc.nat(100_000),
    output: fc.nat(100_000),
    reasoning: fc.nat(100_000),
  })
  .map(({ input, output, reasoning, ...parts }) => ({
    ...parts,
    input: input + parts.cachedInput + parts.cacheWrite5m + parts.cacheWrite1h,
    output: output + reasoning,
    reasoning,
  }));

const anyPico = fc.bigInt({ min: 0n, max: 1_000_000_000n });

const classPrices = {
  input: anyPico,
  cachedInput: anyPico,
  cacheWrite5m: anyPico,
  cacheWrite1h: anyPico,
  output: anyPico,
  reasoning: anyPico,
  perRequest: anyPico,
};

export const anyPrice: fc.Arbitrary<Price> = fc.record({
  base: fc.record(classPrices, { requiredKeys: ["input", "output"] }),
  steps: fc.array(
    fc.record({ aboveInputTokens: fc.nat(300_000), prices: fc.record(classPrices, { requiredKeys: [] }) }),
    { maxLength: 3 },
  ),
});

export const anyRatio = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 20n }))
  .map(([numerator, denominator]) => ratio(numerator, denominator));
