import { describe, expect, it } from "vitest";
import { createWalkPlan, failed, play, trail } from "./testing/walking";
import type { WalkEvent } from "./walk";

const SERVED: WalkEvent = { type: "served" };
const skipped = (why: "down" | "capped", freeAtMs: number | null = null): WalkEvent => ({ type: "skipped", why, freeAtMs });
const limited = (retryAfterMs: number) => failed("rate_limited", { httpStatus: 429, retryAfterMs });

describe("the walk", () => {
  it("goes to the next candidate when one fails", () => {
    expect(trail([failed("rate_limited"), SERVED], createWalkPlan([{}, {}]))).toBe("1 2 served");
  });

  it("returns the client's own fault at once", () => {
    expect(trail([failed("bad_request")], createWalkPlan([{ retries: 3 }, {}]))).toBe("1 bad_request");
  });

  it("asks the same endpoint again as often as its tier says, with a pause", () => {
    const events = [failed("server_error"), failed("server_error"), SERVED];
    expect(trail(events, createWalkPlan([{ retries: 1 }, {}]))).toBe("1 w100 1' 2 served");
  });

  it("makes the pauses of retries longer up to the cap, with full jitter", () => {
    const plan = createWalkPlan([{ retries: 6 }], { backoff: { baseMs: 100, capMs: 1_000 } });
    const events = Array.from({ length: 7 }, () => failed("server_error"));
    const waits = (random: number) => play(events, plan, random).steps.flatMap((step) => (step.type === "wait" ? step.ms : []));
    expect(waits(0.5)).toEqual([50, 100, 200, 400, 500, 500]);
    expect(waits(0)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("waits before a retry as long as the provider asked, unless that is above the cap of pauses", () => {
    expect(trail([limited(1_500)], createWalkPlan([{ retries: 1 }, {}]))).toBe("1 w1500 1'!");
    expect(trail([limited(12_000)], createWalkPlan([{ retries: 1 }, {}]))).toBe("1 2");
  });

  it("does not ask again where another try cannot help", () => {
    expect(trail([failed("auth")], createWalkPlan([{ retries: 5 }, {}]))).toBe("1 2");
  });

  it("excuses a connection that had died idle once, at the same endpoint", () => {
    const stale = failed("network", { staleSocket: true });
    expect(trail([stale, stale], createWalkPlan([{}, {}]))).toBe("1 1' 2");
    expect(trail([stale, failed("network"), SERVED], createWalkPlan([{ retries: 1 }, {}]))).toBe("1 1' w100 1'' served");
  });

  it("never answers twice: after the first content there is no other candidate", () => {
    expect(trail([{ type: "content" }, failed("stream_cut")], createWalkPlan([{ retries: 2 }, {}]))).toBe("1 commit stream_cut");
  });

  it("starts nothing once the call's time is over", () => {
    expect(trail([failed("server_error")], createWalkPlan([{}, {}], { deadlineMs: 10 }))).toBe("1 server_error");
    expect(trail([], createWalkPlan([{}], { deadlineMs: 0 }))).toBe("timeout_total");
  });

  it("passes over whoever cannot answer in the time that is left", () => {
    const plan = createWalkPlan([{}, { quickestMs: 5_000 }, { quickestMs: 40 }], { deadlineMs: 60 });
    expect(trail([failed("network"), SERVED], plan)).toBe("1 3 served");
    expect(trail([], createWalkPlan([{ quickestMs: 100 }], { deadlineMs: 50 }))).toBe("timeout_total");
  });

  it("makes no more attempts than the profile allows, retries and excused connections included", () => {
    const plan = createWalkPlan([{ retries: 2 }, {}, {}], { maxAttempts: 2 });
    expect(trail([failed("server_error"), failed("server_error")], plan)).toBe("1 w100 1' server_error");
    const stale = failed("network", { staleSocket: true });
    expect(trail([stale, stale], createWalkPlan([{}, {}], { maxAttempts: 1 }))).toBe("1 network");
  });
});

describe("triggers in the walk", () => {
  it("let a team fall back on what ends a call by default, and end it on what does not", () => {
    const filter = failed("content_filter", { httpStatus: 400 });
    expect(trail([filter], createWalkPlan([{}, {}]))).toBe("1 content_filter");
    expect(trail([filter], createWalkPlan([{}, {}], { triggers: { fallbackOn: ["content_filter"], stopOn: [] } }))).toBe("1 2");
    const strict = createWalkPlan([{ triggers: { fallbackOn: [], stopOn: [404] } }, {}]);
    expect(trail([failed("not_found", { httpStatus: 404 })], strict)).toBe("1 not_found");
  });

  it("take a prompt that is too long to the first later tier whose window is known to be larger", () => {
    const tooLong = failed("context_length", { httpStatus: 400 });
    const windows = (...sizes: (number | null)[]) => createWalkPlan(sizes.map((contextTokens) => ({ contextTokens })));
    expect(trail([tooLong, SERVED], windows(8_000, 8_000, null, 128_000))).toBe("1 4 served");
    expect(trail([tooLong], windows(8_000, 8_000, null))).toBe("1 context_length");
    // Where the window of the one that refused is unknown, it must hold at least this prompt of 1,000 tokens.
    expect(trail([tooLong, SERVED], windows(null, 900, 2_000))).toBe("1 3 served");
    const anywhere = createWalkPlan([{}, {}], { triggers: { fallbackOn: ["context_length"], stopOn: [] } });
    expect(trail([tooLong, SERVED], anywhere)).toBe("1 2 served");
  });
});

describe("waiting or falling back", () => {
  const plan = (here: bigint | null, there: bigint | null, more: object = {}) =>
    createWalkPlan([{ costPico: here }, { costPico: there }], { wait: { maxMs: 20_000, picoPerSecond: 100n }, ...more });

  it("waits when the others cost more than the waiting is worth, and once only", () => {
    // Ten seconds are worth 1,000 pico.
    expect(trail([limited(10_000), limited(10_000)], plan(500n, 1_501n))).toBe("1 w10000 1'! 2");
    expect(trail([limited(10_000)], plan(500n, 1_500n))).toBe("1 2");
    expect(trail([limited(10_000)], plan(1_500n, 500n))).toBe("1 2");
  });

  it("falls back when the profile allows no wait of that length, or when the difference is not known", () => {
    expect(trail([limited(20_001)], plan(500n, 9_000n))).toBe("1 2");
    expect(trail([limited(10_000)], plan(500n, 9_000n, { deadlineMs: 10_000 }))).toBe("1 2");
    expect(trail([limited(10_000)], plan(null, 9_000n))).toBe("1 2");
    const slow = createWalkPlan([{ costPico: 1n, usualMs: 51_000 }, { costPico: 9_000n }], { wait: { maxMs: 20_000, picoPerSecond: 100n } });
    expect(trail([limited(10_000)], slow)).toBe("1 2");
    expect(trail([limited(10_000)], plan(500n, null))).toBe("1 2");
    expect(trail([failed("rate_limited")], plan(500n, 9_000n))).toBe("1 2");
    expect(trail([limited(0)], plan(500n, 9_000n, { wait: { maxMs: 0, picoPerSecond: 0n } }))).toBe("1 2");
  });

  it("waits at the last candidate rather than fail, when the profile allows it", () => {
    const last = createWalkPlan([{}], { wait: { maxMs: 5_000, picoPerSecond: 100n } });
    expect(trail([limited(3_000), SERVED], last)).toBe("1 w3000 1'! served");
  });
});

describe("doors that close between plan and attempt", () => {
  it("are passed by without an attempt", () => {
    expect(trail([skipped("capped", 5), SERVED], createWalkPlan([{}, {}], { maxAttempts: 1 }))).toBe("1 2 served");
    expect(trail([skipped("capped", 5)], createWalkPlan([{}]))).toBe("1 rate_limited");
  });

  it("lead to the soonest of those that are down when nobody else could be asked", () => {
    const events = [skipped("down", 900), skipped("down", 300), skipped("capped"), SERVED];
    expect(trail(events, createWalkPlan([{}, {}, {}]))).toBe("1 2 3 2! served");
    expect(trail([skipped("down", 900), failed("network")], createWalkPlan([{}, {}]))).toBe("1 2 network");
  });
});

describe("the share of each attempt", () => {
  const timersOf = (plan: Parameters<typeof play>[1], events: WalkEvent[] = []) =>
    play(events, plan).steps.flatMap((step) => (step.type === "attempt" ? step.timers : []));

  it("keeps back what later candidates may need with a margin, and gives nobody less than an even share", () => {
    const [first] = timersOf(createWalkPlan([{}, { usualMs: 40_000 }, { usualMs: 50 }], { deadlineMs: 600_000 }));
    expect(first).toMatchObject({ shareMs: 450_000, remainingMs: 600_000, firstTokenMs: 60_000 });
    // However quick the later one was of late.
    expect(timersOf(createWalkPlan([{}, { usualMs: 50 }], { deadlineMs: 600 }))[0]?.shareMs).toBe(300);
    expect(timersOf(createWalkPlan([{}, {}], { deadlineMs: 40_000 }))[0]?.shareMs).toBe(20_000);
  });

  it("gives the last candidate all that is left, its own timers for an answer included", () => {
    const plan = createWalkPlan([{}, {}], { deadlineMs: 900_000 });
    expect(timersOf(plan, [failed("network")])[1]).toEqual({
      connectMs: 5_000, firstTokenMs: 899_990, answerMs: 899_990, stallMs: 60_000, shareMs: 899_990, remainingMs: 899_990,
    });
    // With a retry left it is not the last attempt yet.
    const retrying = createWalkPlan([{ retries: 1 }], { deadlineMs: 900_000 });
    expect(timersOf(retrying, [failed("server_error")]).map(({ firstTokenMs }) => firstTokenMs)).toEqual([60_000, 899_890]);
  });
});
