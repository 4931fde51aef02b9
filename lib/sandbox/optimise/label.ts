import type { Option } from "./passage";

/** An order of tiers that may still be the best one, with what its tiers come to together, for each call. */
export type Label = {
  option: Option;
  /** What comes before its last tier; null where that is the first. */
  before: Label | null;
  tiers: number;
  spendUsd: number;
  /** The share of calls that one of its tiers has ended unserved. */
  ended: number;
  /** Of all calls: `ended`, and those that nobody served. */
  unserved: number;
  /** Calls served in time, less 95 in 100 of those served: not negative where the 95th percentile is in time; 0 where time does not matter. */
  slack: number;
};

/** The options of a label, first tier first. */
export function optionsOf(label: Label): Option[] {
  const options: Option[] = [];
  for (let each: Label | null = label; each; each = each.before) options.unshift(each.option);
  return options;
}

/** Whether the first is at least as good in all that adds up along the order: among labels of one set it then is whatever comes after. */
export function covers(a: Label, b: Label): boolean {
  return a.spendUsd <= b.spendUsd && a.ended <= b.ended && a.slack >= b.slack;
}

/** Adds a label to those of its set, and takes out those that it makes needless. */
export function keepIfBetter(labels: Label[], label: Label): void {
  if (labels.some((each) => covers(each, label))) return;
  let kept = 0;
  for (const each of labels) if (!covers(label, each)) labels[kept++] = each;
  labels.length = kept;
  labels.push(label);
}
