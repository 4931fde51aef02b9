import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HALF_LIFE_MS } from "./fading";
import { NOTHING_KNOWN } from "./outlook";
import { MAX_AGE_MS, MAX_SAMPLES } from "./sample-window";
import { createTrackRecord, describeTrack, recordAttempt, type Observation } from "./track-record";

const NOW = 1_800_000_000_000;
const SERVED: Observation = {
  outcome: "served", stream: false, firstTokenMs: null, wholeMs: 2_000,
  inputTokens: 1_000, cachedTokens: 0, outputTokens: 100, costPico: 5_000n,
};
const STREAMED: Observation = { ...SERVED, stream: true, firstTokenMs: 400 };
const FAILED: Observation = { ...SERVED, outcome: "fell_back", wholeMs: 30, outputTokens: null, costPico: null };

function trackOf(...seen: (Observation | [Observation, number])[]) {
  const record = createTrackRecord();
  for (const each of seen) {
    const [observation, atMs] = Array.isArray(each) ? each : [each, NOW];
    recordAttempt(record, observation, atMs);
  }
  return record;
}
const describeNow = (...seen: (Observation | [Observation, number])[]) => describeTrack(trackOf(...seen), NOW);

describe("a track record", () => {
  it("knows nothing before the first attempt", () => {
    expect({ ...NOTHING_KNOWN, ...describeNow() }).toEqual(NOTHING_KNOWN);
  });

  it("counts how attempts ended, each half after the half-life", () => {
    const record = trackOf([SERVED, NOW - HALF_LIFE_MS], [FAILED, NOW - HALF_LIFE_MS], SERVED, { ...FAILED, outcome: "ended" });
    expect(describeTrack(record, NOW).chances).toEqual({ served: 1.5, fellBack: 0.5, ended: 1 });
    expect(describeTrack(record, NOW + 2 * HALF_LIFE_MS).chances).toEqual({ served: 0.375, fellBack: 0.125, ended: 0.25 });
    expect(describeTrack(record, NOW).chances).toEqual({ served: 1.5, fellBack: 0.5, ended: 1 });
    expect(describeTrack(record, NOW).lastAskedAtMs).toBe(NOW);
  });

  it("tells the first token of streams from the whole of other answers", () => {
    const { firstToken, whole } = describeNow(STREAMED, { ...STREAMED, firstTokenMs: 900 }, SERVED);
    expect(firstToken).toEqual({ p50Ms: 400, p90Ms: 900, minMs: 400 });
    expect(whole).toEqual({ p50Ms: 2_000, p90Ms: 2_000, minMs: 2_000 });
  });

  it("learns no answer's length from a failure, but the first token that came before it", () => {
    const track = describeNow({ ...FAILED, wholeMs: 1 }, { ...STREAMED, outcome: "fell_back", firstTokenMs: 70, wholeMs: 90 });
    expect(track).toMatchObject({ whole: null, tokensPerSecond: null, firstToken: { p50Ms: 70 }, cachedShare: 0 });
  });

  it("measures the writing of a stream from its first token, and of nothing else", () => {
    expect(describeNow(STREAMED).tokensPerSecond).toBeCloseTo(100 / 1.6, 9);
    expect(describeNow(SERVED).tokensPerSecond).toBeNull();
  });

  it.each([
    ["no tokens were counted", { outputTokens: null }],
    ["nothing was written", { outputTokens: 0 }],
    ["all came at once", { stream: true, firstTokenMs: 2_000 }],
    ["no time was measured", { wholeMs: null }],
  ])("knows no speed of writing where %s", (_name, more) => {
    expect(describeNow({ ...SERVED, ...more }).tokensPerSecond).toBeNull();
  });

  it("takes the cached share by token", () => {
    const { cachedShare } = describeNow({ ...SERVED, inputTokens: 9_000, cachedTokens: 9_000 }, SERVED);
    expect(cachedShare).toBeCloseTo(0.9, 12);
    expect(describeNow({ ...SERVED, inputTokens: 0 }).cachedShare).toBe(0);
  });

  it("takes the mean of the known costs of failures only", () => {
    expect(describeNow(SERVED, FAILED).failedCostPico).toBeNull();
    expect(describeNow(FAILED, { ...FAILED, costPico: 0n }, { ...FAILED, costPico: 500n, outcome: "ended" }).failedCostPico).toBe(250);
  });

  it("forgets durations that are too old, not whom it asked", () => {
    const record = trackOf(STREAMED, SERVED);
    expect(describeTrack(record, NOW + MAX_AGE_MS).firstToken).not.toBeNull();
    expect(describeTrack(record, NOW + MAX_AGE_MS + 1)).toMatchObject({
      firstToken: null, whole: null, tokensPerSecond: null, lastAskedAtMs: NOW,
    });
  });

  it("stays bounded, and never describes anything but numbers in their range", () => {
    const amount = fc.oneof(fc.nat(100_000), fc.constantFrom(0, -1, NaN, Infinity));
    const anyObservation: fc.Arbitrary<Observation> = fc.record({
      outcome: fc.constantFrom("served", "fell_back", "ended"),
      stream: fc.boolean(),
      firstTokenMs: fc.option(amount),
      wholeMs: fc.option(amount),
      inputTokens: fc.nat(100_000),
      cachedTokens: fc.nat(100_000),
      outputTokens: fc.option(fc.nat(100_000)),
      costPico: fc.option(fc.bigInt({ min: 0n, max: 2n ** 63n })),
    });
    // Clocks are set back now and then, and forward by years.
    const anyTime = fc.oneof(fc.integer({ min: NOW - 1_000_000, max: NOW + 1_000_000 }), fc.nat(2 * NOW));
    fc.assert(
      fc.property(fc.array(fc.tuple(anyObservation, anyTime), { maxLength: 150, size: "max" }), anyTime, (seen, nowMs) => {
        const record = trackOf(...seen);
        for (const { count } of [record.firstToken, record.whole, record.tokensPerSecond]) expect(count).toBeLessThanOrEqual(MAX_SAMPLES);
        const { chances, cachedShare, firstToken, whole, tokensPerSecond, failedCostPico } = describeTrack(record, nowMs);
        expect(cachedShare).toBeGreaterThanOrEqual(0);
        expect(cachedShare).toBeLessThanOrEqual(1);
        expect(chances.served + chances.fellBack + chances.ended).toBeLessThanOrEqual(seen.length);
        for (const speed of [firstToken, whole]) {
          if (speed) expect([speed.minMs, speed.p50Ms, speed.p90Ms]).toEqual([speed.minMs, speed.p50Ms, speed.p90Ms].sort((a, b) => a - b));
        }
        const figures = [...Object.values(chances), tokensPerSecond ?? 0, failedCostPico ?? 0, firstToken?.p50Ms ?? 0, whole?.p50Ms ?? 0];
        for (const figure of figures) expect(Number.isFinite(figure) && figure >= 0).toBe(true);
      }),
    );
  });
});
