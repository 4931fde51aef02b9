import { expect, test } from "vitest";
import { NO_CONSTRAINTS } from "@/lib/sandbox/optimise/question";
import { changeRun, NOT_RUN, type RunEvent } from "./run-state";
import { anOptimum } from "./testing/points";

const after = (...events: RunEvent[]) => events.reduce(changeRun, NOT_RUN);
const done: RunEvent = { type: "done", optimum: anOptimum(), constraints: NO_CONSTRAINTS, asked: "this" };

test("an answer stays on screen while the next search runs, fails or is cancelled", () => {
  expect(after(done, { type: "started" })).toMatchObject({ running: { progress: null }, found: { asked: "this" } });
  expect(after(done, { type: "started" }, { type: "failed", why: "memory" })).toMatchObject({ running: null, failed: "memory", found: { asked: "this" } });
  expect(after(done, { type: "started" }, { type: "cancelled" })).toMatchObject({ running: null, failed: null, found: { asked: "this" } });
});

test("a step that comes after the end starts nothing", () => {
  expect(after({ type: "started" }, { type: "progress", progress: { done: 1, of: 2 } }).running).toEqual({ progress: { done: 1, of: 2 } });
  expect(after({ type: "started" }, { type: "cancelled" }, { type: "progress", progress: { done: 1, of: 2 } }).running).toBeNull();
});

test("a new search takes an old failure away", () => {
  expect(after({ type: "started" }, { type: "failed", why: "memory" }, { type: "started" }).failed).toBeNull();
});
