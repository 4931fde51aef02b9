import { expect, test } from "vitest";
import { parsePricePerMillion, parseUsd } from "@/lib/core/money";
import { preparePriceFields } from "./price-fields";

test("a price fills its form with texts that mean the same price", () => {
  const fields = preparePriceFields({
    base: { input: 590_000n, output: 1_000_000_000n, perRequest: 1_500_000_000n },
    steps: [{ aboveInputTokens: 200_000, prices: { input: 37_000n } }],
  });
  expect(fields).toEqual({ input: "0.59", output: "1000.00", perRequest: "0.0015", "above.0.promptTokens": "200000", "above.0.input": "0.037" });
  expect(parsePricePerMillion(fields["output"] ?? "")).toBe(1_000_000_000n);
  expect(parseUsd(fields["perRequest"] ?? "")).toBe(1_500_000_000n);
});
