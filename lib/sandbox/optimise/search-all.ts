import { extend, type Front, type Sink } from "./extend";
import type { Label } from "./label";
import type { Field, Option } from "./passage";
import type { Progress } from "./question";
import { pass, startReach } from "./reach";
import { startWaiting, waitOn } from "./waiting";

/** Some seconds, while somebody waits. 7 endpoints with 0 to 2 retries have 4⁷ = 16,384 sets. */
export const MOST_SETS = 300_000;

/** How many sets of options there are, the empty one included. */
export function countSets({ options }: Field): number {
  return options.reduce((product, each) => product * (each.length + 1), 1);
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
  const met = new Map<number, Sink>();
  const whole: Label[] = [];
  for (let set = 0; set < sets; set += 1) {
    const own = met.get(set);
    met.delete(set);
    for (const label of own?.whole ?? []) whole.push(label);
    const from = { ...comeThrough(set, field, strides), labels: own?.going ?? [] };
    options.forEach((ofEndpoint, endpoint) => {
      const stride = strides[endpoint] ?? 0;
      if (digitOf(set, stride, ofEndpoint.length) !== 0) return;
      ofEndpoint.forEach((option, index) => { extend(from, option, field, sinkOf(met, set + (index + 1) * stride)); });
    });
    if (set % 256 === 255) yield { done: set + 1, of: sets };
  }
  return whole;
}

function sinkOf(met: Map<number, Sink>, set: number): Sink {
  const known = met.get(set);
  if (known) return known;
  const sink: Sink = { going: [], whole: [] };
  met.set(set, sink);
  return sink;
}

function comeThrough(set: number, field: Field, strides: readonly number[]): Omit<Front, "labels"> {
  const reach = startReach(field);
  let waiting = startWaiting(field);
  field.options.forEach((ofEndpoint, endpoint) => {
    const option = ofEndpoint[digitOf(set, strides[endpoint] ?? 0, ofEndpoint.length) - 1];
    if (!option) return;
    pass(reach, option.domain, option.passages, field.spells);
    waiting = waitOn(waiting, option);
  });
  return { reach, waiting };
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
