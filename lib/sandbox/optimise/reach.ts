import type { Field, Option, Passages, Spell } from "./passage";

/**
 * The calls that no tier so far has served or ended, by spell, by domain, and by whether the domain is up (even) or down
 * (odd). Domains fail independently of each other, so that the share of a spell's calls that come through is the product
 * over its domains of the sum over both states; tiers of one domain multiply within each state, since it is down for all
 * of them at once. The order of the tiers does not matter to it.
 */
export type Reach = Float64Array;

/** Shares of all calls, and of all their tokens. */
export type Share = { calls: number; tokens: number };

/** What one more tier adds, in USD and shares for each call. */
export type Increment = { spendUsd: number; ended: Share; /** Served, by spell. */ served: Float64Array };

/** Everybody: before the first tier. */
export function startReach({ spells }: Field): Reach {
  return Float64Array.from(spells.flatMap(({ downShares }) => downShares.flatMap((down) => [1 - down, down])));
}

/** Takes out, in place, those who do not pass the option. */
export function pass(reach: Reach, domain: number, passages: Passages, spells: readonly Spell[]): Reach {
  let at = 2 * domain;
  for (let index = 0; index < spells.length; index += 1) {
    const { up, down } = passages[index] ?? missing();
    reach[at] = (reach[at] ?? 0) * up.passes;
    reach[at + 1] = (reach[at + 1] ?? 0) * down.passes;
    at += 2 * (spells[index] ?? missing()).downShares.length;
  }
  return reach;
}

/** Those who come through. */
export function shareOf(reach: Reach, spells: readonly Spell[]): Share {
  const sum = { calls: 0, tokens: 0 };
  let at = 0;
  for (const { share, tokens, downShares } of spells) {
    const through = share * productExcept(reach, at, downShares.length, -1);
    sum.calls += through;
    sum.tokens += through * tokens;
    at += 2 * downShares.length;
  }
  return sum;
}

/** What the option adds for those who reach it. */
export function incrementOf(reach: Reach, { domain }: Option, passages: Passages, spells: readonly Spell[]): Increment {
  const sum: Increment = { spendUsd: 0, ended: { calls: 0, tokens: 0 }, served: new Float64Array(spells.length) };
  let at = 0;
  for (let index = 0; index < spells.length; index += 1) {
    const { share, tokens, downShares } = spells[index] ?? missing();
    const { up, down } = passages[index] ?? missing();
    const others = share * productExcept(reach, at, downShares.length, domain);
    const whileUp = others * (reach[at + 2 * domain] ?? 0);
    const whileDown = others * (reach[at + 2 * domain + 1] ?? 0);
    const ended = whileUp * up.ends + whileDown * down.ends;
    sum.spendUsd += whileUp * up.spendUsd + whileDown * down.spendUsd;
    sum.ended.calls += ended;
    sum.ended.tokens += ended * tokens;
    sum.served[index] = whileUp * (1 - up.passes - up.ends) + whileDown * (1 - down.passes - down.ends);
    at += 2 * downShares.length;
  }
  return sum;
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
