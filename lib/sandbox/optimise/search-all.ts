import { keepIfBetter, type Label } from "./label";
import type { Field, Option } from "./passage";
import type { Progress } from "./question";
import { incrementOf, pass, type Reach, shareOf, startReach } from "./reach";

/** Some seconds, while somebody waits. 7 endpoints with 0 to 2 retries have 4⁷ = 16,384 sets. */
export const MOST_SETS = 1_000_000;

/** How many sets of options there are, the empty one included. */
export function countSets({ options }: Field): number {
  return options.reduce((product, each) => product * (each.length + 1), 1);
}

/**
 * The best orders of every set of options, exactly.
 *
 * How many calls come through a set of tiers, in each spell and each state of the domains, is a product over its tiers,
 * and so the same in whatever order they stand. What a tier adds to the spend, to the calls that end and to those that
 * are served in time depends on those who come through the set before it, and on nothing else: all three add up along
 * the order. So of two orders of one set, one that is no worse in all three stays no worse whatever comes after it, and
 * the other can be forgotten; and effective cost (spend / served), availability, the monthly bill and whether the 95th
 * percentile is in time are all monotone in the three. The best orders of a set are therefore found among the best
 * orders of the sets with one option less (Held and Karp, 1962), and a walk over the sets in ascending order of their
 * number, where each comes after all its parts, meets every profile that can be the best or lie on the front.
 */
export function* searchAll(field: Field): Generator<Progress, Label[]> {
  const { options } = field;
  const sets = countSets(field);
  const strides = stridesOf(options);
  const bySet = new Map<number, Label[]>();
  const all: Label[] = [];
  for (let set = 0; set < sets; set += 1) {
    const before = set === 0 ? [null] : (bySet.get(set) ?? []);
    bySet.delete(set);
    const reach = reachOf(set, field, strides);
    options.forEach((ofEndpoint, endpoint) => {
      const stride = strides[endpoint] ?? 0;
      if (digitOf(set, stride, ofEndpoint.length) !== 0) return;
      ofEndpoint.forEach((option, index) => extend(before, option, reach, field, labelsOf(bySet, set + (index + 1) * stride)));
    });
    for (const label of before) if (label) all.push(label);
    if (set % 256 === 255) yield { done: set + 1, of: sets };
  }
  return all;
}

/** Puts the option behind each of the labels, all of which are of the set whose reach is given. */
export function extend(before: readonly (Label | null)[], option: Option, reach: Reach, { spells }: Field, into: Label[]): void {
  const { spendUsd, ends } = incrementOf(reach, option, spells);
  const through = shareOf(pass(reach.slice(), option, spells), spells);
  for (const label of before) {
    const ended = (label?.ended ?? 0) + ends;
    keepIfBetter(into, {
      option, before: label, tiers: (label?.tiers ?? 0) + 1, spendUsd: (label?.spendUsd ?? 0) + spendUsd, ended, unserved: ended + through, slack: 0,
    });
  }
}

function labelsOf(bySet: Map<number, Label[]>, set: number): Label[] {
  const known = bySet.get(set);
  if (known) return known;
  const labels: Label[] = [];
  bySet.set(set, labels);
  return labels;
}

function reachOf(set: number, field: Field, strides: readonly number[]): Reach {
  const reach = startReach(field);
  field.options.forEach((ofEndpoint, endpoint) => {
    const option = ofEndpoint[digitOf(set, strides[endpoint] ?? 0, ofEndpoint.length) - 1];
    if (option) pass(reach, option, field.spells);
  });
  return reach;
}

/** A set is a number with a digit for each endpoint: 0 without it, else which of its options. */
function digitOf(set: number, stride: number, options: number): number {
  return Math.floor(set / stride) % (options + 1);
}

function stridesOf(options: Field["options"]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const each of options) {
    strides.push(stride);
    stride *= each.length + 1;
  }
  return strides;
}
