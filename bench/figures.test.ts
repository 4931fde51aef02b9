import { describe, expect, it } from "vitest";
import { formatMarkdown, formatSpread, formatTable, medianOf, rankOf } from "./figures";

describe("the figures of a bench", () => {
  it("ranks what was measured, in whatever order it came", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([medianOf(values), rankOf(values, 0.95), rankOf(values, 1), rankOf([7], 0.01)]).toEqual([50, 95, 100, 7]);
    expect(medianOf([])).toBeNaN();
  });

  it("says from where to where", () => {
    expect(formatSpread([2, 0.5, 10], 1)).toBe("0.5 … 10.0");
  });

  it("stand under one another", () => {
    expect(formatTable(["ms", "median"], [["a call", "1.5"], ["none"]])).toBe("ms       median\n──────   ──────\na call      1.5\nnone");
    expect(formatMarkdown(["ms", "median"], [["a call", "1.5"], ["none"]])).toBe("| ms | median |\n| --- | ---: |\n| a call | 1.5 |\n| none |  |");
  });
});
