import { expect, test } from "vitest";
import { splitWarcChange, type TierCells, type WarcChange } from "@/lib/core/warc-change";
import { prepareChange } from "./prepare-change";

const tier = (key: string, calls: bigint, usdPerMillion: bigint): TierCells => ({
  key, served: { calls, tokens: calls * 1_000n }, cells: [{ priceStep: 0, class: "input", units: calls * 1_000n, costPico: calls * 1_000n * usdPerMillion * 1_000_000n }],
});
const split = (before: TierCells[], after: TierCells[]) => splitWarcChange(before, after) as WarcChange;

test("each part has its amount, its bar from the middle, and the equation adds up", () => {
  const found = prepareChange(split([tier("a", 90n, 1n), tier("b", 10n, 5n)], [tier("a", 80n, 2n), tier("b", 20n, 4n)]), "by-calls");
  expect([found.before, found.after, found.equation]).toEqual(["$1.40/M", "$2.40/M", "$1.40 + $0.40 + $0.00 + $0.60 = $2.40"]);
  expect(found.parts.map(({ label, value, kind, x, width }) => [label, value, kind, x, width])).toEqual([
    ["Mix", "+$0.40/M", "more", 50, 33.3335], ["Token mix", "$0.00/M", "more", 50, 0], ["Price", "+$0.60/M", "more", 50, 50],
  ]);
  expect(found.summary).toBe("WARC went from $1.40/M to $2.40/M: Mix +$0.40/M, Token mix $0.00/M, Price +$0.60/M.");
});

test("what fell goes to the left, with its sign", () => {
  const found = prepareChange(split([tier("a", 1n, 3n)], [tier("a", 1n, 2n)]), "by-calls");
  expect(found.equation).toBe("$3.00 + $0.00 + $0.00 − $1.00 = $2.00");
  expect(found.parts[2]).toMatchObject({ kind: "less", x: 0, width: 50, value: "-$1.00/M" });
});

test("nothing changed draws nothing", () => {
  const found = prepareChange(split([tier("a", 1n, 3n)], [tier("a", 7n, 3n)]), "by-calls");
  expect(found.parts.map(({ width }) => width)).toEqual([0, 0, 0]);
});
