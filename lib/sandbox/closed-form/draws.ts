import type { PlanInput } from "@/lib/core/plan-input";
import type { Strategy } from "@/lib/core/profile";
import { EXPLORE_CHANCE } from "@/lib/core/strategy/fastest";

/** A draw that stands for a share of all, since all of them lead to the same order. */
export type Draw = { share: number; draw: number; stalest: PlanInput | null };

/** Where no draw matters, and nobody is explored. */
export const MIDDLE = { draw: 0.5, stalest: null } as const;

/**
 * The draws that a plan can depend on. `fastest` explores whoever was asked longest ago; since whoever goes first is
 * asked all the time, that is taken to be each of the others equally often.
 */
export function drawsOf(strategy: Strategy, fit: readonly PlanInput[], findFirst: () => PlanInput | null): Draw[] {
  if (strategy === "weighted") return drawsByWeight(fit);
  if (strategy !== "fastest" || fit.length < 2) return [{ share: 1, ...MIDDLE }];
  const first = findFirst();
  const others = fit.filter((tier) => tier !== first);
  const explored = others.map((stalest) => ({ share: EXPLORE_CHANCE / others.length, draw: 0, stalest }));
  return [{ share: 1 - EXPLORE_CHANCE, ...MIDDLE }, ...explored];
}

/** One draw for each stretch in which neither the tiers nor the last resorts, which share the draw, change their order. */
function drawsByWeight(fit: readonly PlanInput[]): Draw[] {
  const isLast = ({ rules }: PlanInput) => rules.lastResort;
  const cuts = new Set([0, 1, ...edgesOf(fit.filter((tier) => !isLast(tier))), ...edgesOf(fit.filter(isLast))]);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index] ?? 0;
    return to > from ? { share: to - from, draw: (from + to) / 2, stalest: null } : [];
  });
}

function edgesOf(tiers: readonly PlanInput[]): number[] {
  const weights = tiers.map(({ rules }) => Math.max(0, rules.weight));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return whole === 0 ? [] : weights.map((weight) => Math.min(1, (sum += weight) / whole));
}
