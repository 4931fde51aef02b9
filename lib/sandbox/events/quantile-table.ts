import { quantileOf, type Spread } from "../spread";

const SIZE = 4_096;

/**
 * A spread as equally likely values, the middle of each 4,096th part: one is looked up in no time, percentiles up to the
 * 99.9th are right, and of what lies beyond the 99.99th the middle stands for all.
 */
export type QuantileTable = Float64Array;

export function tableOf(spread: Spread): QuantileTable {
  if (spread.kind === "fixed") return Float64Array.of(spread.value);
  if (spread.kind === "values") return Float64Array.from(spread.values.length > 0 ? spread.values : [0]);
  return Float64Array.from({ length: SIZE }, (_, index) => quantileOf(spread, (index + 0.5) / SIZE));
}

/** @param draw in [0, 1) */
export function lookUp(table: QuantileTable, draw: number): number {
  return table[Math.floor(draw * table.length)] ?? 0;
}
