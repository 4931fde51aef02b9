import { expect, it } from "vitest";
import { isHastyCut, judgeFailure } from "./judge-failure";
import type { Cause } from "./outcome";
import { DEFAULT_TIMERS } from "./profile";
import { NO_TRIGGERS } from "./triggers";

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
  expect(isHastyCut({ cause, timing: { connectMs: 10, firstTokenMs, totalMs } }, TIMERS, stream)).toBe(hasty);
});

const FAILED = { cause: "server_error", httpStatus: 500, staleSocket: false, timing: { connectMs: 1, firstTokenMs: null, totalMs: 5 } } as const;
const UNDER = { tier: NO_TRIGGERS, profile: NO_TRIGGERS, timers: TIMERS, stream: false, committed: false };

it.each([
  ["a provider's fault leaves its tier and counts", {}, {}, [true, false, true]],
  ["a dead idle connection is chance", { staleSocket: true }, {}, [true, true, false]],
  ["a client's fault says nothing", { cause: "bad_request", httpStatus: 400 } as const, {}, [false, false, false]],
  ["unless the team goes on after it", { cause: "bad_request", httpStatus: 400 } as const, { tier: { fallbackOn: [400], stopOn: [] } }, [true, false, true]],
  ["nobody takes over a call that is committed", {}, { committed: true }, [false, false, true]],
])("%s", (_name, failed, under, [leftTier, isChance, isObserved]) => {
  expect(judgeFailure({ ...FAILED, ...failed }, { ...UNDER, ...under })).toEqual({ leftTier, isChance, isObserved });
});
