import { describe, expect, it } from "vitest";
import type { Price } from "@/lib/core/price";
import { createRandom } from "../random";
import type { EndpointModel, FailureKind } from "../scenario";
import { drawAttempt, successAt } from "./draw-attempt";
import type { Rate } from "./recorded";
import { Tally } from "./tally";
import type { WalkedAttempt, WalkedCall } from "./walk-recorded";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LATE: FailureKind = { cause: "timeout_first_token", share: 1, httpStatus: null, retryAfterMs: null, billedMillionths: 250_000, afterMs: { kind: "fixed", value: 10 } };
const MODEL: EndpointModel = { success: 0.42, failures: [LATE], firstTokenMs: { kind: "fixed", value: 500 }, tokensPerSecond: 100, limits: null, prices: [] };
const USAGE = { input: 1_000, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 100, reasoning: 0 };
const PRICE: Price = { base: { input: 3n, output: 10n }, steps: [] };
const TIMERS = { connectMs: 1_000, firstTokenMs: 5_000, stallMs: 5_000, answerMs: 5_000, shareMs: 5_000, remainingMs: 5_000 };

describe("the success rate of an hour", () => {
  const pastOf = (...hours: [number, Rate][]) => ({ rates: new Map([["e", new Map(hours.map(([hour, rate]) => [hour * HOUR_MS, rate]))]]), prices: new Map() });
  const at = (past: ReturnType<typeof pastOf>) => successAt(past, "e", DAY_MS + 5 * HOUR_MS + 1, MODEL);

  it("is that hour's, from ten attempts on", () => {
    expect(at(pastOf([29, { attempts: 10, served: 9 }], [30, { attempts: 90, served: 0 }]))).toBe(0.9);
  });

  it("is that of its UTC day where the hour says too little, and of no other day", () => {
    expect(at(pastOf([23, { attempts: 50, served: 0 }], [24, { attempts: 6, served: 6 }], [29, { attempts: 4, served: 2 }], [48, { attempts: 50, served: 0 }]))).toBe(0.8);
  });

  it("is the model's where the day says too little as well", () => {
    expect(at(pastOf([29, { attempts: 9, served: 9 }]))).toBe(0.42);
    expect(successAt({ rates: new Map(), prices: new Map() }, "e", 0, MODEL)).toBe(0.42);
  });
});

describe("an attempt that nobody made", () => {
  const draw = (success: number, stream: boolean, timers: Partial<typeof TIMERS> = {}) =>
    drawAttempt({ model: MODEL, success, price: PRICE, usage: USAGE, stream, timers: { ...TIMERS, ...timers }, random: createRandom(1) });

  it("takes the model's time, and costs what its tokens do", () => {
    expect(draw(1, true)).toMatchObject({ outcome: "served", firstTokenMs: 500, totalMs: 1_500, costPico: 4_000n });
    expect(draw(1, false)).toMatchObject({ outcome: "served", firstTokenMs: null, totalMs: 1_500 });
  });

  it("bills of a failure the part that its kind says", () => {
    expect(draw(0, true)).toMatchObject({ outcome: "failed", cause: "timeout_first_token", costPico: 1_000n });
  });

  it("is cut off by the timer that bounds it: a stream's first token, else the whole answer", () => {
    expect(draw(1, true, { firstTokenMs: 499 })).toMatchObject({ outcome: "failed", cause: "timeout_first_token", totalMs: 499, costPico: 1_000n });
    expect(draw(1, true, { answerMs: 1_000 })).toMatchObject({ outcome: "served" });
    expect(draw(1, false, { answerMs: 1_499 })).toMatchObject({ outcome: "failed", totalMs: 1_499 });
    expect(draw(1, false, { shareMs: 1_499 })).toMatchObject({ outcome: "failed", totalMs: 1_499 });
  });
});

it("a tally tells what failed, what was given up and what nobody knows apart", () => {
  const tally = new Tally();
  const attempt = (more: Partial<WalkedAttempt>): WalkedAttempt => ({ tier: 1, endpointId: "e", outcome: "failed", cause: null, usage: USAGE, costPico: 1n, isReplayed: true, ...more });
  const call = (outcome: WalkedCall["outcome"], ...attempts: WalkedAttempt[]): WalkedCall =>
    ({ outcome, attempts, skipped: [], isByPrimary: outcome === "served", primaryCostPico: null, firstTokenMs: outcome === "served" ? 5 : null, wholeMs: 9 });
  tally.add(call("served", attempt({ costPico: 7n }), attempt({ outcome: "served", costPico: 100n })), String);
  tally.add(call("aborted", attempt({ outcome: "aborted", costPico: 40n })), String);
  tally.add(call("failed", attempt({ costPico: null }), attempt({ costPico: null, isReplayed: false })), String);
  expect(tally.sums()).toMatchObject({ wastePico: 7n, abortedPico: 40n, unserved: 2, attempts: 5, unknownAmounts: 2, tiers: [{ served: 1, servedKnown: 1, tokens: 1_100n, costPico: 100n, primaryKnown: 0 }] });
  expect([tally.calls, tally.served, tally.failed, tally.unknownDrawn]).toEqual([3, 1, 1, 1]);
});
