import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import { formatRate, formatRateDelta, showSum } from "./rates";

const cents = (text: string) => Math.round(Number(text.replace(/[$+,]/g, "")) * 1e6);

test("an amount carries the unit of its measure", () => {
  expect([formatRate(ratio(6n, 5n), "by-calls"), formatRate(ratio(6n, 5n), "by-tokens"), formatRate(ratio(12n), "per-1000-calls")]).toEqual(["$1.20/M", "$1.20/M", "$12.00/1K"]);
  expect([formatRateDelta(ratio(1n, 5n), "by-calls"), formatRate(null, "by-calls"), formatRateDelta(null, "by-calls", "Unknown")]).toEqual(["+$0.20/M", "—", "Unknown"]);
});

test("thirds add up as they are shown", () => {
  expect(showSum([ratio(1n, 3n), ratio(1n, 3n), ratio(1n, 3n)])).toEqual([
    { term: "$0.33", total: "$0.33" }, { term: "+$0.34", total: "$0.67" }, { term: "+$0.33", total: "$1.00" },
  ]);
});

test("the shown steps of any sum add up to its shown total", () => {
  const step = fc.tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 7n })).map(([top, bottom]) => ratio(top, bottom));
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
    const shown = showSum(steps);
    expect(shown.reduce((sum, { term }) => sum + cents(term), 0)).toBe(cents(shown.at(-1)?.total ?? ""));
  }));
});
