import { expect, test } from "vitest";
import { prepareVerdict } from "./prepare-verdict";
import { resultOf } from "./testing/result-of";

const timing = (p95Ms: number) => ({ meanMs: p95Ms / 2, p50Ms: p95Ms / 2, p95Ms });
const current = {
  key: "now", name: "Version 4", isCurrent: true,
  result: resultOf({ availability: 0.9995, effectiveUsdPerMillion: 1.2, monthlyUsd: 1200, firstTokenMs: timing(900) }),
};
const candidateWith = (said: Parameters<typeof resultOf>[0]) => ({ key: "a", name: "Candidate", isCurrent: false, result: resultOf(said) });

test("a candidate that costs less and fails less often is said to be both, with the difference of each figure", () => {
  const candidate = candidateWith({ availability: 0.99999, effectiveUsdPerMillion: 1, monthlyUsd: 1000, firstTokenMs: timing(1020) });
  const verdict = prepareVerdict(current, candidate, null);
  expect(verdict.headline).toBe("Candidate is cheaper and more available.");
  expect(verdict.figures.map(({ label, before, after, change, word, tone }) => [label, before, after, change, word, tone])).toEqual([
    ["Effective cost", "$1.20/M", "$1.00/M", "-$0.20/M (-16.7%)", "cheaper", "saving"],
    ["Availability", "99.950%", "99.999%", "1 in 100,000 failed", "more available", "plain"],
    ["Monthly cost", "$1,200.00", "$1,000.00", "-$200.00 (-16.7%)", "cheaper", "saving"],
    ["First token, p95", "900 ms", "1.02 s", "+120 ms", "slower", "plain"],
  ]);
});

test("cheaper is never said without what it costs in availability", () => {
  const verdict = prepareVerdict(current, candidateWith({ availability: 0.99, effectiveUsdPerMillion: 1 }), null);
  expect(verdict.headline).toBe("Candidate is cheaper, but less available.");
});

test("a difference within the intervals is not called one", () => {
  const around = (low: number, high: number) => ({
    replications: 10, availability: [0, 1] as const, warcUsdPerMillion: null, effectiveUsdPerMillion: [low, high] as const, monthlyUsd: null, p: [], firstTokenP95Ms: null,
  });
  const noisy = { ...current, result: { ...current.result, intervals: around(1, 1.4) } };
  const candidate = candidateWith({ availability: 0.9991, effectiveUsdPerMillion: 1.1, intervals: around(0.9, 1.3) });
  const verdict = prepareVerdict(noisy, candidate, null);
  expect(verdict.headline).toBe("Candidate costs about the same (within the interval) and about as available (within the interval).");
  expect(verdict.figures[0]).toMatchObject({ word: "within the interval", tone: "plain" });
});

test("a verdict that is withheld says why and keeps its figures", () => {
  const why = "groq/llama has 45 recorded attempts; a verdict needs 200.";
  const verdict = prepareVerdict(current, candidateWith({ effectiveUsdPerMillion: 1 }), why);
  expect(verdict).toMatchObject({ headline: "No verdict yet.", withheld: why });
  expect(verdict.figures[0]?.after).toBe("$1.00/M");
});

test("what is not known has no direction", () => {
  const verdict = prepareVerdict(current, candidateWith({ effectiveUsdPerMillion: null }), null);
  expect(verdict.figures[0]).toMatchObject({ after: "Unknown", change: "Unknown", word: null, tone: "plain" });
  expect(verdict.figures[3]).toMatchObject({ after: "Unknown", change: "Unknown", word: null });
});
