import { expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import { contextText, describeAgo, describeCache, describeExtras, durationText, mixText, moveCell, prepareClassCells, prepareWeightsCells, speedText, successText } from "./prepare-cells";

const price = { base: { input: 590_000n, output: 790_000n, cachedInput: 75_000n, perRequest: 2_000_000_000n }, steps: [] };

test("each class shows what it is charged, and whether that is its own price or its parent's", () => {
  const told = (given: typeof price | Parameters<typeof prepareClassCells>[0]) => prepareClassCells(given).map(({ text, isOwn }) => `${text}${isOwn ? "" : " (parent's)"}`);
  expect(told(price)).toEqual(["$0.59", "$0.075", "$0.59 (parent's)", "$0.79"]);
  expect(told({ base: { ...price.base, cacheWrite5m: 3_750_000n, cacheWrite1h: 6_000_000n }, steps: [] })[2]).toBe("$3.75, 1 h $6.00");
  expect(describeExtras({ base: { ...price.base, reasoning: 3_000_000n }, steps: [] })).toEqual(["Reasoning $3.00", "$0.002 a request"]);
});

test("an unknown price is a word and never an amount", () => {
  expect(prepareClassCells(null)[0]?.text).toBe("Unknown");
  expect(prepareWeightsCells([null])[0]).toBe("Unknown");
  expect(mixText(null, false)).toBe("Unknown");
  expect(mixText(null, true)).toBe("—");
});

test("equal weights are told from their cheapest host, an unknown one aside", () => {
  const dearer = { base: { input: 1_000_000n, output: 790_000n }, steps: [] };
  expect(prepareWeightsCells([price, dearer, null])).toEqual(["from $0.59", "$0.79"]);
});

test("success is floored and says of how many", () => {
  expect(successText({ attempts: 100_000, served: 99_999 })).toBe("99.9% of 100,000");
  expect(successText(null)).toBe("—");
  expect(mixText(ratio(64n, 100n), true)).toBe("$0.64");
});

test.each([
  [ratio(1n, 10n), "saves $0.10", "saving"],
  [ratio(-1n, 5n), "adds $0.20", "premium"],
  [ratio(0n), "the same", "plain"],
  [null, "—", "plain"],
] as const)("what a move changes has its word beside its colour: %#", (saved, text, tone) => {
  expect(moveCell(saved)).toEqual({ text, tone });
});

test.each([[131_072, "131K"], [1_000_000, "1M"], [1_047_576, "1.05M"], [8_192, "8K"], [null, "—"]])("a context of %s is %s", (tokens, text) => {
  expect(contextText(tokens)).toBe(text);
});

test.each([[null, 0, "—"], [null, 4, "Unknown"], [{ tokensPerSecond: 48.4, isAtLeast: false }, 4, "48 tokens/s"], [{ tokensPerSecond: 6.25, isAtLeast: true }, 4, "at least 6.3 tokens/s"]])("a speed of %j, %i served, is %s", (speed, served, text) => {
  expect(speedText(speed, served)).toBe(text);
});

test.each([[0, "just now"], [59, "59 min ago"], [60, "1 h ago"], [47 * 60 + 59, "47 h ago"], [48 * 60, "2 days ago"]])("%i minutes ago is %s", (minutes, text) => {
  expect(describeAgo(new Date(0), new Date(minutes * 60_000))).toBe(text);
});

test("a cache is told where it has a price of its own", () => {
  expect([describeCache(price), describeCache(null)]).toEqual([["cache read $0.075"], []]);
});

test("what was never measured has no duration", () => {
  expect([durationText(undefined), durationText(null), durationText(412.3)]).toEqual(["—", "—", "412 ms"]);
});
