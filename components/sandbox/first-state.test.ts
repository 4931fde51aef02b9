import { expect, test } from "vitest";
import { firstState } from "./first-state";
import { backgroundWithoutHistory, profileNamed } from "./testing/background";

test("a page without a scenario shows the primary's domain down for 77 minutes, and changes nothing else", () => {
  const state = firstState(profileNamed("extract", ["alpha/m", "beta/m-4.1"]), backgroundWithoutHistory());
  expect(state.inputs.trouble).toEqual([expect.objectContaining({ kind: "outage", domains: ["alpha"], minutes: 77 })]);
  expect(state).toMatchObject({ candidates: [], selected: null, inputs: { endpoints: {}, domains: {} } });
});
