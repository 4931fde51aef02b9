import { expect, test } from "vitest";
import { prepareVerdict, type VerdictQuestion } from "./prepare-verdict";
import type { ShownProfile } from "./shown-profile";
import { resultOf } from "./testing/result-of";

const timing = (p95Ms: number) => ({ meanMs: p95Ms / 2, p50Ms: p95Ms / 2, p95Ms });
const current = {
  key: "now", name: "Version 4", isCurrent: true,
  result: resultOf({ availability: 0.9995, effectiveUsdPerMillion: 1.2, monthlyUsd: 1200, firstTokenMs: timing(900) }),
};
const judge = (before: ShownProfile | null, after: ShownProfile, said: Partial<VerdictQuestion> = {}) => prepareVerdict({ before, after, comparison: null, withheld: null, trouble: "", ...said });
const candidateWith = (said: Parameters<typeof resultOf>[0]) => ({ key: "a", name: "Candidate", isCurrent: false, result: resultOf(said) });

test("a candidate that costs less and fails less often is said to be both, with the difference of each figure", () => {
  const candidate = candidateWith({ availability: 0.99999, effectiveUsdPerMillion: 1, monthlyUsd: 1000, firstTokenMs: timing(1020) });
  const verdict = judge(current, candidate);
  expect(verdict.headline).toBe("Candidate is cheaper and more available.");
  expect(verdict.figures.map(({ label, before, after, change, word, tone }) => [label, before, after, change, word, tone])).toEqual([
    ["WARC", "Unknown", "Unknown", "Unknown", null, "plain"],
    ["Effective cost", "$1.20/M", "$1.00/M", "-$0.20/M (-16.7%)", "cheaper", "saving"],
    ["Availability", "99.950%", "99.999%", "+0.049 points", "more available", "plain"],
    ["First token, p95", "900 ms", "1.02 s", "+120 ms", "slower", "plain"],
    ["30 such days", "$1,200.00", "$1,000.00", "-$200.00 (-16.7%)", "cheaper", "saving"],
  ]);
});

test("cheaper is never said without what it costs in availability", () => {
  const verdict = judge(current, candidateWith({ availability: 0.99, effectiveUsdPerMillion: 1 }));
  expect(verdict.headline).toBe("Candidate is cheaper, but less available.");
});

test("a difference within the intervals is not called one", () => {
  const around = (low: number, high: number) => ({
    replications: 10, availability: [0, 1] as const, warcUsdPerMillion: null, effectiveUsdPerMillion: [low, high] as const, monthlyUsd: null, p: [], firstTokenP95Ms: null,
  });
  const noisy = { ...current, result: { ...current.result, intervals: around(1, 1.4) } };
  const candidate = candidateWith({ availability: 0.9991, effectiveUsdPerMillion: 1.1, intervals: around(0.9, 1.3) });
  const verdict = judge(noisy, candidate);
  expect(verdict.headline).toBe("Candidate costs about the same (within the interval) and about as available (within the interval).");
  expect(verdict.figures[1]).toMatchObject({ word: "within the interval", tone: "plain" });
});

test("a verdict that is withheld says why and keeps its figures", () => {
  const why = "groq/llama has 45 recorded attempts; a verdict needs 200.";
  const verdict = judge(current, candidateWith({ effectiveUsdPerMillion: 1 }), { withheld: why });
  expect(verdict).toMatchObject({ headline: "No verdict yet.", withheld: why });
  expect(verdict.figures[1]?.after).toBe("$1.00/M");
});

test("what is not known has no direction", () => {
  const verdict = judge(current, candidateWith({ effectiveUsdPerMillion: null }));
  expect(verdict.figures[1]).toMatchObject({ after: "Unknown", change: "Unknown", word: null, tone: "plain" });
  expect(verdict.figures[3]).toMatchObject({ after: "Unknown", change: "Unknown", word: null });
});

test("the interval of the change itself decides, not the intervals of the two", () => {
  const wide = { replications: 10, availability: [0, 1] as const, warcUsdPerMillion: null, effectiveUsdPerMillion: [0.5, 2] as const, monthlyUsd: null, p: [], firstTokenP95Ms: null };
  const delta = (interval: readonly [number, number] | null) => ({ before: null, after: null, change: null, interval });
  const comparison = { withheldFor: [], deltas: { effectiveUsdPerMillion: delta([-0.12, -0.08]), availability: delta([-0.0001, 0.0002]), monthlyUsd: delta(null), firstTokenP95Ms: delta(null) } };
  const before = { ...current, result: { ...current.result, intervals: wide } };
  const verdict = judge(before, candidateWith({ availability: 0.9996, effectiveUsdPerMillion: 1.1, intervals: wide }), { comparison });
  expect(verdict.headline).toBe("Candidate is cheaper and about as available (within the interval).");
  expect(verdict.figures[1]).toMatchObject({ interval: "-$0.12 to -$0.08/M", word: "cheaper", tone: "saving" });
  // Simulated, the change lies elsewhere.
  expect(judge(before, candidateWith({ effectiveUsdPerMillion: 1.05, intervals: wide }), { comparison }).figures[1]).toMatchObject({ change: expect.stringContaining("-$0.15/M") as string, interval: null });
});

test("what trouble does to the profile in force is shown against its calm days, and not judged", () => {
  const calm = { ...current, result: { ...current.result, effectiveUsdPerMillion: 1 } };
  const verdict = judge(calm, current, { trouble: "groq down", withheld: "too few" });
  expect(verdict).toMatchObject({ headline: "groq down: what it does to Version 4", withheld: null });
  expect(verdict.figures[1]).toMatchObject({ before: "$1.00/M", after: "$1.20/M", change: "+$0.20/M (+20.0%)", word: null });
  expect(judge(null, current).figures[1]).toMatchObject({ before: null, after: "$1.20/M", change: null });
});
