import { describe, expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import { relativeDelta, share, successRate, totalUsd } from "./amounts";

describe("amounts on screen", () => {
  test("a rate of success is floored", () => {
    expect(successRate({ served: 99_999, attempts: 100_000 })).toBe("99.9%");
    expect(successRate({ served: 0, attempts: 0 })).toBe("—");
  });

  test.each([
    [ratio(0n), "0.0%"],
    [ratio(1n, 100_000n), "<0.1%"],
    [ratio(19n, 20n), "95.0%"],
    [ratio(99_999n, 100_000n), ">99.9%"],
    [ratio(100n, 100n), "100.0%"],
    [null, "—"],
  ])("a share of %o reads %s", (value, text) => {
    expect(share(value)).toBe(text);
  });

  test("a difference has a sign and a base", () => {
    expect(relativeDelta(ratio(1n, 5n), ratio(1n))).toBe("+20.0%");
    expect(relativeDelta(ratio(-1n, 5n), ratio(2n))).toBe("-10.0%");
    expect(relativeDelta(ratio(1n), ratio(0n))).toBeNull();
    expect(relativeDelta(null, ratio(1n))).toBeNull();
  });

  test("a total keeps its exact amount beside it", () => {
    expect(totalUsd(-1_234_567_890_123n)).toEqual({ text: "-$1.23", exact: "-$1.234567890123" });
  });
});
