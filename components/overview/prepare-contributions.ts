import { add, compare, type Ratio } from "@/lib/core/ratio";
import type { Warc } from "@/lib/core/warc";
import { percent, toLength } from "./geometry";
import type { Part } from "./prepare-parts";

/** Lengths are percentages of the bar's width. */
export type ContributionBar = {
  segments: { key: string; rank: number; x: number; width: number }[];
  /** Where the same calls would end, all at their primary. */
  primaryX: number | null;
  waste: { x: number; width: number } | null;
};

/** The parts of WARC side by side, and the waste behind them; null when WARC is not known. */
export function prepareContributions(warc: Warc, parts: readonly Part[]): ContributionBar | null {
  if (!warc.warc) return null;
  const end = warc.wastePerMillion ? add(warc.warc, warc.wastePerMillion) : warc.warc;
  const whole = toLength(warc.primary && compare(warc.primary, end) > 0 ? warc.primary : end);
  const at = (value: Ratio) => percent(toLength(value), whole);
  let x = 0;
  const segments = parts.flatMap(({ key, rank, contribution }) => {
    const width = contribution ? at(contribution) : 0;
    const segment = { key, rank, x, width };
    x += width;
    return width > 0 ? [segment] : [];
  });
  const hasWaste = warc.wastePerMillion !== null && warc.wastePerMillion.numerator > 0n;
  return {
    segments,
    primaryX: warc.primary && at(warc.primary),
    waste: hasWaste && warc.wastePerMillion ? { x: at(warc.warc), width: at(warc.wastePerMillion) } : null,
  };
}
