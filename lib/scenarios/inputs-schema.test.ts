import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import { CURVES, type ScenarioInputs } from "@/lib/sandbox/inputs";
import { inputsSchema } from "./inputs-schema";

type Frozen<T> = { readonly [K in keyof T]: Frozen<T[K]> };

test("every input that there is can be said, and nothing else", () => {
  expectTypeOf<ScenarioInputs>().toExtend<Frozen<z.output<typeof inputsSchema>>>();
  expectTypeOf<z.output<typeof inputsSchema>>().toExtend<ScenarioInputs>();
  const inputs: ScenarioInputs = {
    traffic: { callsPerMinute: [10, 20], curve: CURVES[1], minutes: 60, inputTokens: { mean: [100, 200], p95: 900 }, outputTokens: 50, cachedShare: 0.5 },
    endpoints: { "groq/llama": { success: [0.9, 0.99], causes: { rate_limited: 2, overloaded: 1 }, firstTokenMs: { p50: 200, p95: 900 }, price: { inputUsd: "0.59", outputUsd: "0.79" }, limits: { requestsPerMinute: 60, window: "fixed-minute" } } },
    domains: { groq: { downShare: 0.01, outageMinutes: { median: 77, mean: 159 } } },
    trouble: [{ kind: "outage", domains: ["groq"], fromMinute: 10, minutes: 77 }, { kind: "price", endpoints: ["groq/llama"], factor: 2, fromMinute: 0, minutes: 1 }],
    breakers: false,
    seed: 4_294_967_295,
  };
  expect(inputsSchema.parse(inputs)).toEqual(inputs);
  expect(inputsSchema.parse({})).toEqual({ traffic: {}, endpoints: {}, domains: {}, trouble: [], seed: 1 });
});
