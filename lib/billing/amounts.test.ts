import { expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import { decimal, subtractDecimals, usd } from "./amounts";

const TWICE_A_PICO = 2n * 10n ** 12n;

test("a ratio is rounded half to even to twelve decimals, to either side of zero", () => {
  expect([1n, 3n, 5n, -1n, -3n].map((halves) => decimal(ratio(halves, TWICE_A_PICO)))).toEqual(["0", "0.000000000002", "0.000000000002", "0", "-0.000000000002"]);
  expect([ratio(2n, 3n), ratio(-1n, 3n), null].map((value) => decimal(value))).toEqual(["0.666666666667", "-0.333333333333", null]);
});

test("amounts have every digit, whatever their size, and differences of decimals add up", () => {
  expect([usd(10n ** 20n + 1n), usd(-5n), usd(0n)]).toEqual(["100000000.000000000001", "-0.000000000005", "0"]);
  expect(subtractDecimals("1.000000000001", "2")).toBe("-0.999999999999");
});
