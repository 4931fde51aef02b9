import { expect, it } from "vitest";
import { BROKEN, endpoint, scenarioOf } from "../events/testing/scenario";
import { solveClosedForm } from "./solve";

const TIERS = [{ model: endpoint(1) }, { model: endpoint(5) }];

it("a price that doubles for half of the run makes half of its calls twice as dear", () => {
  const trouble = [{ kind: "price" as const, fromMinute: 0, toMinute: 5, endpointIds: ["p1/llama"], factorMillionths: 2_000_000 }];
  expect(solveClosedForm(scenarioOf({ tiers: TIERS, minutes: 10, trouble })).warcUsdPerMillion).toBeCloseTo(1.5, 12);
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
