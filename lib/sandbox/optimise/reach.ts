import type { Field, Option, Spell } from "./passage";

/**
 * The calls that no tier so far has served or ended, as a share of all, by spell, by domain, and by whether the domain is
 * up (even) or down (odd). Domains fail independently of each other, so that the share of a spell's calls that come
 * through is the product over its domains of the sum over both states; tiers of one domain multiply within each state,
 * since it is down for all of them at once. The order of the tiers does not matter to it.
 */
export type Reach = Float64Array;

/** What one more tier adds, in shares of all calls and USD for each call. */
export type Increment = { spendUsd: number; ends: number };

/** Everybody: before the first tier. */
export function startReach({ spells }: Field): Reach {
  return Float64Array.from(spells.flatMap(({ downShares }) => downShares.flatMap((down) => [1 - down, down])));
}

/** Takes out, in place, those who do not pass the option. */
export function pass(reach: Reach, { domain, passages }: Option, spells: readonly Spell[]): Reach {
  let at = 2 * domain;
  for (let index = 0; index < spells.length; index += 1) {
    const { up, down } = passages[index] ?? missing();
    reach[at] = (reach[at] ?? 0) * up.passes;
    reach[at + 1] = (reach[at + 1] ?? 0) * down.passes;
    at += 2 * (spells[index] ?? missing()).downShares.length;
  }
  return reach;
}

/** The share of all calls that come through. */
export function shareOf(reach: Reach, spells: readonly Spell[]): number {
  let sum = 0;
  let at = 0;
  for (const { share, downShares } of spells) {
    sum += share * productExcept(reach, at, downShares.length, -1);
    at += 2 * downShares.length;
  }
  return sum;
}

/** What the option adds for those who reach it. */
export function incrementOf(reach: Reach, { domain, passages }: Option, spells: readonly Spell[]): Increment {
  let spendUsd = 0;
  let ends = 0;
  let at = 0;
  for (let index = 0; index < spells.length; index += 1) {
    const { share, downShares } = spells[index] ?? missing();
    const { up, down } = passages[index] ?? missing();
    const others = share * productExcept(reach, at, downShares.length, domain);
    const whileUp = others * (reach[at + 2 * domain] ?? 0);
    const whileDown = others * (reach[at + 2 * domain + 1] ?? 0);
    spendUsd += whileUp * up.spendUsd + whileDown * down.spendUsd;
    ends += whileUp * up.ends + whileDown * down.ends;
    at += 2 * downShares.length;
  }
  return { spendUsd, ends };
}

function productExcept(reach: Reach, from: number, domains: number, except: number): number {
  let product = 1;
  for (let domain = 0; domain < domains; domain += 1) {
    if (domain !== except) product *= (reach[from + 2 * domain] ?? 0) + (reach[from + 2 * domain + 1] ?? 0);
  }
  return product;
}

function missing(): never {
  throw new Error("An option has a passage for each spell");
}
