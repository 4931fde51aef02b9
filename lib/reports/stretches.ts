import { QUARTER_MS, type Range } from "@/lib/core/period";

/** What sums are kept by, the longest first: UTC days, UTC hours and quarter-hours. */
const UNITS = [["day", 96 * QUARTER_MS], ["hour", 4 * QUARTER_MS], ["quarter", QUARTER_MS]] as const;

type SumUnit = (typeof UNITS)[number][0];

/** A part of a range that is read from sums of one unit, whole ones only. */
export type Stretch = { unit: SumUnit; from: Date; to: Date };

/**
 * Cuts a range into the fewest whole days, hours and quarter-hours so that none has a cut inside it: each then belongs
 * to one slot of a chart, whatever its zone. Local days that are not UTC days take hours, or quarter-hours around
 * midnight in zones that are not whole hours from UTC.
 * @param range on quarter-hours
 * @param cuts where slots begin, ascending and on quarter-hours; those outside of the range count for nothing
 */
export function listStretches({ from, to }: Range, cuts: readonly Date[]): Stretch[] {
  const stretches: Stretch[] = [];
  const toMs = to.getTime();
  let nextCut = 0;
  for (let atMs = from.getTime(); atMs < toMs;) {
    while (cutAt(cuts, nextCut) <= atMs) nextCut++;
    const endMs = Math.min(toMs, cutAt(cuts, nextCut));
    const [unit, lengthMs] = UNITS.find(([, length]) => atMs % length === 0 && atMs + length <= endMs) ?? UNITS[2];
    const last = stretches.at(-1);
    if (last?.unit === unit) last.to = new Date(atMs + lengthMs);
    else stretches.push({ unit, from: new Date(atMs), to: new Date(atMs + lengthMs) });
    atMs += lengthMs;
  }
  return stretches;
}

function cutAt(cuts: readonly Date[], index: number): number {
  return cuts[index]?.getTime() ?? Infinity;
}
