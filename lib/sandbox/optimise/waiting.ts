import type { Field, Option } from "./passage";

/** So many cells up to the time that is promised. */
export const CELLS = 128;

/**
 * How long the calls that come through a set of tiers have waited, by spell, in cells of the clock: what is later than
 * promised is left out. The sum of times that know nothing of each other does not depend on their order. What came before
 * is taken to be the same whichever domains were down, as in the closed form. null where no promise is made of time.
 */
export type Waiting = readonly Float64Array[] | null;

/** Everybody has waited for nothing yet. */
export function startWaiting({ spells, options }: Field): Waiting {
  if (!options.some((ofEndpoint) => ofEndpoint.some(({ times }) => times !== null))) return null;
  return spells.map(() => {
    const cells = new Float64Array(CELLS);
    cells[0] = 1;
    return cells;
  });
}

/** What those have waited who pass the option as well. */
export function waitOn(waiting: Waiting, { times }: Option): Waiting {
  return waiting && waiting.map((cells, spell) => addTimes(cells, times?.[spell]?.passing ?? new Float64Array(CELLS)));
}

/** The share of those served at the option in a spell whose first token comes in time. */
export function shareInTime(waiting: NonNullable<Waiting>, { times }: Option, spell: number): number {
  const inTime = times?.[spell]?.inTime;
  const cells = waiting[spell];
  let sum = 0;
  if (inTime && cells) for (let cell = 0; cell < CELLS; cell += 1) sum += (cells[cell] ?? 0) * (inTime[cell] ?? 0);
  return sum;
}

function addTimes(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(CELLS);
  for (let one = 0; one < CELLS; one += 1) {
    const weight = a[one] ?? 0;
    if (weight < 1e-12) continue;
    for (let other = 0; one + other < CELLS; other += 1) sum[one + other] = (sum[one + other] ?? 0) + weight * (b[other] ?? 0);
  }
  return sum;
}
