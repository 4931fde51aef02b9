import type { Tier } from "@/lib/core/profile";
import { type Found } from "./found";
import { compareStandings, type Standing } from "./front";
import type { Point, Progress } from "./question";

/** Each takes the closed form some milliseconds. */
const MOST_WHOLE = 3_000;
/** How many profiles are gone on from at each number of tiers. */
const WIDTH = 40;
const MOST_TIERS = 6;

type Tiers = readonly Omit<Tier, "position">[];

export type Searched = { found: Found[]; method: "exact" | "heuristic"; combinations: number };

/**
 * Where a tier's chances hang on the tiers around it, such as under caps, profiles are judged one by one. All of them while
 * they are few enough; else those that begin like the best ones met: tier by tier the WIDTH profiles on the lower fronts
 * of cost against availability are gone on from, so that no point that was met is hidden behind one that is worse.
 */
export function* searchProfiles(options: readonly Tiers[], solve: (tiers: Tiers) => Point | null, isInTime: (point: Point) => boolean | null): Generator<Progress, Searched> {
  const whole = countProfiles(options.map(({ length }) => length));
  const isExact = whole <= MOST_WHOLE;
  const most = isExact ? options.length : Math.min(MOST_TIERS, options.length);
  const of = isExact ? whole : (1 + WIDTH * (most - 1)) * options.flat().length;
  const found: Found[] = [];
  let done = 0;
  let beginnings: { tiers: Tiers; standing: Standing }[] = [{ tiers: [], standing: { cost: 0, unserved: 1, tiers: 0 } }];
  for (let length = 1; length <= most; length += 1) {
    const met: typeof beginnings = [];
    for (const { tiers } of beginnings) {
      for (const ofEndpoint of options) {
        if (tiers.some(({ endpoint }) => endpoint.id === ofEndpoint[0]?.endpoint.id)) continue;
        for (const tier of ofEndpoint) {
          const longer = [...tiers, tier];
          const point = solve(longer);
          done += 1;
          yield { done: Math.min(done, of), of };
          const standing = point ? standingOf(point) : { cost: Infinity, unserved: 1, tiers: length };
          met.push({ tiers: longer, standing });
          if (point) found.push({ standing, monthlyUsd: point.monthlyUsd, isInTime: isInTime(point), tiers: () => longer });
        }
      }
    }
    beginnings = isExact ? met : lowerFronts(met, WIDTH);
  }
  return { found, method: isExact ? "exact" : "heuristic", combinations: done };
}

function standingOf({ effectiveUsdPerMillion, availability, profile }: Point): Standing {
  return { cost: effectiveUsdPerMillion, unserved: 1 - availability, tiers: profile.tiers.length };
}

/** How many orders of choices there are, each of which takes one option of some endpoints. */
function countProfiles(options: readonly number[]): number {
  // By how many endpoints are chosen: the sum of products of their options, times their orders.
  const chosen = options.reduce<number[]>((sums, count) => [...sums, 0].map((sum, size) => sum + (sums[size - 1] ?? 0) * count), [1]);
  let orders = 1;
  let all = 0;
  for (const [size, sum] of chosen.entries()) {
    if (size > 0) orders *= size;
    if (size > 0) all += sum * orders;
  }
  return all;
}

/** The front, then the front of the others, and so on, until there are enough. */
function lowerFronts<T extends { standing: Standing }>(all: readonly T[], enough: number): T[] {
  let left = [...all].sort((a, b) => compareStandings(a.standing, b.standing));
  const kept: T[] = [];
  while (left.length > 0 && kept.length < enough) {
    let least = Infinity;
    const others: T[] = [];
    for (const each of left) {
      if (each.standing.unserved < least && kept.length < enough) {
        least = each.standing.unserved;
        kept.push(each);
      } else others.push(each);
    }
    left = others;
  }
  return kept;
}
