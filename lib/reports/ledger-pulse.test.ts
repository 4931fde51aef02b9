import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Pulse, PulseWatch } from "./ledger-pulse";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function setUp() {
  const pulses = new Map<string, Pulse>([["a", { calls: 1, newest: "x" }], ["b", { calls: 5, newest: null }]]);
  const read = vi.fn((teamIds: readonly string[]) =>
    Promise.resolve(new Map(teamIds.flatMap((id) => (pulses.has(id) ? [[id, pulses.get(id) as Pulse] as const] : [])))));
  return { pulses, read, watch: new PulseWatch(read, 1_000) };
}

test("however many watch, there is one reading a second, of the teams that are watched alone", async () => {
  const { read, watch } = setUp();
  for (let viewer = 0; viewer < 50; viewer++) watch.watch("a", () => undefined);
  watch.watch("b", () => undefined);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(read.mock.calls).toEqual([[["a", "b"]], [["a", "b"]], [["a", "b"]]]);
});

test("a watcher hears the pulse once, each change of it, and nothing in between", async () => {
  const { pulses, watch } = setUp();
  const heard: Pulse[] = [];
  const late: Pulse[] = [];
  watch.watch("a", (pulse) => heard.push(pulse));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(heard).toEqual([{ calls: 1, newest: "x" }]);
  pulses.set("a", { calls: 2, newest: "x" });
  await vi.advanceTimersByTimeAsync(1_000);
  watch.watch("a", (pulse) => late.push(pulse));
  expect(late).toEqual([{ calls: 2, newest: "x" }]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(heard).toEqual([{ calls: 1, newest: "x" }, { calls: 2, newest: "x" }]);
});

test("when nobody watches nothing is asked; when somebody does again, what was known before is not told", async () => {
  const { pulses, read, watch } = setUp();
  watch.watch("a", () => undefined)();
  await vi.advanceTimersByTimeAsync(1_000);
  read.mockClear();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read).not.toHaveBeenCalled();
  pulses.set("a", { calls: 9, newest: "y" });
  const heard: Pulse[] = [];
  watch.watch("a", (pulse) => heard.push(pulse));
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toEqual([{ calls: 9, newest: "y" }]);
});

test("a reading that fails is followed by the next one", async () => {
  const { read, watch } = setUp();
  const heard: Pulse[] = [];
  read.mockRejectedValueOnce(new Error("away"));
  watch.watch("a", (pulse) => heard.push(pulse));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toHaveLength(1);
});
