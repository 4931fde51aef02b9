import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AttemptTimers } from "@/lib/core/deadline";
import { Cancellation } from "./cancellation";
import { RequestTimers, type Cut } from "./request-timers";

const TIMERS: AttemptTimers = { connectMs: 5_000, firstTokenMs: 60_000, answerMs: 600_000, stallMs: 60_000, shareMs: 30_000, remainingMs: 40_000 };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function open(timers: Partial<AttemptTimers> = {}, cancellation = new Cancellation()) {
  const startedAt = performance.now();
  const ends: { by: Cut; atMs: number }[] = [];
  const made = new RequestTimers({ ...TIMERS, ...timers }, cancellation, (by) => ends.push({ by, atMs: performance.now() - startedAt }));
  return { timers: made, ends, cancellation };
}

describe("the timers of one request", () => {
  it("end it when its phase runs out, and name the phase", () => {
    const { timers, ends } = open();
    timers.armInShare("timeout_connect", 5_000);
    vi.advanceTimersByTime(4_990);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(20);
    expect([ends[0]?.by, timers.cut]).toEqual(["timeout_connect", "timeout_connect"]);
  });

  it("wait for the phase that was armed last, however often it was put off", () => {
    const { timers, ends } = open();
    timers.armInShare("timeout_connect", 5_000);
    for (let chunk = 0; chunk < 30; chunk += 1) {
      vi.advanceTimersByTime(1_000);
      timers.arm("timeout_stall", 4_000);
    }
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(4_010);
    expect(ends[0]?.by).toBe("timeout_stall");
  });

  it("end a request whose phase was taken back only with the whole call", () => {
    const { timers, ends } = open();
    timers.armInShare("timeout_connect", 5_000);
    timers.disarm();
    vi.advanceTimersByTime(39_000);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(1_010);
    expect(ends[0]?.by).toBe("timeout_total");
  });

  it("give a phase no more than the attempt's share of the call", () => {
    const { timers, ends } = open({ shareMs: 2_000 });
    timers.armInShare("timeout_first_token", 60_000);
    vi.advanceTimersByTime(2_010);
    expect(ends[0]?.by).toBe("timeout_first_token");
  });

  it("are silent once stopped, and hear nobody leave", () => {
    const { timers, ends, cancellation } = open();
    timers.armInShare("timeout_connect", 5_000);
    timers.stop();
    timers.arm("timeout_stall", 10);
    cancellation.cancel();
    vi.advanceTimersByTime(100_000);
    expect([ends, vi.getTimerCount()]).toEqual([[], 0]);
  });

  it("end it when the client leaves, also when it had left before", () => {
    const { ends, cancellation } = open();
    cancellation.cancel();
    expect(ends).toEqual([{ by: "left", atMs: 0 }]);
    expect(open({}, cancellation).ends[0]?.by).toBe("left");
  });

  it("never fire early, and at most two milliseconds late, whatever is armed when", () => {
    const step = fc.record({ afterMs: fc.double({ min: 0, max: 3_000, noNaN: true }), ms: fc.double({ min: 1, max: 5_000, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const { timers, ends } = open({ remainingMs: 1e6, shareMs: 1e6 });
        let dueMs = Infinity;
        let nowMs = 0;
        for (const { afterMs, ms } of steps) {
          vi.advanceTimersByTime(Math.floor(afterMs));
          nowMs += Math.floor(afterMs);
          if (ends.length > 0) break;
          timers.arm("timeout_stall", ms);
          dueMs = nowMs + ms;
        }
        vi.advanceTimersByTime(10_000);
        expect(ends).toHaveLength(1);
        expect(ends[0]?.atMs).toBeGreaterThanOrEqual(dueMs - 1);
        expect(ends[0]?.atMs).toBeLessThanOrEqual(dueMs + 2);
      }),
    );
  });
});
