import { formatUsdExact } from "@/lib/core/money";
import { spliceText } from "./splice";

/** What a client is told of the cost of its call; null is unknown. All amounts pico-USD. */
export type ToldCost = {
  served: { pico: bigint; promptPico: bigint; completionPico: bigint } | null;
  /** Known spend of attempts that did not serve. */
  failedPico: bigint;
  unknownAttempts: number;
  estimated: boolean;
};

/**
 * The `usage` member of an answer: the provider's own fields as they came, and the cost as exact decimal numbers.
 * An unknown cost is left out, details and all: clients read null as zero, and some want all details or none.
 * @param reported the JSON text of the provider's usage object; null when it sent none that can be read
 */
export function formatUsageMember(reported: string | null, counts: { input: number; output: number } | null, cost: ToldCost): string {
  const base = reported ?? (counts === null ? "{}" : formatCounts(counts));
  if (cost.served === null) return spliceText(base, { cost: null, cost_details: null });
  const { pico, promptPico, completionPico } = cost.served;
  const details = [
    `"served":${formatUsdExact(pico)}`,
    `"failed":${formatUsdExact(cost.failedPico)}`,
    `"unknown_attempts":${cost.unknownAttempts}`,
    `"upstream_inference_prompt_cost":${formatUsdExact(promptPico)}`,
    `"upstream_inference_completions_cost":${formatUsdExact(completionPico)}`,
    ...(cost.estimated ? ['"estimated":true'] : []),
  ];
  const edits = { cost: formatUsdExact(pico + cost.failedPico), cost_details: `{${details.join(",")}}` };
  return hasNoCost(base) ? appendMembers(base, edits) : spliceText(base, edits);
}

/** Whether no member can be called `cost` or `cost_details`, not even with escapes in its name. */
function hasNoCost(object: string): boolean {
  return !object.includes("cost") && !object.includes("\\");
}

/** To an object's text that has none of them yet: most providers report no cost. */
function appendMembers(object: string, { cost, cost_details: details }: { cost: string; cost_details: string }): string {
  const open = object.slice(0, -1).trimEnd();
  return `${open}${open.endsWith("{") ? "" : ","}"cost":${cost},"cost_details":${details}}`;
}

function formatCounts({ input, output }: { input: number; output: number }): string {
  return JSON.stringify({ prompt_tokens: input, completion_tokens: output, total_tokens: input + output });
}
