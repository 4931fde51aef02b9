import { expect, test } from "vitest";
import { prepareElsewhere } from "./prepare-elsewhere";

const since = new Date(Date.UTC(2026, 10, 3));
const costs = [
  { endpoint: "cheap/m", costPico: 500_000_000n, priceSince: since },
  { endpoint: "served/m", costPico: 1_000_000_000n, priceSince: since },
  { endpoint: "dear/m", costPico: 2_900_000_000n, priceSince: since },
  { endpoint: "unpriced/m", costPico: null, priceSince: null },
];

test("the same tokens elsewhere are told apart by sign and word, and unknown is no difference", () => {
  const rows = prepareElsewhere(costs, 1_000_000_000n, "served/m", [{ endpoint: "served/m" }, { endpoint: "dear/m" }], "UTC");
  expect(rows.map(({ endpoint, mark, cost, difference, tone }) => [endpoint, mark, cost, difference, tone])).toEqual([
    ["cheap/m", "", "$0.0005", "-$0.0005 cheaper (-50.0%)", "saving"],
    ["served/m", "served this call", "$0.001", "same", "none"],
    ["dear/m", "in the plan", "$0.0029", "+$0.0019 dearer (+190.0%)", "premium"],
    ["unpriced/m", "", "Unknown", "", "none"],
  ]);
  expect(rows.map(({ since }) => since)).toEqual(["3 Nov 2026", "3 Nov 2026", "3 Nov 2026", "no price then"]);
});

test("where what the call cost is not known, nothing is dearer or cheaper", () => {
  expect(prepareElsewhere(costs, null, null, [], "UTC").every(({ difference }) => difference === "")).toBe(true);
  expect(prepareElsewhere(costs.slice(0, 1), 0n, null, [], "UTC")[0]?.difference).toBe("+$0.0005 dearer");
});
