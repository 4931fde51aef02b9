import { z } from "zod";
import { type Mix, sumMixes } from "@/lib/core/price-mix";
import { getDb } from "@/lib/db";
import { listConfirmations } from "@/lib/feeds/confirmations";
import { listEndpointUse } from "@/lib/reports/endpoint-use";
import { listLatency } from "@/lib/reports/latency";
import { type BoardFilters, type BoardWeights, filterBoard, prepareBoard } from "@/lib/reports/price-board";
import { listProviders } from "@/lib/reports/provider-list";
import { firstValues, type Scope, type SearchParams } from "@/lib/reports/scope";

const MOST_COMPARED = 4;

const text = z.string().trim().max(200).catch("");
const addressSchema = z.object({ q: text, provider: text, used: z.literal("1").optional().catch(undefined), weights: text, compare: z.string().max(2_000).catch("") });

/** What the page's address says beside its view. */
export type BoardAddress = {
  filters: BoardFilters;
  /** The key of the weights whose history is shown; empty for those that are used most. */
  history: string;
  /** `provider/model` of hosts that stand side by side. */
  compared: string[];
};

/** Reads `q`, `provider`, `used`, `weights` and `compare` from the page's address. */
export function parseBoardAddress(params: SearchParams): BoardAddress {
  const { q, provider, used, weights, compare } = addressSchema.parse(firstValues(params));
  const compared = [...new Set(compare.split(",").filter((name) => name !== ""))].slice(0, MOST_COMPARED);
  return { filters: { text: q, provider, used: used === "1" }, history: weights, compared };
}

export type Board = { /** Without filters. */ all: BoardWeights[]; /** What the filters leave. */ weights: BoardWeights[]; mix: Mix };

/** What the price board shows, and its export holds. */
export async function readBoard(scope: Scope, filters: BoardFilters, now: Date): Promise<Board> {
  const [providers, use, latency, confirmed] = await Promise.all([
    listProviders(getDb(), scope.teamId), listEndpointUse(getDb(), scope), listLatency(getDb(), scope), listConfirmations(getDb(), scope.teamId),
  ]);
  const mix = sumMixes([...use.values()].map((each) => each.mix));
  const elapsedMs = Math.min(now.getTime(), scope.range.to.getTime()) - scope.range.from.getTime();
  const all = prepareBoard({ providers, mix, use, latency: new Map(latency.map((each) => [each.endpoint, each])), confirmed, elapsedMs, now });
  return { all, weights: filterBoard(all, filters), mix };
}
