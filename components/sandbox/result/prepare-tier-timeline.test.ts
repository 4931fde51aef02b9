import fc from "fast-check";
import { expect, test } from "vitest";
import type { Stretch } from "@/lib/sandbox/result";
import type { FailureKind, Trouble } from "@/lib/sandbox/scenario";
import { mergeStretches } from "./merge-stretches";
import { prepareBands } from "./prepare-bands";
import { prepareTierTimeline } from "./prepare-tier-timeline";

const failure: FailureKind = { cause: "server_error", share: 1, httpStatus: 503, retryAfterMs: null, billedMillionths: 0, afterMs: { kind: "fixed", value: 100 } };
const down: Trouble = { kind: "outage", domains: ["groq"], share: 1, failure, fromMinute: 30, toMinute: 60 };
const tiers = [
  { tier: 1, endpointId: "a", endpoint: "groq/llama" },
  { tier: 2, endpointId: "b", endpoint: "openai/gpt" },
];
const stretch = (said: Partial<Stretch>): Stretch => ({ calls: 100, served: [100, 0], unserved: 0, spendUsd: 0.1, limitUse: [null, null], ...said });
const startsAtMs = Date.UTC(2026, 10, 23);

function prepare(stretches: readonly Stretch[], trouble: readonly Trouble[] = []) {
  return prepareTierTimeline({ timeline: { stretchMinutes: 30, stretches }, tiers, trouble, startsAtMs, zone: "UTC" });
}

test("a column stacks the tiers from the ground up, what nobody served on top", () => {
  const { segments } = prepare([stretch({}), stretch({ served: [0, 98], unserved: 2 })]);
  expect(segments).toEqual([
    { key: "0-0", rank: 0, x: 0, width: 50, y: 0, height: 100 },
    { key: "1-1", rank: 1, x: 50, width: 50, y: 2, height: 98 },
    { key: "1-unserved", rank: null, x: 50, width: 50, y: 0, height: 2 },
  ]);
});

test("one lost call in ten thousand is still seen", () => {
  const { segments } = prepare([stretch({ calls: 10_000, served: [9_999, 0], unserved: 1 })]);
  expect(segments.at(-1)).toMatchObject({ rank: null, height: 1.5 });
});

test("a stretch without calls is a gap in every plot, and says so", () => {
  const { segments, perThousand, limits, points } = prepare([stretch({ limitUse: [0.5, null] }), stretch({ calls: 0, served: [0, 0], spendUsd: 0 }), stretch({ limitUse: [1, null] })]);
  expect(segments.map(({ key }) => key)).toEqual(["0-0", "2-0"]);
  expect(perThousand.line.pieces).toHaveLength(2);
  expect(limits?.lines).toEqual([{ key: "a", rank: 0, pieces: ["0,50 33.333,50", "66.667,0 100,0"] }]);
  expect(points[1]?.summary).toBe("00:30: no calls.");
});

test("calls that end before the run does are said to, and a gap in the middle is not", () => {
  const none = stretch({ calls: 0, served: [0, 0], limitUse: [0, null] });
  expect(prepare([stretch({}), none, stretch({}), none]).ending).toContain("No calls from 01:30 on");
  expect(prepare([stretch({}), none, stretch({})]).ending).toBeNull();
});

test("without any limit there is no plot of limits", () => {
  expect(prepare([stretch({})]).limits).toBeNull();
});

test("the summary says who serves how much, when most are lost, and what the trouble is", () => {
  const { summary } = prepare([stretch({}), stretch({ served: [0, 98], unserved: 2 })], [down]);
  expect(summary).toBe("Of 200 calls, tier 1 groq/llama serves 50.0%, tier 2 openai/gpt serves 49.0%. Most are lost from 00:30 on: 2.0%. Trouble: groq down.");
});

test("an outage is a labelled band from its first to its last minute", () => {
  const { bands } = prepare([stretch({}), stretch({}), stretch({}), stretch({})], [down]);
  expect(bands).toEqual([{ key: "outage-0", label: "groq down", x: 25, width: 25, lane: 0, labelX: 25, anchor: "start" }]);
});

test("merging stretches loses no call and no cent", () => {
  const some = fc.record({ a: fc.nat(1000), b: fc.nat(1000), unserved: fc.nat(100), use: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) });
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 400 }), fc.integer({ min: 1, max: 96 }), (rows, most) => {
      const stretches = rows.map(({ a, b, unserved, use }): Stretch => ({ calls: a + b + unserved, served: [a, b], unserved, spendUsd: a, limitUse: [use, null] }));
      const merged = mergeStretches({ stretchMinutes: 1, stretches }, most);
      const total = (all: readonly Stretch[], of: (one: Stretch) => number) => all.reduce((sum, one) => sum + of(one), 0);
      expect(merged.stretches.length).toBeLessThanOrEqual(most);
      for (const of of [(one: Stretch) => one.calls, (one: Stretch) => one.served[1] ?? 0, (one: Stretch) => one.unserved, (one: Stretch) => one.spendUsd]) {
        expect(total(merged.stretches, of)).toBe(total(stretches, of));
      }
      expect(Math.max(0, ...merged.stretches.map(({ limitUse }) => limitUse[0] ?? 0))).toBe(Math.max(0, ...rows.map(({ use }) => use ?? 0)));
    }),
  );
});

test("bands whose labels would run into each other stand in lanes of their own", () => {
  const at = fc.record({ fromMinute: fc.integer({ min: 0, max: 900 }), length: fc.integer({ min: 1, max: 500 }) });
  fc.assert(
    fc.property(fc.array(at, { maxLength: 8 }), (spans) => {
      const bands = prepareBands(spans.map(({ fromMinute, length }) => ({ ...down, fromMinute, toMinute: fromMinute + length })), 1000, String);
      for (const [index, one] of bands.entries()) {
        for (const other of bands.slice(index + 1)) {
          const apart = one.x + one.width <= other.x || other.x + other.width <= one.x;
          expect(one.lane !== other.lane || apart).toBe(true);
        }
      }
    }),
  );
});
