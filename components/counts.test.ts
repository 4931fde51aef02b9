import { expect, test } from "vitest";
import { formatDuration, plural } from "./counts";

test.each([[0, "0 ms"], [999, "999 ms"], [2_410, "2.41 s"], [59_999, "60.0 s"], [65_000, "1 min 5 s"]])("%s ms reads %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("counts are grouped, and one is not many", () => {
  expect([plural(1, "call"), plural(0, "call"), plural(48_210, "call")]).toEqual(["1 call", "0 calls", "48,210 calls"]);
});
