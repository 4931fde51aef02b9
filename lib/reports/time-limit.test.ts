import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TimeLimitError, withTimeLimit } from "./time-limit";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test("what comes in time is given on, a failure too, and no timer is left", async () => {
  await expect(withTimeLimit(Promise.resolve(1))).resolves.toBe(1);
  await expect(withTimeLimit(Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(vi.getTimerCount()).toBe(0);
});

test("what does not come in 15 s is given up", async () => {
  const waiting = expect(withTimeLimit(new Promise(() => undefined))).rejects.toThrow(TimeLimitError);
  await vi.advanceTimersByTimeAsync(14_999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
});
