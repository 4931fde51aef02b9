import { expect, it } from "vitest";
import { BROKEN, endpoint, LIMITS, scenarioOf, STARTS_AT_MS } from "../events/testing/scenario";
import { solveClosedForm } from "./solve";

const TIERS = [{ model: endpoint(1) }, { model: endpoint(5) }];

it("a price that doubles for half of the run makes half of its calls twice as dear", () => {
  const trouble = [{ kind: "price" as const, fromMinute: 0, toMinute: 5, endpointIds: ["p1/llama"], factorMillionths: 2_000_000 }];
  expect(solveClosedForm(scenarioOf({ tiers: TIERS, minutes: 10, trouble })).warcUsdPerMillion).toBeCloseTo(1.5, 12);
});

it("a tier's hours are those of the day, whenever the run begins", () => {
  const night = { minPromptTokens: null, maxPromptTokens: null, stream: null, tools: null, images: null, jsonSchema: null, metadata: {}, utc: { fromMinute: 20 * 60, toMinute: 22 * 60 } };
  const scenario = scenarioOf({ tiers: [{ model: endpoint(1), rules: { when: night } }, { model: endpoint(5) }], minutes: 600, traffic: { startsAtMs: STARTS_AT_MS + 15.5 * 3_600_000 } });
  expect(solveClosedForm(scenario).tiers[0]?.p).toBeCloseTo(0.2, 12);
});

it("limits are looked at with each number of calls a minute, not with their mean", () => {
  const limits = { ...LIMITS, requestsPerMinute: 60, window: "fixed-minute" as const };
  const rate = { stretchMinutes: 5, callsPerMinute: [120, 30] };
  const { availability } = solveClosedForm(scenarioOf({ tiers: [{ model: endpoint(1, { limits }) }], minutes: 10, traffic: { rate } }));
  // Of 150 calls in two minutes 120 × 0.5 are turned away, and as good as none at half the limit.
  expect(availability).toBeCloseTo(90 / 150, 4);
});

it("an outage weighs by the calls that come meanwhile: three times as many for half of the run are three in four", () => {
  const trouble = [
    { kind: "traffic" as const, fromMinute: 0, toMinute: 5, factor: 3 },
    { kind: "outage" as const, fromMinute: 0, toMinute: 5, domains: ["p1"], share: 1, failure: BROKEN },
  ];
  const { tiers, calls } = solveClosedForm(scenarioOf({ tiers: TIERS, minutes: 10, callsPerMinute: 60, trouble }));
  expect(calls).toBeCloseTo(1_200, 9);
  expect(tiers.map(({ p }) => p)).toEqual([expect.closeTo(0.25, 12), expect.closeTo(0.75, 12)]);
});
