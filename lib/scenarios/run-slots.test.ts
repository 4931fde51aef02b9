import { expect, test } from "vitest";
import { drive } from "./drive";
import { RunSlots } from "./run-slots";

test("a team has one run at a time, and all together two", () => {
  const slots = new RunSlots();
  const first = slots.enter("a");
  expect(first).not.toBeNull();
  expect(slots.enter("a")).toBeNull();
  expect(slots.enter("b")).not.toBeNull();
  expect(slots.enter("c")).toBeNull();
  first?.();
  first?.();
  expect(slots.enter("c")).not.toBeNull();
  expect(slots.enter("d")).toBeNull();
});

function* count(to: number): Generator<number, string> {
  for (let step = 0; step < to; step += 1) yield step;
  return "done";
}

function* forever(): Generator<number, string> {
  for (;;) yield 0;
}

test("a run is driven to its end, and ends when nobody waits for it any more", async () => {
  expect(await drive(count(1_000), new AbortController().signal)).toBe("done");
  const left = new AbortController();
  setImmediate(() => { left.abort(new Error("left")); });
  await expect(drive(forever(), left.signal)).rejects.toThrow("left");
});
