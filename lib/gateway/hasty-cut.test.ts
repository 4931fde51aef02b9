import { expect, it } from "vitest";
import type { Cause } from "@/lib/core/outcome";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import { neverSent } from "@/lib/upstream/answer";
import { isHastyCut } from "./hasty-cut";

const TIMERS = { ...DEFAULT_TIMERS, connectMs: 50, firstTokenMs: 100, answerMs: 1_000 };

it.each<[Cause, stream: boolean, firstTokenMs: number | null, totalMs: number, hasty: boolean]>([
  ["timeout_connect", true, null, 49, true],
  ["timeout_connect", true, null, 50, false],
  ["timeout_first_token", true, null, 109, true],
  ["timeout_first_token", true, null, 110, false],
  // The last candidate of a call has all that is left: it is judged by its own timer all the same.
  ["timeout_total", true, null, 109, true],
  ["timeout_total", true, null, 5_000, false],
  // A stream that spoke was cut by nobody but its call.
  ["timeout_total", true, 20, 99_999, true],
  ["timeout_total", false, null, 1_009, true],
  ["timeout_total", false, null, 1_010, false],
  ["timeout_stall", true, 20, 30, false],
  ["network", true, null, 1, false],
])("%s, stream %s, first token %s, after %d ms: %s", (cause, stream, firstTokenMs, totalMs, hasty) => {
  const failed = { ...neverSent({ cause, detail: "" }), timing: { connectMs: 10, firstTokenMs, totalMs } };
  expect(isHastyCut(failed, TIMERS, stream)).toBe(hasty);
});
