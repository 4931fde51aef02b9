import { expect, test } from "vitest";
import { type ModelFloors, OUTPUT_SHARES } from "@/lib/sandbox/pricing-floors";
import { preparePricingFloors } from "./prepare-pricing-floors";

const line = (from: number, to: number) => OUTPUT_SHARES.map((share) => from + (to - from) * share);
const floors: ModelFloors = {
  model: "llama", outputShare: 0.2, timesMs: [0, 500],
  endpoints: [
    { endpoint: "cheap/llama", isYours: false, now: 0.5, overTime: [0.5, 1], byOutputShare: line(0.3, 1.3) },
    { endpoint: "groq/llama", isYours: true, now: 0.625, overTime: [0.625, 0.625], byOutputShare: line(0.6, 0.8) },
    { endpoint: "new/llama", isYours: false, now: null, overTime: [null, null], byOutputShare: OUTPUT_SHARES.map(() => null) },
  ],
};

test("yours stands against the cheapest for the same mix", () => {
  expect(preparePricingFloors(floors, 1000, "UTC").standing).toEqual(["Cheapest for your mix: cheap/llama, $0.50/M.", "groq/llama, yours, costs $0.625/M: $0.125 (+25.0%) above the floor."]);
  const alone = { ...floors, endpoints: floors.endpoints.slice(1) };
  expect(preparePricingFloors(alone, 1000, "UTC").standing).toEqual(["groq/llama, yours, is the cheapest for your mix: $0.625/M."]);
});

test("the floor is whoever is lowest at each mix", () => {
  const { points, markX } = preparePricingFloors(floors, 1000, "UTC").byMix;
  expect(points[0]?.summary).toBe("0% output: Floor cheap/llama $0.30/M, groq/llama $0.60/M.");
  expect(points.at(-1)?.summary).toBe("100% output: Floor groq/llama $0.80/M, groq/llama $0.80/M.");
  expect(markX).toBe(20);
});

test("over time prices step, and without a change there is nothing to draw", () => {
  const { overTime } = preparePricingFloors(floors, 1000, "UTC");
  expect(overTime?.lines[0]).toEqual({ key: "floor", kind: "floor", rank: 0, points: "0,50 50,50 50,37.5 100,37.5" });
  expect(preparePricingFloors({ ...floors, timesMs: [0] }, 1000, "UTC").overTime).toBeNull();
});

test("an endpoint without a price is no floor, and stands in the table as unknown", () => {
  const { table, byMix } = preparePricingFloors(floors, 1000, "UTC");
  expect(table.rows[2]?.cells).toEqual(["new/llama", "Unknown", "Unknown", "Unknown", "Unknown"]);
  expect(byMix.lines.map(({ key }) => key)).toEqual(["floor", "cheap/llama", "groq/llama"]);
  expect(preparePricingFloors({ ...floors, endpoints: floors.endpoints.slice(2) }, 1000, "UTC").standing).toEqual(["No price of this model is known."]);
});
