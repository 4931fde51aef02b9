import type { Cause } from "@/lib/core/outcome";
import type { CallGroup } from "./call-groups";
import type { Flow } from "./flow";
import type { ShapeMeans } from "./shape-means";
import type { WalkGraph } from "./walk-graph";
import type { Ways } from "./ways";

/** What a tier comes to, for each call that is weighed; amounts in pico-USD, null once one is not known. */
export type TierTally = {
  served: number;
  attempts: number;
  skipped: number;
  failed: Partial<Record<Cause, number>>;
  /** Of `served`, by the first candidate of a plan that kept its primary. */
  servedFirst: number;
  tokens: number;
  costPico: number | null;
  primaryPico: number | null;
  wastePico: number | null;
};

/** A group of calls with all that a phase says of it. */
export type Grouped = {
  group: CallGroup;
  graph: WalkGraph;
  means: ShapeMeans;
  /** By the index of the tier. */
  ways: readonly Ways[];
  /** What one of its calls costs when served there, by the index of the tier; null is not known. */
  costPico: readonly (number | null)[];
};

export function emptyTallies(tiers: number): TierTally[] {
  return Array.from({ length: tiers }, () => ({ served: 0, attempts: 0, skipped: 0, failed: {}, servedFirst: 0, tokens: 0, costPico: 0, primaryPico: 0, wastePico: 0 }));
}

/** Adds what a flow of calls, weighing so much, comes to. */
export function addFlow(tallies: readonly TierTally[], { group, graph, means, ways, costPico }: Grouped, flow: Flow, weight: number): void {
  const primary = group.primary === null ? null : (costPico[group.primary] ?? null);
  for (const [index, node] of graph.nodes.entries()) {
    const tier = group.order[node.candidate] ?? -1;
    const tally = tallies[tier];
    if (!tally || flow.reached[index] === 0) continue;
    const cost = costPico[tier] ?? null;
    const served = weight * (flow.served[index] ?? 0);
    const skipped = weight * (flow.skipped[index] ?? 0);
    tally.served += served;
    if (node.candidate === 0 && tier === group.primary) tally.servedFirst += served;
    tally.skipped += skipped;
    tally.attempts += weight * (flow.reached[index] ?? 0) - skipped;
    tally.tokens += served * means.tokens;
    tally.costPico = addAmount(tally.costPico, served, cost);
    tally.primaryPico = addAmount(tally.primaryPico, served, primary);
    addFailures(tally, ways[tier]?.all ?? [], flow.failed[index] ?? [], { weight, cost });
  }
}

function addFailures(tally: TierTally, ways: Ways["all"], shares: ArrayLike<number>, { weight, cost }: { weight: number; cost: number | null }): void {
  for (const [way, { cause, billedMillionths }] of ways.entries()) {
    const failed = weight * (shares[way] ?? 0);
    if (failed === 0) continue;
    tally.failed[cause] = (tally.failed[cause] ?? 0) + failed;
    tally.wastePico = addAmount(tally.wastePico, (failed * billedMillionths) / 1_000_000, cost);
  }
}

/** Nothing of an unknown amount is nothing; anything of it is not known. */
function addAmount(sum: number | null, times: number, each: number | null): number | null {
  if (times === 0 || sum === null) return sum;
  return each === null ? null : sum + times * each;
}
