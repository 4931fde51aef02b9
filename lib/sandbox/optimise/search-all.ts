import { extend, type Front, type Sink } from "./extend";
import type { Label } from "./label";
import type { Field, Option } from "./passage";
import type { Progress } from "./question";
import { pass, type Reach, startReach } from "./reach";
import { startWaiting, type Waiting, waitOn } from "./waiting";

/** Some seconds, while somebody waits. 7 endpoints with 0 to 2 retries have 4⁷ = 16,384 sets. */
const MOST_SETS = 300_000;

/** How many sets of options there are, the empty one included. */
export function countSets({ options }: Field): number {
  return options.reduce((product, each) => product * (each.length + 1), 1);
}

/** Whether all sets can be looked at in some seconds, and, where times are promised, in some hundred megabytes. */
export function isSearchable(field: Field): boolean {
  const times = startWaiting(field);
  return countSets(field) * (times ? times.length : 1) <= MOST_SETS;
}

/**
 * The best orders of every set of options, exactly.
 *
 * How many calls come through a set of tiers, in each spell and each state of the domains, is a product over its tiers,
 * and so the same in whatever order they stand; how long they have waited is a sum over its tiers, and so the same too.
 * What a tier adds to the spend, to the calls that end and to those that are served in time depends on those who come
 * through the set before it, and on nothing else: all of these add up along the order. So of two orders of one set, one
 * that is no worse in all of them stays no worse whatever comes after it, and the other can be forgotten; and effective
 * cost (spend / tokens served), availability, the monthly bill and whether the 95th percentile is in time (served in
 * time − 0.95 × served is not negative) are all monotone in them. The best orders of a set are therefore found among the
 * best orders of the sets with one option less (Held and Karp, 1962), and a walk over the sets in ascending order of
 * their number, where each comes after all its parts, meets every profile that can be the best or lie on the front. A
 * tier that is the last of its profile, and as such waits longer, is weighed apart: nothing comes after it.
 */
export function* searchAll(field: Field): Generator<Progress, Label[]> {
  const { options } = field;
  const sets = countSets(field);
  const strides = stridesOf(options);
  const met = new Map<number, Met>();
  const whole: Label[] = [];
  for (let set = 0; set < sets; set += 1) {
    const own = met.get(set);
    met.delete(set);
    for (const label of own?.whole ?? []) whole.push(label);
    const from: Front = { reach: reachOf(set, field, strides), waiting: own ? own.waiting : startWaiting(field), labels: own?.going ?? [] };
    options.forEach((ofEndpoint, endpoint) => {
      const stride = strides[endpoint] ?? 0;
      if (digitOf(set, stride, ofEndpoint.length) !== 0) return;
      ofEndpoint.forEach((option, index) => { extend(from, option, field, meet(met, set + (index + 1) * stride, from, option)); });
    });
    if (set % 256 === 255) yield { done: set + 1, of: sets };
  }
  return whole;
}

/** A set on which nobody has gone on yet. */
type Met = Sink & { waiting: Waiting };

/** How long the calls have waited that come through a set is worked out once, from whichever of its parts is met first. */
function meet(met: Map<number, Met>, set: number, from: Front, option: Option): Met {
  const known = met.get(set);
  if (known) return known;
  const made: Met = { going: [], whole: [], waiting: waitOn(from.waiting, option) };
  met.set(set, made);
  return made;
}

function reachOf(set: number, field: Field, strides: readonly number[]): Reach {
  const reach = startReach(field);
  field.options.forEach((ofEndpoint, endpoint) => {
    const option = ofEndpoint[digitOf(set, strides[endpoint] ?? 0, ofEndpoint.length) - 1];
    if (option) pass(reach, option.domain, option.passages, field.spells);
  });
  return reach;
}

/** A set is a number with a digit for each endpoint: 0 without it, else which of its options. */
function digitOf(set: number, stride: number, options: number): number {
  return Math.floor(set / stride) % (options + 1);
}

function stridesOf(options: readonly (readonly Option[])[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const each of options) {
    strides.push(stride);
    stride *= each.length + 1;
  }
  return strides;
}
