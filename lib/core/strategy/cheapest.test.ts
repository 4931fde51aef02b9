import { expect, it } from "vitest";
import { orderByCost } from "./cheapest";

it("cheapest puts the lowest cost first, free before dear, unknown last and ties as written", () => {
  const costs: Record<string, bigint | null> = { dear: 9n, nobodyKnows: null, first: 5n, second: 5n, free: 0n, nobodyEither: null };
  expect(orderByCost(Object.keys(costs), (name) => costs[name] ?? null)).toEqual([
    "free", "first", "second", "dear", "nobodyKnows", "nobodyEither",
  ]);
});
