import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  compare,
  divide,
  formatPercent,
  formatRatio,
  multiply,
  parseDecimal,
  type Ratio,
  ratio,
  roundRatio,
  subtract,
  sum,
} from "./ratio";
import { anyRatio } from "./testing/arbitrary";

const equal = (a: Ratio, b: Ratio) => compare(a, b) === 0;

describe("ratio laws", () => {
  test("addition and multiplication commute, associate and distribute", () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
        expect(equal(add(a, b), add(b, a))).toBe(true);
        expect(equal(add(add(a, b), c), add(a, add(b, c)))).toBe(true);
        expect(equal(sum([a, b, c]), add(a, add(b, c)))).toBe(true);
        expect(equal(multiply(a, b), multiply(b, a))).toBe(true);
        expect(equal(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
      }),
    );
  });

  test("subtraction undoes addition, and division undoes multiplication unless by zero", () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, (a, b) => {
        expect(equal(subtract(add(a, b), b), a)).toBe(true);
        const quotient = divide(multiply(a, b), b);
        if (b.numerator === 0n) expect(quotient).toBeNull();
        else expect(quotient && equal(quotient, a)).toBe(true);
      }),
    );
  });

  test("the order is that of the difference, whatever the signs", () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, (a, b) => {
        const difference = subtract(a, b);
        expect(compare(a, b)).toBe(compare(difference, ratio(0n)));
        expect(compare(a, b)).toBe(0 - compare(b, a));
        expect(difference.denominator > 0n).toBe(true);
      }),
    );
  });

  test("a zero denominator is refused, and a negative one changes sides", () => {
    expect(() => ratio(1n, 0n)).toThrow(RangeError);
    expect(ratio(1n, -2n)).toEqual({ numerator: -1n, denominator: 2n });
  });
});

describe("rounding", () => {
  test.each([
    ["half-even", 25n, "0.2"],
    ["half-even", 35n, "0.4"],
    ["half-even", -25n, "-0.2"],
    ["half-even", -35n, "-0.4"],
    ["half-even", 26n, "0.3"],
    ["half-away", 25n, "0.3"],
    ["half-away", -25n, "-0.3"],
    ["half-away", 24n, "0.2"],
    ["floor", 29n, "0.2"],
    ["floor", -21n, "-0.3"],
    ["floor", -20n, "-0.2"],
  ] as const)("%s of %i hundredths to one place is %s", (rounding, hundredths, text) => {
    expect(formatRatio(ratio(hundredths, 100n), 1, rounding)).toBe(text);
  });

  test("rounding moves a value by half a unit at most, and floor never up", () => {
    fc.assert(
      fc.property(anyRatio, fc.nat(12), (value, places) => {
        const unit = 10n ** BigInt(places);
        const off = (units: bigint) => subtract(ratio(units, unit), value);
        for (const rounding of ["half-even", "half-away"] as const) {
          const { numerator, denominator } = off(roundRatio(value, places, rounding));
          expect(2n * unit * (numerator < 0n ? -numerator : numerator) <= denominator).toBe(true);
        }
        const floored = off(roundRatio(value, places, "floor"));
        expect(floored.numerator <= 0n && -floored.numerator * unit < floored.denominator).toBe(true);
      }),
    );
  });

  test("what rounds to zero has no sign, and whole numbers no point", () => {
    expect(formatRatio(ratio(-1n, 1000n), 2, "half-even")).toBe("0.00");
    expect(formatRatio(ratio(-7n, 2n), 0, "half-even")).toBe("-4");
  });

  test("percent: 99.99% of calls never becomes 100% when floored", () => {
    expect(formatPercent(ratio(99_999n, 100_000n), 2, "floor")).toBe("99.99%");
    expect(formatPercent(ratio(95n, 100n), 1, "half-even")).toBe("95.0%");
  });
});

test("a decimal is read back as the fraction that it is", () => {
  fc.assert(fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.nat(12), (units, places) => {
    expect(equal(parseDecimal(formatRatio({ numerator: units, denominator: 10n ** BigInt(places) }, places, "floor")), { numerator: units, denominator: 10n ** BigInt(places) })).toBe(true);
  }));
  for (const text of ["", "-", "1.", ".5", "1e3", "+1", "1\n"]) expect(() => parseDecimal(text)).toThrow(RangeError);
});
