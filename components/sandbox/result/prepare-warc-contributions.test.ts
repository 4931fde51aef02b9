import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareWarcContributions } from "./prepare-warc-contributions";
import { resultOf } from "./testing/result-of";

const worked = resultOf({
  tiers: [{ p: 0.95, usdPerMillion: 1 }, { p: 0.05, usdPerMillion: 5 }],
  warcUsdPerMillion: 1.2, primaryUsdPerMillion: 1, wasteUsdPerMillion: 0.3, effectiveUsdPerMillion: 1.5,
});

const dollars = (text: string) => Number(text.replace(/[^0-9.-]/g, ""));

test("the worked example stands as 0.95 and 0.25 of 1.20, its tick where the primary ends, its waste behind", () => {
  const [shown] = prepareWarcContributions([{ key: "a", name: "Version 4", isCurrent: true, result: worked }]);
  expect(shown?.equation).toBe("95.0% × $1.00 + 5.0% × $5.00 = $0.95 + $0.25 = $1.20/M");
  expect(shown?.lines.map(({ p, c, contribution }) => [p, c, contribution])).toEqual([["95.0%", "$1.00/M", "$0.95"], ["5.0%", "$5.00/M", "$0.25"]]);
  expect(shown?.bar).toEqual({
    segments: [{ key: "endpoint-1", rank: 0, x: 0, width: 63.333 }, { key: "endpoint-2", rank: 1, x: 63.333, width: 16.667 }],
    primaryX: 66.667,
    waste: { x: 80, width: 20 },
  });
});

test("profiles share one scale, so that the cheaper one's bar is shorter", () => {
  const cheap = resultOf({ tiers: [{ p: 1, usdPerMillion: 0.75 }], warcUsdPerMillion: 0.75, primaryUsdPerMillion: 0.75, wasteUsdPerMillion: 0 });
  const [, second] = prepareWarcContributions([
    { key: "a", name: "Version 4", isCurrent: true, result: worked },
    { key: "b", name: "Candidate", isCurrent: false, result: cheap },
  ]);
  expect(second?.bar?.segments).toEqual([{ key: "endpoint-1", rank: 0, x: 0, width: 50 }]);
  expect(second?.bar?.waste).toBeNull();
});

test("without a price of one tier WARC is unknown and says whose it is; P is shown all the same", () => {
  const result = resultOf({ tiers: [{ p: 0.95, usdPerMillion: 1 }, { p: 0.05, usdPerMillion: null }] });
  const [shown] = prepareWarcContributions([{ key: "a", name: "Version 4", isCurrent: true, result }]);
  expect(shown).toMatchObject({ warc: "Unknown", bar: null, equation: null });
  expect(shown?.problem).toContain("provider-2/model has no price");
  expect(shown?.lines.map(({ p, c, contribution }) => [p, c, contribution])).toEqual([["95.0%", "$1.00/M", "$0.95/M"], ["5.0%", "Unknown", "Unknown"]]);
});

test("where nothing is served there is no WARC, which is not the same as an unknown one", () => {
  const result = resultOf({ availability: 0, tiers: [{ p: 0, usdPerMillion: null }] });
  const [shown] = prepareWarcContributions([{ key: "a", name: "Version 4", isCurrent: true, result }]);
  expect(shown).toMatchObject({ warc: "—", bar: null, problem: "No call is served, so there is no price of a served call." });
});

test("the contributions shown add up to the WARC shown, to its last digit", () => {
  const tier = fc.record({ weight: fc.integer({ min: 0, max: 1000 }), usdPerMillion: fc.double({ min: 0.0001, max: 100, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(tier, { minLength: 1, maxLength: 5 }), (tiers) => {
      const whole = tiers.reduce((sum, { weight }) => sum + weight, 0);
      fc.pre(whole > 0);
      const shares = tiers.map(({ weight, usdPerMillion }) => ({ p: weight / whole, usdPerMillion }));
      const result = resultOf({ tiers: shares, warcUsdPerMillion: shares.reduce((sum, { p, usdPerMillion }) => sum + p * usdPerMillion, 0) });
      const [shown] = prepareWarcContributions([{ key: "a", name: "A", isCurrent: true, result }]);
      const sum = (shown?.lines ?? []).filter(({ contribution }) => contribution !== "—").reduce((all, { contribution }) => all + dollars(contribution), 0);
      expect(sum).toBeCloseTo(dollars(shown?.warc ?? ""), 8);
    }),
  );
});
