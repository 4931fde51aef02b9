import { add, compare, type Ratio } from "@/lib/core/ratio";
import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { percent, toLength } from "../chart/geometry";
import type { Part } from "./prepare-parts";

/** Lengths are percentages of the bar's width. */
export type ContributionBar = {
  segments: { key: string; rank: number; x: number; width: number }[];
  /** Where the same calls would end, all at their primary. */
  primaryX: number | null;
  waste: { x: number; width: number } | null;
};

/** The parts of WARC side by side, and the waste behind them; null when WARC is not known. */
export function prepareContributions(warc: MeasuredWarc, parts: readonly Part[]): ContributionBar | null {
  if (!warc.warc) return null;
  const end = warc.waste ? add(warc.warc, warc.waste) : warc.warc;
  const whole = toLength(warc.primary && compare(warc.primary, end) > 0 ? warc.primary : end);
  const at = (value: Ratio) => percent(toLength(value), whole);
  let x = 0;
  const segments = parts.flatMap(({ key, rank, contribution }) => {
    const width = contribution ? at(contribution) : 0;
    const segment = { key, rank, x, width };
    x += width;
    return width > 0 ? [segment] : [];
  });
  return {
    segments,
    primaryX: warc.primary && at(warc.primary),
    waste: warc.waste && warc.waste.numerator > 0n ? { x: at(warc.warc), width: at(warc.waste) } : null,
  };
}
