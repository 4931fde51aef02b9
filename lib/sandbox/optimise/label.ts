import type { Option } from "./passage";

/** An order of tiers that may still be the best one, with what its tiers come to together, for each call. */
export type Label = {
  option: Option;
  /** What comes before its last tier; null where that is the first. */
  before: Label | null;
  tiers: number;
  spendUsd: number;
  /** The share of calls that one of its tiers has ended unserved, and of their tokens. */
  ended: number;
  endedTokens: number;
  /** Of all calls, and of their tokens: `ended`, and those that nobody served. */
  unserved: number;
  unservedTokens: number;
  /** Calls served in time, less 95 in 100 of those served: not negative where the 95th percentile is in time; 0 where time does not matter. */
  slack: number;
};

/** The options of a label, first tier first. */
export function optionsOf(label: Label): Option[] {
  const options: Option[] = [];
  for (let each: Label | null = label; each; each = each.before) options.unshift(each.option);
  return options;
}

type Judge = (a: Label, b: Label) => boolean;

/** Whether the first order of a set is no worse in all that adds up along it: then it is not, whatever comes after them. */
export const goesOnAsWell: Judge = (a, b) => a.spendUsd <= b.spendUsd && a.ended <= b.ended && a.endedTokens <= b.endedTokens && a.slack >= b.slack;

/** Whether the first is no worse as a whole profile. Who is last may make a difference to who is served. */
export const endsAsWell: Judge = (a, b) => a.spendUsd <= b.spendUsd && a.unserved <= b.unserved && a.unservedTokens <= b.unservedTokens && a.slack >= b.slack;

/** Adds a label to those of its set unless one of them is as good, and takes out those that it makes needless. */
export function keepIfBetter(labels: Label[], label: Label, isAsGood: Judge): void {
  if (labels.some((each) => isAsGood(each, label))) return;
  let kept = 0;
  for (const each of labels) if (!isAsGood(label, each)) labels[kept++] = each;
  labels.length = kept;
  labels.push(label);
}
