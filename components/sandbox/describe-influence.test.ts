import { expect, test } from "vitest";
import type { Influence } from "@/lib/sandbox/influences";
import { describeInfluences } from "./describe-influence";

const figures = (usd: number | null) => ({ effectiveUsdPerMillion: usd, monthlyUsd: null, availability: 1 });
const of = (path: string, ends: [number, number], low: number | null, high: number | null): Influence => ({ path, label: path, basis: "tenth", ends, low: figures(low), high: figures(high) });

test("shares are told as such, everything else by how much more or less it is", () => {
  const found = { base: figures(1), influences: [of("endpoints.a/m.success", [0.98, 0.9955], 1.3, 0.9), of("endpoints.a/m.price", [0.9, 1.1], 0.95, 1.05), of("traffic.inputTokens", [0.5, 1.5], null, 2)] };
  expect(describeInfluences(found)).toEqual([
    { key: "endpoints.a/m.success", label: "endpoints.a/m.success", low: "98%", high: "99.55%", atLow: 1.3, atHigh: 0.9 },
    { key: "endpoints.a/m.price", label: "endpoints.a/m.price", low: "10% less", high: "10% more", atLow: 0.95, atHigh: 1.05 },
  ]);
});
