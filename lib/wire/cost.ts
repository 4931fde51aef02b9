import { formatUsdExact } from "@/lib/core/money";
import { spliceText } from "./splice";

/** What a client is told of the cost of its call; null is unknown. All amounts pico-USD. */
export type ToldCost = {
  servedPico: bigint | null;
  /** Known spend of attempts that did not serve. */
  failedPico: bigint;
  unknownAttempts: number;
  promptPico: bigint | null;
  completionPico: bigint | null;
  estimated: boolean;
};

/**
 * The `usage` member of an answer: the provider's own fields as they came, and the cost as exact decimal numbers.
 * An unknown cost is left out: clients read null as zero.
 * @param reported the JSON text of the provider's usage object; null when it sent none that can be read
 */
export function formatUsageMember(reported: string | null, counts: { input: number; output: number } | null, cost: ToldCost): string {
  const base = reported ?? (counts === null ? "{}" : formatCounts(counts));
  const details = [
    cost.servedPico === null ? null : `"served":${formatUsdExact(cost.servedPico)}`,
    `"failed":${formatUsdExact(cost.failedPico)}`,
    `"unknown_attempts":${cost.unknownAttempts}`,
    cost.promptPico === null ? null : `"upstream_inference_prompt_cost":${formatUsdExact(cost.promptPico)}`,
    cost.completionPico === null ? null : `"upstream_inference_completions_cost":${formatUsdExact(cost.completionPico)}`,
    cost.estimated ? '"estimated":true' : null,
  ];
  return spliceText(base, {
    cost: cost.servedPico === null ? null : formatUsdExact(cost.servedPico + cost.failedPico),
    cost_details: `{${details.filter((detail) => detail !== null).join(",")}}`,
  });
}

function formatCounts({ input, output }: { input: number; output: number }): string {
  return JSON.stringify({ prompt_tokens: input, completion_tokens: output, total_tokens: input + output });
}
