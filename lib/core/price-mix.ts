import type { Pico } from "./money";
import { type Price, resolvePrice } from "./price";
import { type Ratio, ratio } from "./ratio";
import { UNIT_CLASSES, type UnitClass } from "./usage";

/** What attempts read and wrote, by class: what another price would mean to them. */
export type Mix = { units: Readonly<Record<UnitClass, bigint>>; /** That had a request fee to pay. */ requests: bigint; tokens: bigint };

const NO_UNITS = Object.fromEntries(UNIT_CLASSES.map((name) => [name, 0n])) as Record<UnitClass, bigint>;

export function mixOf(units: Readonly<Record<UnitClass, bigint>>, requests: bigint): Mix {
  return { units, requests, tokens: UNIT_CLASSES.reduce((sum, name) => sum + units[name], 0n) };
}

export function sumMixes(mixes: readonly Mix[]): Mix {
  const units = { ...NO_UNITS };
  for (const mix of mixes) for (const name of UNIT_CLASSES) units[name] += mix.units[name];
  return mixOf(units, mixes.reduce((sum, { requests }) => sum + requests, 0n));
}

/** What a mix costs at a price, without the steps for long prompts: sums do not say how long a prompt was. */
export function costOfMix(price: Price, { units, requests }: Mix): Pico {
  const { prices } = resolvePrice(price, 0);
  return UNIT_CLASSES.reduce((sum, name) => sum + units[name] * prices[name], requests * prices.perRequest);
}

/** The same in USD per million tokens; null for a mix of no tokens. */
export function priceMix(price: Price, mix: Mix): Ratio | null {
  return mix.tokens === 0n ? null : ratio(costOfMix(price, mix), mix.tokens * 1_000_000n);
}
