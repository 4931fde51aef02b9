import type { Part } from "../closed-form/times";
import { shareUnder } from "../spread";
import type { OptionTimes } from "./passage";
import type { ProbedState } from "./probe";
import { CELLS } from "./waiting";

/**
 * When calls go on from a tier, and how many of those it serves have their first token in time, by how long they had
 * waited before.
 * @param promisedMs the end of the last cell of the search's clock
 */
export function timesOf({ up, down }: { up: ProbedState; down: ProbedState }, downShare: number, promisedMs: number): OptionTimes {
  const weigh = (list: "served" | "passed") => [
    ...up[list].map((part) => ({ part, weight: (1 - downShare) * part.weight })),
    ...down[list].map((part) => ({ part, weight: downShare * part.weight })),
  ].filter(({ weight }) => weight > 0);
  return { passing: passingCells(weigh("passed"), promisedMs), inTime: inTimeByCell(weigh("served"), promisedMs) };
}

type Weighed = readonly { part: Part; weight: number }[];

/** Each time goes to the two cells around it, so that its mean stays. */
function passingCells(parts: Weighed, promisedMs: number): Float64Array {
  const cells = new Float64Array(CELLS);
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  for (const { part, weight } of parts) {
    for (const atom of part.after) {
      const at = (atom.ms / promisedMs) * CELLS;
      const cell = Math.floor(at);
      const share = (weight / whole) * atom.weight;
      if (cell < CELLS) cells[cell] = (cells[cell] ?? 0) + share * (cell + 1 - at);
      if (cell + 1 < CELLS) cells[cell + 1] = (cells[cell + 1] ?? 0) + share * (at - cell);
    }
  }
  return cells;
}

function inTimeByCell(parts: Weighed, promisedMs: number): Float64Array {
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  return Float64Array.from({ length: CELLS }, (_, cell) => {
    const leftMs = promisedMs * (1 - cell / CELLS);
    return parts.reduce((sum, { part, weight }) => sum + (weight / whole) * shareOf(part, leftMs), 0);
  });
}

function shareOf({ after, spread, slowness, within }: Part, ms: number): number {
  return after.reduce((sum, atom) => {
    if (atom.ms > ms) return sum;
    const took = (ms - atom.ms) / slowness;
    return sum + atom.weight * (took >= within.ms ? 1 : shareUnder(spread, took) / within.share);
  }, 0);
}
