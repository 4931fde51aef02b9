import type { Ranged } from "@/lib/sandbox/inputs";
import type { InputsChange } from "./change-inputs";

/** One number among the inputs: what it is called, within which bounds its slider moves, and what stands in it. */
export type NumberSpec = {
  /** Where its assumption and its problem stand, such as `traffic.callsPerMinute`. */
  path: string;
  /** Of a part of that, such as the 95th percentile; unique together with the path. */
  part?: string;
  label: string;
  /** Behind the number; "%" shows a share from 0 to 1. */
  unit: string;
  /** Of the slider, which may also be logarithmic; typed numbers may lie beyond. */
  min: number;
  max: number;
  isLog?: boolean;
  /** What was typed; null where it is left to the background. */
  said: Ranged | null;
  /** What the scenario takes; null where nobody knows. */
  used: number | null;
  change: (value: Ranged) => InputsChange;
  /** What is said below it while the scenario takes no value. */
  absent?: string;
  /** Whether two numbers may stand for it, between which it lies. */
  canRange: boolean;
};

/** The slider has so many steps. */
export const SLIDER_STEPS = 200;

/** Where a value stands on its slider, from 0 to SLIDER_STEPS. */
export function toSlider({ min, max, isLog }: NumberSpec, value: number): number {
  const inside = Math.min(Math.max(value, min), max);
  const part = isLog ? Math.log(inside / min) / Math.log(max / min) : (inside - min) / (max - min);
  return Math.round(part * SLIDER_STEPS);
}

/** The value at a place of the slider, with no more digits than a person would type. */
export function fromSlider(spec: NumberSpec, place: number): number {
  const part = place / SLIDER_STEPS;
  const value = spec.isLog ? spec.min * (spec.max / spec.min) ** part : spec.min + part * (spec.max - spec.min);
  return roundTo(value, spec.unit === "%" ? 4 : 3);
}

/** As the field shows it: shares in percent. */
export function formatNumber({ unit }: Pick<NumberSpec, "unit">, value: number): string {
  return String(roundTo(unit === "%" ? value * 100 : value, 6));
}

/** What was typed as a number, thousands with or without commas; null where it is none. */
export function readNumber({ unit }: Pick<NumberSpec, "unit">, text: string): number | null {
  const plain = text.trim().replace(/%$/, "").replaceAll(",", "").trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  if (!Number.isFinite(number)) return null;
  // Through text: 99.9 / 100 is not 0.999 to the last digit.
  return unit === "%" ? Number((number / 100).toPrecision(12)) : number;
}

/** Two ends for who turns a number into a range: a tenth to each side, shares within theirs. */
export function widen({ unit }: Pick<NumberSpec, "unit">, value: number): readonly [number, number] {
  if (unit !== "%") return [roundTo(value * 0.9, 3), roundTo(value * 1.1, 3)];
  const margin = Math.min(value, 1 - value) / 2;
  return [roundTo(value - margin, 4), roundTo(value + margin, 4)];
}

function roundTo(value: number, digits: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(digits));
}
