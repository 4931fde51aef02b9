import { expect, test } from "vitest";
import { readText } from "../address";
import { FIRST_STATE } from "../state";
import { backgroundWithoutHistory } from "../testing/background";
import { pinScenario, sandboxHref } from "./pinned-scenario";

const background = { ...backgroundWithoutHistory(), fromMs: Date.UTC(2026, 9, 1), toMs: Date.UTC(2026, 9, 31), takenAtMs: Date.UTC(2026, 9, 30, 13, 5) };

test("a scenario that is shared names its history and the start of its run, so that neither moves with the clock", () => {
  const pinned = pinScenario("extract", FIRST_STATE, background);
  const query = new URL(sandboxHref(pinned, "7"), "http://localhost").searchParams;
  expect(Object.fromEntries(query)).toMatchObject({ profile: "extract", from: "2026-10-01T00:00:00.000Z", to: "2026-10-31T00:00:00.000Z", scenario: "7" });
  expect(readText(query.get("s") ?? "")).toMatchObject({ inputs: { traffic: { startsAt: "2026-10-31T00:00:00.000Z" } } });
  expect(pinScenario("extract", pinned.state, { ...background, takenAtMs: Date.UTC(2027, 0, 1) }).state).toEqual(pinned.state);
});

test("a file that names no period leaves the history to the page", () => {
  expect(sandboxHref({ profile: "extract", state: FIRST_STATE, period: null })).not.toMatch(/from=|to=|scenario=/);
});
