import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareWaterfall } from "./prepare-waterfall";
import type { ShownProfile } from "./shown-profile";
import { resultOf } from "./testing/result-of";

/** What a profile comes to whose every part is said. */
function profileOf(name: string, tiers: { p: number; usdPerMillion: number }[], primary: number, waste: number, weighting = 0): ShownProfile {
  const warc = tiers.reduce((sum, { p, usdPerMillion }) => sum + p * usdPerMillion, 0);
  return {
    key: name, name, isCurrent: name === "Version 4",
    result: resultOf({ tiers, primaryUsdPerMillion: primary, warcUsdPerMillion: warc, wasteUsdPerMillion: waste, effectiveUsdPerMillion: warc + weighting + waste }),
  };
}

const current = profileOf("Version 4", [{ p: 0.95, usdPerMillion: 1 }, { p: 0.05, usdPerMillion: 5 }], 1, 0.3);
const candidate = profileOf("Candidate", [{ p: 0.95, usdPerMillion: 1 }, { p: 0.05, usdPerMillion: 2 }], 1, 0.4);

test("a cheaper fallback and more waste are two steps that lead from one cost to the other", () => {
  const shown = prepareWaterfall(current, candidate, "parts");
  expect(shown).toMatchObject({ before: "$1.50/M", after: "$1.45/M", equation: "$1.50 + $0.00 − $0.15 + $0.00 + $0.10 = $1.45" });
  expect(shown?.steps.map(({ key, value, kind, x, width }) => [key, value, kind, x, width])).toEqual([
    ["primary", "$0.00/M", "same", 100, 0], ["premium", "-$0.15/M", "less", 0, 100], ["weighting", "$0.00/M", "same", 0, 0], ["waste", "+$0.10/M", "more", 0, 66.667],
  ]);
  expect(shown?.summary).toBe("The effective cost goes from $1.50/M (Version 4) to $1.45/M (Candidate): Fallback premium -$0.15/M, Waste +$0.10/M.");
});

test("by endpoint, the step is at the one whose part changed", () => {
  const shown = prepareWaterfall(current, candidate, "tiers");
  expect(shown?.steps.map(({ label, value }) => [label, value])).toEqual([
    ["provider-1/model", "$0.00/M"], ["provider-2/model", "-$0.15/M"], ["Weighting by tokens", "$0.00/M"], ["Waste", "+$0.10/M"],
  ]);
});

test("with a part that is unknown there is no waterfall", () => {
  const unknown = { ...candidate, result: { ...candidate.result, primaryUsdPerMillion: null } };
  expect(prepareWaterfall(current, unknown, "parts")).toBeNull();
});

const dollars = (text: string) => Math.round(Number(text.replace(/[^0-9.-]/g, "")) * 1e6);

test("however the change is split, the steps shown add up to the two costs shown, digit by digit", () => {
  const amount = fc.double({ min: 0, max: 30, noNaN: true });
  const profile = fc.record({ p: fc.double({ min: 0, max: 1, noNaN: true }), a: amount, b: amount, primary: amount, waste: amount, weighting: fc.double({ min: -1, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(profile, profile, fc.constantFrom("parts" as const, "tiers" as const), (one, other, split) => {
      const [from, to] = [one, other].map(({ p, a, b, primary, waste, weighting }, index) =>
        profileOf(String(index), [{ p, usdPerMillion: a }, { p: 1 - p, usdPerMillion: b }], primary, waste, weighting)) as [ShownProfile, ShownProfile];
      const shown = prepareWaterfall(from, to, split);
      const steps = shown?.steps.reduce((sum, { value }) => sum + dollars(value), 0);
      expect(dollars(shown?.before ?? "") + (steps ?? NaN)).toBe(dollars(shown?.after ?? ""));
    }),
  );
});
