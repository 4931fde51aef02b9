import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatUsd, parsePricePerMillion } from "./money";
import { type Price, priceUsage } from "./price";
import { formatPercent } from "./ratio";
import { type ComparedCall, computeSavings, isComparable, type SavingsSums } from "./savings";
import { anyPrice, anyUsage } from "./testing/arbitrary";
import { type GoldenCall, parseGoldenAmount, parseGoldenPrice, readGolden } from "./testing/golden";
import type { Usage } from "./usage";


type AttemptAmount = { served: boolean; usage: Usage | null; costPico: bigint | null };

const NOTHING: SavingsSums = {
  comparable: 0,
  notComparable: 0,
  baselinePico: 0n,
  comparableSpendPico: 0n,
  unservedSpendPico: 0n,
};

function attemptsOf(call: GoldenCall): AttemptAmount[] {
  const failed = call.failedAttempts.map((attempt) => ({ ...attempt, served: false }));
  const served = call.servedTier === null ? [] : [{ ...call, served: true }];
  return [...failed, ...served].map(({ served, usage, costPico }) => ({
    served,
    usage,
    costPico: parseGoldenAmount(costPico),
  }));
}

/** The sums that rollups would hold. */
function sumCalls(calls: readonly AttemptAmount[][], baseline: Price | null): SavingsSums {
  const sums = { ...NOTHING };
  for (const attempts of calls) {
    const usage = attempts.find(({ served }) => served)?.usage;
    const baselinePico = usage && baseline ? priceUsage(baseline, usage).costPico : null;
    const call = { served: attempts.some(({ served }) => served), costsPico: attempts.map(({ costPico }) => costPico), baselinePico };
    if (isComparable(call)) {
      sums.comparable += 1;
      sums.baselinePico += baselinePico ?? 0n;
      sums.comparableSpendPico += call.costsPico.reduce<bigint>((all, costPico) => all + (costPico ?? 0n), 0n);
    } else if (attempts.some(({ served }) => served)) {
      sums.notComparable += 1;
    } else {
      sums.unservedSpendPico += attempts.reduce((all, { costPico }) => all + (costPico ?? 0n), 0n);
    }
  }
  return sums;
}

describe("worked cases", () => {
  test.each(readGolden("warc").map((golden, index) => [index, golden] as const))("savings %i", (_index, golden) => {
    const sums = sumCalls(golden.calls.map(attemptsOf), parseGoldenPrice(golden.baseline));
    const found = computeSavings(sums);
    expect({
      comparable: found.comparable,
      baselinePico: String(found.baselinePico),
      savingsPico: String(found.savingsPico),
    }).toEqual({
      comparable: golden.expected.comparable,
      baselinePico: golden.expected.baselinePico,
      savingsPico: golden.expected.savingsPico,
    });
    expect(found.comparable + found.notComparable).toBe(golden.expected.served);
  });

  test("$7.50 in place of $13.80 saves $6.30, 45.65%", () => {
    const priceOf = (input: string, output: string): Price => ({
      base: { input: parsePricePerMillion(input), output: parsePricePerMillion(output) },
      steps: [],
    });
    const tokens = 10_000_000;
    const usage = { input: tokens, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: tokens, reasoning: 0 };
    const { costPico } = priceUsage(priceOf("0.35", "0.40"), usage);
    const found = computeSavings(sumCalls([[{ served: true, usage, costPico }]], priceOf("0.59", "0.79")));
    expect([found.baselinePico, found.comparableSpendPico].map(formatUsd)).toEqual(["$13.80", "$7.50"]);
    expect(found.savingsPico && formatUsd(found.savingsPico)).toBe("$6.30");
    expect(found.ofBaseline && formatPercent(found.ofBaseline, 2, "half-even")).toBe("45.65%");
  });
});

describe("a call", () => {
  const call: ComparedCall = { served: true, costsPico: [7n, 20n], baselinePico: 50n };

  test("is comparable when it was served, its amounts are known and its baseline is priced", () => {
    expect(isComparable(call)).toBe(true);
  });

  test.each<[string, Partial<ComparedCall>]>([
    ["nobody served it", { served: false }],
    ["its served amount is unknown", { costsPico: [7n, null] }],
    ["an amount of its failed attempts is unknown", { costsPico: [null, 20n] }],
    ["its baseline has no price", { baselinePico: null }],
  ])("is not when %s", (_what, change) => {
    expect(isComparable({ ...call, ...change })).toBe(false);
  });
});

describe("sums", () => {
  test("nothing to compare is not a saving of zero", () => {
    expect(computeSavings({ ...NOTHING, notComparable: 9 })).toMatchObject({ savingsPico: null, ofBaseline: null });
  });

  test("calls that were not served cost money without a baseline beside them", () => {
    expect(computeSavings({ ...NOTHING, unservedSpendPico: 5n })).toMatchObject({ savingsPico: -5n, ofBaseline: null });
  });

  test("savings of the parts add up to savings of the whole", () => {
    const attempt = fc.record({
      served: fc.boolean(),
      usage: fc.option(anyUsage),
      costPico: fc.option(fc.bigInt({ min: 0n, max: 10n ** 15n })),
    });
    const calls = fc.array(fc.array(attempt, { maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(calls, calls, anyPrice, (some, others, baseline) => {
        const savings = (part: AttemptAmount[][]) => computeSavings(sumCalls(part, baseline)).savingsPico ?? 0n;
        expect(savings([...some, ...others])).toBe(savings(some) + savings(others));
      }),
    );
  });
});
