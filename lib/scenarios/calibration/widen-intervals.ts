import type { Interval } from "@/lib/sandbox/result";
import type { ScenarioAnswer } from "../answer-schema";

type Figures = Pick<ScenarioAnswer, "availability" | "warcUsdPerMillion" | "effectiveUsdPerMillion" | "monthlyUsd" | "firstTokenMs" | "tiers" | "intervals">;

/**
 * The intervals of a simulation, which say how far its runs lie apart, widened on either side by what recorded attempts and
 * ranges leave open of the same scenario, which the formulas' intervals say. As they are where either has none.
 */
export function widenIntervals({ intervals }: Figures, formulas: Figures): Figures["intervals"] {
  const open = formulas.intervals;
  if (!intervals || !open) return intervals;
  const p = intervals.p.map((own, index) => widen(own, open.p[index] ?? null, formulas.tiers[index]?.p ?? null, 1) ?? own);
  return {
    ...intervals, p,
    availability: widen(intervals.availability, open.availability, formulas.availability, 1) ?? intervals.availability,
    warcUsdPerMillion: widen(intervals.warcUsdPerMillion, open.warcUsdPerMillion, formulas.warcUsdPerMillion),
    effectiveUsdPerMillion: widen(intervals.effectiveUsdPerMillion, open.effectiveUsdPerMillion, formulas.effectiveUsdPerMillion),
    monthlyUsd: widen(intervals.monthlyUsd, open.monthlyUsd, formulas.monthlyUsd),
    firstTokenP95Ms: widen(intervals.firstTokenP95Ms, open.firstTokenP95Ms, formulas.firstTokenMs?.p95Ms ?? null),
  };
}

function widen(own: Interval | null, open: Interval | null, middle: number | null, most = Infinity): [number, number] | null {
  if (!own) return null;
  if (!open || middle === null) return [...own];
  return [Math.max(0, own[0] - Math.max(0, middle - open[0])), Math.min(most, own[1] + Math.max(0, open[1] - middle))];
}
