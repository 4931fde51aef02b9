import type { Pico } from "./money";
import { type Ratio, ratio, sum } from "./ratio";

/** Per million tokens, calls weighing alike; per million tokens, tokens weighing alike; per 1,000 calls. No factor lies between them. */
export const MEASURES = ["by-calls", "by-tokens", "per-1000-calls"] as const;

/** In which of its three measures WARC is told. */
export type Measure = (typeof MEASURES)[number];

/** What a tier served, in both of the units that a mean can be taken over. Its amounts are known ones. */
export type Served = { calls: bigint; tokens: bigint };

export type Basis = {
  /** What a tier weighs in the mean. */
  weight: keyof Served;
  /** What its cost is divided by. */
  per: keyof Served;
  /** Pico-USD over `per`, times `scale.numerator / scale.denominator`, is USD in the measure's unit. */
  scale: { numerator: bigint; denominator: bigint };
};

/** The million tokens cancels six of the twelve places of a pico-USD. */
const PER_MILLION = { numerator: 1n, denominator: 1_000_000n };

export const BASES: Readonly<Record<Measure, Basis>> = {
  "by-calls": { weight: "calls", per: "tokens", scale: PER_MILLION },
  "by-tokens": { weight: "tokens", per: "tokens", scale: PER_MILLION },
  "per-1000-calls": { weight: "calls", per: "calls", scale: { numerator: 1n, denominator: 1_000_000_000n } },
};

/** What one tier adds to a mean: `costPico` is of its served calls, at whatever price. */
export type Weighted = { served: Served; costPico: Pico };

/**
 * Σ P × C in the measure's unit; null without anything served, or when a tier that served has nothing to divide its cost
 * by. The shares' common denominator is divided by once, at the end: the numbers stay a fraction as long.
 */
export function weightedMean(tiers: readonly Weighted[], measure: Measure): Ratio | null {
  const { weight, per, scale } = BASES[measure];
  const parts = tiers.filter(({ served }) => served.calls > 0n);
  const whole = parts.reduce((all, { served }) => all + served[weight], 0n);
  if (whole === 0n || parts.some(({ served }) => served[per] === 0n)) return null;
  const { numerator, denominator } = sum(parts.map(({ served, costPico }) => ratio(served[weight] * costPico, served[per])));
  return { numerator: numerator * scale.numerator, denominator: denominator * whole * scale.denominator };
}
