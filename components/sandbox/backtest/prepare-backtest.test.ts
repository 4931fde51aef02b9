import { expect, it } from "vitest";
import type { Source } from "@/lib/sandbox/assumption";
import type { BacktestResult } from "@/lib/sandbox/backtest/backtest";
import type { SimulationResult } from "@/lib/sandbox/result";
import { describeGround, pickUnrecorded, prepareRows } from "./prepare-backtest";

function resultOf(more: Partial<SimulationResult>, tiers: [string, number][]): SimulationResult {
  return {
    engine: "backtest", calls: 48_210, availability: 0.99, availabilityWithoutFallback: 0.95, attemptsPerCall: 1.05,
    warcUsdPerMillion: 1.2, primaryUsdPerMillion: 1, weightingUsdPerMillion: 0, wasteUsdPerMillion: 0, effectiveUsdPerMillion: 1.25,
    spendUsd: 100, monthlyUsd: 100, firstTokenMs: null, wholeMs: null, intervals: null, timeline: null, sums: null, reachedMinute: null,
    tiers: tiers.map(([endpoint, p], index) => ({
      tier: index + 1, endpoint, endpointId: endpoint, failureDomain: "", p, pUnconditional: p, usdPerMillion: 1, attempts: 1, served: p, failed: {}, skipped: 0, limitUse: null,
    })),
    ...more,
  };
}

const RESULT: BacktestResult = {
  actual: resultOf({}, [["groq/llama", 0.95], ["together/llama", 0.05]]),
  predicted: resultOf({ spendUsd: 88, warcUsdPerMillion: null, availability: 0.995 }, [["groq/llama", 0.9], ["mistral/llama", 0.1]]),
  replayedShare: 0.9, drawnShare: 0.1, unknowable: [],
};

it("sets what was beside what would have been, with a sign and a word, and unknown as unknown", () => {
  expect(prepareRows(RESULT, 1)).toEqual([
    { name: "Spend", actual: "$100.00", predicted: "$88.00", difference: "-$12.00 (12% less)" },
    { name: "WARC", actual: "$1.20/M", predicted: "not known", difference: "not known" },
    { name: "Effective cost", actual: "$1.25/M", predicted: "$1.25/M", difference: "the same" },
    { name: "Availability", actual: "99%", predicted: "99.5%", difference: "+0.5 points (higher)" },
    { name: "P1 groq/llama", actual: "95%", predicted: "90%", difference: "-5 points (lower)" },
    { name: "P2 mistral/llama", actual: "0%", predicted: "10%", difference: "+10 points (higher)" },
    { name: "together/llama, no tier of the candidate", actual: "5%", predicted: "0%", difference: "-5 points (lower)" },
  ]);
});

it("says when only a part of the calls was walked", () => {
  expect(prepareRows(RESULT, 4)[0]?.name).toBe("Spend of one call in 4");
  expect(describeGround(RESULT, 4)).toBe("48,210 calls, one in 4 of those recorded. 90% of attempts are replayed as recorded, 10% are drawn.");
});

it("names what no call recorded, guesses first, and not what the record says or the seed", () => {
  const of = (path: string, source: Source) => ({ path, label: path, value: "1", source, isThin: false });
  const all = [
    of("endpoints.a/b.success", { kind: "ledger", what: "attempts", count: 900 }), of("endpoints.a/b.price", { kind: "catalogue" }),
    of("endpoints.a/b.firstTokenMs", { kind: "assumed" }), of("endpoints.a/b.limits", { kind: "typed" }), of("seed", { kind: "typed" }),
  ];
  expect(pickUnrecorded(all).map(({ path }) => path)).toEqual(["endpoints.a/b.firstTokenMs", "endpoints.a/b.price", "endpoints.a/b.limits"]);
});
