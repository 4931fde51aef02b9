import type { Machine } from "./machine";
import { figuresOf, monthlyUsd, shareOfServed, tallyAll } from "./solve";
import { findQuantile } from "./times";

/** The figures that intervals are told of. */
export type KeyFigures = {
  availability: number;
  warcUsdPerMillion: number | null;
  effectiveUsdPerMillion: number | null;
  monthlyUsd: number | null;
  p: readonly number[];
  firstTokenP95Ms: number | null;
};

/** Those of a whole solution, without the rest: for draws by the hundred. */
export function keyFiguresOf(machine: Machine): KeyFigures {
  const { tallies, journey, calls } = tallyAll(machine);
  const figures = figuresOf(tallies);
  const { first } = journey.listParts();
  const served = first.reduce((sum, { weight }) => sum + weight, 0);
  return {
    availability: figures.availability,
    warcUsdPerMillion: figures.warc,
    effectiveUsdPerMillion: figures.effective,
    monthlyUsd: monthlyUsd(figures.spendPico, calls, machine.scenario),
    p: tallies.map((tally) => shareOfServed(tally, figures.availability)),
    firstTokenP95Ms: served === 0 ? null : findQuantile(first, 0.95 * served),
  };
}
