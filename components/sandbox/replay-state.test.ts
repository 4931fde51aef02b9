import { expect, test } from "vitest";
import { replayState } from "./replay-state";
import { backgroundWithoutHistory } from "./testing/background";

const startedAtMs = Date.parse("2026-11-20T14:05:30Z");

test("a call is replayed in the hours around it, with what failed it down for the minutes about it", () => {
  expect(replayState({ startedAtMs, failed: ["alpha/m", "gone/m"] }, backgroundWithoutHistory()).inputs).toMatchObject({
    traffic: { startsAt: "2026-11-20T13:00:00.000Z", minutes: 180 },
    trouble: [{ kind: "outage", domains: ["alpha"], fromMinute: 50, minutes: 30 }],
  });
});

test("a call that nothing failed is replayed without trouble", () => {
  expect(replayState({ startedAtMs, failed: [] }, backgroundWithoutHistory()).inputs.trouble).toEqual([]);
});
