import { expect, test } from "vitest";
import { prepareBridge } from "./prepare-bridge";
import { figuresOf, withWaste } from "./testing/worked-example";

test("the bridge goes from primary to effective cost, each step where the one before it ended", () => {
  const rows = prepareBridge(withWaste().warc) ?? [];
  expect(rows.map(({ label, value }) => `${label} ${value}`)).toEqual([
    "Primary cost $1.00/M",
    "Fallback premium +$0.20/M",
    "WARC $1.20/M",
    "Weighting by tokens $0.00/M",
    "Waste +$0.30/M",
    "Effective cost $1.50/M",
  ]);
  expect(rows.map(({ kind, x, width }) => [kind, x, width])).toEqual([
    ["total", 0, 66.667],
    ["more", 66.667, 13.333],
    ["total", 0, 80],
    ["more", 80, 0],
    ["waste", 80, 20],
    ["total", 0, 100],
  ]);
});

test("a premium below zero goes back, and says so by its sign", () => {
  const { warc } = figuresOf([{ tier: 2, endpoint: "cheap/m", served: 10, usdPerMillion: 0n }]);
  expect(prepareBridge(warc)?.[1]).toMatchObject({ value: "-$1.00/M", kind: "less", x: 0, width: 100 });
});

test("there is no bridge over an unknown step", () => {
  expect(prepareBridge(figuresOf([]).warc)).toBeNull();
  expect(prepareBridge(figuresOf([{ tier: 1, endpoint: "a/m", served: 2, usdPerMillion: 1n, primaryKnown: 1 }]).warc)).toBeNull();
});
