import { type Ratio, roundRatio } from "../ratio";

/** For lengths on screen only: a figure that is read or summed stays a Ratio. */
export function toLength(value: Ratio): number {
  return Number(roundRatio(value, 9, "half-even")) / 1e9;
}

/** A percentage for an SVG attribute, short enough to read in the markup. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 100_000) / 1_000;
}
