import { expect, test } from "vitest";
import type { ScenarioAnswer } from "@/lib/scenarios/answer-schema";
import { formatAnswer } from "./format-answer";

const tier = { failureDomain: "groq", failed: {}, skipped: 0, limitUse: null };
const answer: ScenarioAnswer = {
  engine: "closed-form", profile: { slug: "extract", version: 3 }, seed: 1, calls: 43_200,
  tiers: [
    { ...tier, tier: 1, endpoint: "groq/llama", p: 0.95, pUnconditional: 0.95, usdPerMillion: 1, attempts: 1, served: 0.95 },
    { ...tier, tier: 2, endpoint: "openai/gpt", p: 0.05, pUnconditional: 0.049_999, usdPerMillion: 5, attempts: 0.05, served: 0.049_999 },
  ],
  warcUsdPerMillion: 1.2, primaryUsdPerMillion: 1, weightingUsdPerMillion: 0, wasteUsdPerMillion: 0, effectiveUsdPerMillion: 1.2,
  availability: 0.999_999_9, availabilityWithoutFallback: 0.95, attemptsPerCall: 1.05, spendUsd: null, monthlyUsd: null,
  firstTokenMs: { meanMs: 400, p50Ms: 320.4, p95Ms: 911 }, wholeMs: null,
  intervals: { replications: 8, availability: [0.998, 1], warcUsdPerMillion: [1.1, 1.3], effectiveUsdPerMillion: null, monthlyUsd: null, p: [[0.94, 0.96], [0.04, 0.06]], firstTokenP95Ms: null },
  backtest: null, thin: [],
  assumptions: [
    { path: "traffic.callsPerMinute", label: "Calls a minute", value: "1", source: { kind: "ledger", what: "calls", count: 48_210 }, isThin: false },
    { path: "endpoints.openai/gpt.success", label: "openai/gpt: success", value: "100%", source: { kind: "assumed" }, isThin: true },
  ],
};

test("an answer reads as a table; what is unknown is a word, and what is not all never reads as 100%", () => {
  expect(formatAnswer(answer)).toEqual([
    "extract (version 3), by formulas, 43,200 calls, seed 1",
    "",
    "tier  endpoint           P  of all calls  USD/M  attempts a call",
    "1     groq/llama  95.0000%      95.0000%   1.00           1.0000",
    "2     openai/gpt   5.0000%       4.9999%   5.00           0.0500",
    "",
    "WARC              1.20 USD/M   1.10 to 1.30",
    "primary cost      1.00 USD/M",
    "effective cost    1.20 USD/M",
    "availability      99.9999%     99.8000% to 100.0000%",
    "without fallback  95.0000%",
    "30 days           unknown USD",
    "first token p50   320 ms",
    "first token p95   911 ms",
    "",
    "It rests on:",
    "Calls a minute       1     ledger, 48,210 calls",
    "openai/gpt: success  100%  assumed, few attempts",
  ]);
});

test("a backtest says what part of the record it is, what happened then, and what nobody knows", () => {
  const actual = { availability: 0.99, warcUsdPerMillion: 1.3, effectiveUsdPerMillion: null, spendUsd: 5, monthlyUsd: 20, tiers: [] };
  const lines = formatAnswer({ ...answer, engine: "backtest", calls: 200_000, backtest: { recordedCalls: 400_000, oneOf: 2, replayedShare: 0.9, unknowable: [{ endpoint: "openai/gpt", calls: 12 }], actual } });
  expect(lines.slice(15, 21)).toEqual([
    "200,000 recorded calls, one in 2 of 400,000; 90.0000% of the attempts as recorded, the others drawn. What happened then:",
    "WARC            1.30 USD/M",
    "effective cost  unknown USD/M",
    "availability    99.0000%",
    "30 days         20.00 USD",
    "openai/gpt was never called then: 12 calls rest on assumptions.",
  ]);
});
