import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DatabaseProbe } from "./database-probe";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it("tells what the database says", async () => {
  expect(await new DatabaseProbe(() => Promise.resolve(1)).isReachable()).toBe(true);
  expect(await new DatabaseProbe(() => Promise.reject(new Error("gone"))).isReachable()).toBe(false);
});

it("waits a second for one that says nothing, and does not ask it again meanwhile", async () => {
  const answers: (() => void)[] = [];
  const probe = new DatabaseProbe(() => new Promise<void>((resolve) => { answers.push(resolve); }));
  for (let asked = 0; asked < 3; asked++) {
    const told = probe.isReachable();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await told).toBe(false);
  }
  expect(answers).toHaveLength(1);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  const told = probe.isReachable();
  answers[1]?.();
  expect(await told).toBe(true);
});
