import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatPricePerMillion,
  formatUsd,
  formatUsdExact,
  formatUsdRatio,
  formatUsdRatioDelta,
  formatUsdTerm,
  formatUsdTotal,
  MAX_PRICE_USD_PER_MILLION,
  MAX_USD,
  MoneyError,
  parsePricePerMillion,
  parseUsd,
  parseUsdExact,
  PICO_PER_USD,
  placesOfSum,
} from "./money";
import { ratio } from "./ratio";
import { MAX_TOKENS } from "./usage";

/** Pico of a signed amount, for what parseUsd refuses on purpose. */
const pico = (usd: string) => (usd.startsWith("-") ? -parseUsd(usd.slice(1)) : parseUsd(usd));

describe("parsing", () => {
  test("a dollar per million tokens is a million pico per token", () => {
    expect(parsePricePerMillion("1")).toBe(1_000_000n);
    expect(parsePricePerMillion("0.59")).toBe(590_000n);
    expect(parsePricePerMillion("0.000001")).toBe(1n);
    expect(parsePricePerMillion("0")).toBe(0n);
    expect(parseUsd("0.000000000001")).toBe(1n);
    expect(parseUsd("0.01")).toBe(10_000_000_000n);
  });

  test.each([
    ["", "not a plain decimal"],
    [" 1", "not a plain decimal"],
    ["1\n", "not a plain decimal"],
    ["+1", "not a plain decimal"],
    ["1.", "not a plain decimal"],
    [".5", "not a plain decimal"],
    ["1e-6", "not a plain decimal"],
    ["1,000", "not a plain decimal"],
    ["0x10", "not a plain decimal"],
    ["NaN", "not a plain decimal"],
    ["Infinity", "not a plain decimal"],
    ["١", "not a plain decimal"],
    ["$1", "not a plain decimal"],
    ["9".repeat(1_000_000), "not a plain decimal"],
    ["-1", "must not be negative"],
    ["-0", "must not be negative"],
    ["0.0000001", "has more than 6 decimals"],
    ["0.5900000", "has more than 6 decimals"],
    ["1000.000001", "is above the limit of 1,000 USD per million tokens"],
    ["99999999999999999999", "is above the limit"],
  ])("the price %j is refused", (text, why) => {
    expect(() => parsePricePerMillion(text)).toThrow(MoneyError);
    expect(() => parsePricePerMillion(text)).toThrow(why);
  });

  test("the message quotes the text, cut and without control characters", () => {
    expect(() => parsePricePerMillion("0.1234567")).toThrow('Price "0.1234567" has more than 6 decimals');
    expect(() => parseUsd("\u0000\n")).toThrow('Amount "\\u0000\\n" is not a plain decimal');
    expect(() => parseUsd("x".repeat(1000))).toThrow(/^Amount "x{40}…" is not/);
  });

  test("an amount has at most twelve decimals and a bound", () => {
    expect(() => parseUsd("0.0000000000001")).toThrow("has more than 12 decimals");
    expect(() => parseUsd("1000000.000000000001")).toThrow("is above the limit of 1,000,000 USD");
    expect(parseUsd("1000000")).toBe(10n ** 18n);
  });

  test("the dearest attempt that the bounds allow fits a BIGINT", () => {
    const pricePico = parsePricePerMillion(MAX_PRICE_USD_PER_MILLION.toString());
    const dearest = 2n * BigInt(MAX_TOKENS) * pricePico + parseUsd(MAX_USD.toString());
    expect(dearest).toBeLessThan(2n ** 63n);
  });
});

describe("exact text", () => {
  test.each([
    ["0", 0n],
    ["1", PICO_PER_USD],
    ["100", 100n * PICO_PER_USD],
    ["-1.5", -3n * (PICO_PER_USD / 2n)],
    ["0.000000000001", 1n],
    ["-0.000000000001", -1n],
  ])("%s", (text, value) => {
    expect(formatUsdExact(value)).toBe(text);
  });

  test("every amount comes back from its text, which is a JSON number", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_USD * PICO_PER_USD }), (value) => {
        expect(parseUsd(formatUsdExact(value))).toBe(value);
        expect(() => JSON.parse(formatUsdExact(-value)) as unknown).not.toThrow();
        expect(formatUsdExact(-value)).toBe(value === 0n ? "0" : `-${formatUsdExact(value)}`);
      }),
    );
  });

  test("every unit price comes back from what the screen shows", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_PRICE_USD_PER_MILLION * 1_000_000n }), (value) => {
        expect(parsePricePerMillion(formatPricePerMillion(value).replace(/[$,]/g, ""))).toBe(value);
      }),
    );
  });

  test.each([
    ["0.59", "$0.59"],
    ["0.1", "$0.10"],
    ["15", "$15.00"],
    ["0.037", "$0.037"],
    ["0.000001", "$0.000001"],
    ["1000", "$1,000.00"],
  ])("a price of %s reads %s", (price, shown) => {
    expect(formatPricePerMillion(parsePricePerMillion(price))).toBe(shown);
  });
});

describe("on screen", () => {
  test.each([
    ["0", "$0.00"],
    ["0.0000012", "$0.0000012"],
    ["0.00427", "$0.00427"],
    ["0.0044755", "$0.00448"],
    ["0.0428", "$0.0428"],
    ["0.05", "$0.05"],
    ["0.09996", "$0.10"],
    ["0.1", "$0.10"],
    ["0.1234", "$0.1234"],
    ["0.125", "$0.125"],
    ["0.99996", "$1.00"],
    ["1.2", "$1.20"],
    ["12.345", "$12.35"],
    ["12345.67", "$12,345.67"],
    ["999999.995", "$1,000,000.00"],
    ["-0.0428", "-$0.0428"],
    ["-1234.5", "-$1,234.50"],
    ["0.000000000001", "$0.000000000001"],
  ])("the row %s reads %s", (usd, shown) => {
    expect(formatUsd(pico(usd))).toBe(shown);
  });

  test.each([
    ["0", "$0.00"],
    ["0.000000000001", "<$0.01"],
    ["0.004999999999", "<$0.01"],
    ["0.005", "$0.01"],
    ["-0.004", ">-$0.01"],
    ["-0.005", "-$0.01"],
    ["221.07", "$221.07"],
    ["1234567.891", "$1,234,567.89"],
  ])("the total %s reads %s", (usd, shown) => {
    // Above what one amount may be, so put together from its parts.
    const [whole = "", fraction = "0"] = usd.replace("-", "").split(".");
    const value = BigInt(whole) * PICO_PER_USD + parseUsd(`0.${fraction}`);
    expect(formatUsdTotal(usd.startsWith("-") ? -value : value)).toBe(shown);
  });

  test("differences have a sign, zero has none", () => {
    expect(formatUsdRatioDelta(ratio(1n, 5n))).toBe("+$0.20");
    expect(formatUsdRatioDelta(ratio(-1n, 3_000_000_000n))).toBe("-$0.000000000333");
  });

  test("a mean is shown from its exact value, with enough digits and no exponent", () => {
    expect(formatUsdRatio(ratio(6n, 5n))).toBe("$1.20");
    expect(formatUsdRatio(ratio(2n, 3n))).toBe("$0.6667");
    expect(formatUsdRatio(ratio(1n, 30n))).toBe("$0.0333");
  });

  test("no amount but zero ever reads as zero", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (value) => {
        for (const shown of [formatUsd(value), formatUsdTotal(value)]) {
          expect(/^[+-]?\$0(\.0+)?$/.test(shown)).toBe(value === 0n);
        }
      }),
    );
  });
});

describe("the terms of a shown sum", () => {
  const micro = (value: number) => ratio(BigInt(value), 1_000_000n);

  test.each([
    [[1_200_000, 1_000_000, 200_000], ["$1.20", "$1.00", "$0.20"]],
    [[2_727_610, 2_730_400, -2_790], ["$2.7276", "$2.7304", "-$0.0028"]],
    [[794_200, 788_440, 5_760], ["$0.7942", "$0.7884", "$0.0058"]],
    [[5_000_000, 5_000_000, 0], ["$5.00", "$5.00", "$0.00"]],
    [[1_000_001, 1_000_000, 1], ["$1.000001", "$1.000000", "$0.000001"]],
  ])("%j read %j", (parts, texts) => {
    const ratios = parts.map(micro);
    const places = placesOfSum(ratios);
    expect(ratios.map((part) => formatUsdTerm(part, places))).toEqual(texts);
  });
});

test("an exact amount is read back as it was written, whatever its sign and size, and nothing else is an amount", () => {
  fc.assert(fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), (any) => {
    expect(parseUsdExact(formatUsdExact(any))).toBe(any);
  }));
  for (const text of ["", "-", "1.", ".5", "1e3", "+1", "1\n", "1.0000000000001", "0x1", "9".repeat(201)]) expect(() => parseUsdExact(text)).toThrow(MoneyError);
});
