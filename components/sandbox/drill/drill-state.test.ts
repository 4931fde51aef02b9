import { expect, test } from "vitest";
import type { DrillCall, DrillEvent } from "@/lib/wire/drill";
import { changeDrill, type DrillView, NO_DRILL, SHOWN_CALLS } from "./drill-state";
import { describeCauses, describeProgress, describeVerdict, prepareFigures } from "./prepare-drill";

const tiers = [{ tier: 1, endpoint: "groq/llama" }, { tier: 2, endpoint: "together/llama" }];
const started: DrillEvent = { type: "started", drillId: "d", calls: 100, seconds: 4, speed: 3, leftOut: [], tiers };
const predicted: DrillEvent = {
  type: "predicted",
  predictions: [
    { figure: "availability", middle: 1, low: 1, high: 1 }, { figure: "p1", middle: 0.95, low: 0.9, high: 0.99 },
    { figure: "p2", middle: 0.05, low: 0.01, high: 0.1 }, { figure: "warc", middle: 1.2, low: 1.04, high: 1.4 },
    { figure: "effective", middle: null, low: null, high: null },
  ],
};
const callAt = (number: number, tier: number | null): DrillCall => ({
  number, id: `id-${number}`, tier, httpStatus: tier === null ? 502 : 200, usd: "0.00102", totalMs: 20,
  attempts: [
    ...(tier === 1 ? [] : [{ tier: 1, endpoint: "groq/llama", outcome: "failed" as const, cause: "rate_limited" as const }]),
    tier === null ? { tier: 2, endpoint: "together/llama", outcome: "failed", cause: "network" } : { tier, endpoint: "x", outcome: "served", cause: null },
  ],
});
const call = (number: number, tier: number | null): DrillEvent => ({ type: "call", call: callAt(number, tier) });
const ended = (isWithin: boolean): DrillEvent => ({
  type: "ended",
  result: {
    calls: 100, served: 100, books: { toldUsd: "1", ledgerUsd: "1", areEqual: true },
    figures: [{ figure: "availability", real: 1, isWithin: true }, { figure: "p1", real: 0.94, isWithin: true }, { figure: "p2", real: 0.06, isWithin: true }, { figure: "warc", real: 1.24, isWithin }, { figure: "effective", real: 1.3, isWithin: null }],
  },
});
const after = (...events: DrillEvent[]): DrillView => changeDrill(changeDrill(NO_DRILL, { type: "begin" }), { type: "told", events });

test("calls are counted all and shown as far as somebody can look at them, the newest first", () => {
  const calls = Array.from({ length: 60 }, (_, index) => call(index + 1, index % 10 === 0 ? 2 : index === 59 ? null : 1));
  const view = after(started, predicted, ...calls);
  expect(view).toMatchObject({ phase: "sending", counts: { calls: 60, byTier: { 1: 53, 2: 6 }, unserved: 1, causes: { rate_limited: 7, network: 1 } } });
  expect(view.latest).toHaveLength(SHOWN_CALLS);
  expect(view.latest[0]?.number).toBe(60);
  expect(describeCauses(view.counts.causes)).toBe("7 × rate limited, 1 × network fault");
  expect(prepareFigures(view, tiers).map(({ real, verdict }) => [real, verdict])).toEqual([["98.3%", "open"], ["88.3%", "open"], ["10.0%", "open"], ["—", "open"], ["—", "open"]]);
});

test("the end says whether it is as predicted, and of what", () => {
  const good = prepareFigures(after(started, predicted, ended(true)), tiers);
  expect(good.map(({ name, predicted: middle, span, real, verdict }) => [name, middle, span, real, verdict])).toEqual([
    ["Availability", "100.0%", "100.0% to 100.0%", "100.0%", "within"],
    ["Served by tier 1", "95.0%", "90.0% to 99.0%", "94.0%", "within"],
    ["Served by tier 2", "5.0%", "1.0% to 10.0%", "6.0%", "within"],
    ["WARC", "$1.20/M", "$1.04/M to $1.40/M", "$1.24/M", "within"],
    ["Effective cost", "—", "—", "$1.30/M", "open"],
  ]);
  expect(good[1]?.drawing).toEqual({ low: 8, high: 92, middle: 54.67, real: 45.33 });
  expect(describeVerdict(good)).toEqual({ isAsPredicted: true, text: "The gateway did as the simulation says: all 4 figures lie where 99 of 100 such drills end." });
  const bad = describeVerdict(prepareFigures(after(started, predicted, ended(false)), tiers));
  expect(bad?.isAsPredicted).toBe(false);
  expect(bad?.text).toContain("1 of 4 figures lies outside of where 99 of 100 such drills end: WARC is $1.24/M, predicted $1.04/M to $1.40/M.");
});

test("what comes after a drill is over changes nothing, and a break is told while it is under way", () => {
  const over = after(started, ended(true));
  expect(changeDrill(over, { type: "told", events: [call(1, 1)] })).toEqual(over);
  expect(changeDrill(over, { type: "break", message: "broke" })).toEqual(over);
  const cancelled = changeDrill(after(started, call(1, 1)), { type: "cancel" });
  expect([cancelled.phase, describeProgress(cancelled, null)]).toEqual(["cancelled", "The drill was cancelled after 1 call."]);
  const broken = changeDrill(after(started), { type: "break", message: "The connection broke." });
  expect([broken.phase, describeProgress(broken, null)]).toEqual(["failed", "The connection broke."]);
  expect(changeDrill(broken, { type: "begin" })).toEqual({ ...NO_DRILL, phase: "preparing" });
});

test("progress is told by quarters, so that a listener is not talked over", () => {
  const told = Array.from({ length: 100 }, (_, index) => describeProgress(after(started, ...Array.from({ length: index }, (__, number) => call(number + 1, 1))), null));
  expect(new Set(told)).toHaveLength(5);
});
