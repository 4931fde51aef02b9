import { expect, it } from "vitest";
import { priceErasOf } from "./price-eras";
import { endpoint, scenarioOf, STARTS_AT_MS } from "./testing/scenario";

const price = (pico: bigint) => ({ base: { input: pico, output: pico }, steps: [] });

it("a run is cut where a price changes, and what trouble raises goes back when it is over", () => {
  const model = endpoint(1, { prices: [{ validFromMs: 0, price: price(100n) }, { validFromMs: STARTS_AT_MS + 4 * 60_000, price: price(200n) }] });
  const eras = priceErasOf(scenarioOf({ tiers: [{ model }], trouble: [{ kind: "price", fromMinute: 2, toMinute: 6, endpointIds: ["p1/llama"], factorMillionths: 1_500_000 }] }));
  expect(eras.map(({ fromMs, prices }) => [fromMs / 60_000, prices[0]?.base.input])).toEqual([[0, 100n], [2, 150n], [4, 300n], [6, 200n]]);
});

it("before its first price an endpoint has none", () => {
  const model = endpoint(1, { prices: [{ validFromMs: STARTS_AT_MS + 60_000, price: price(100n) }] });
  expect(priceErasOf(scenarioOf({ tiers: [{ model }] })).map(({ prices }) => prices[0]?.base.input ?? null)).toEqual([null, 100n]);
});
