import { expect, test } from "vitest";
import { findPreset } from "./find-preset";
import { firstState } from "./first-state";
import { NO_INPUTS } from "./inputs/change-inputs";
import { backgroundWithoutHistory, profileNamed } from "./testing/background";

const [current, background] = [profileNamed("extract", ["alpha/m", "beta/m-4.1"]), backgroundWithoutHistory()];

test("a preset is known by its trouble, also when a file gives the fields in another order", () => {
  const { inputs } = firstState(current, background);
  const trouble = inputs.trouble.map((each) => Object.fromEntries(Object.entries(each).toReversed()) as typeof each);
  expect(findPreset({ ...inputs, trouble }, current, background)?.id).toBe("primary-77-min");
});

test("no preset is named where nothing is planned, or something of one's own", () => {
  expect(findPreset(NO_INPUTS, current, background)).toBeNull();
  expect(findPreset({ ...NO_INPUTS, trouble: [{ kind: "outage", domains: ["beta"], fromMinute: 3, minutes: 5 }] }, current, background)).toBeNull();
});
