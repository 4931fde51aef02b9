import { log } from "@/lib/core/exp-log";
import { extend, type Sink } from "./extend";
import type { Label } from "./label";
import type { Field, Option } from "./passage";
import type { Progress } from "./question";
import { pass, type Reach, startReach } from "./reach";
import { startWaiting, type Waiting, waitOn } from "./waiting";

/** How many unfinished sets are gone on from at each number of tiers. */
const WIDTH = 600;
/** Sets are kept in classes of how many calls still come through: so many for each factor of ten. */
const CLASSES_PER_DECADE = 8;
/** No call is known to need more; with as many tiers hardly any is left over. */
const MOST_TIERS = 8;

/** A set of options under way. */
type Entry = { key: string; endpoints: readonly number[]; reach: Reach; waiting: Waiting; sink: Sink };

/**
 * Good orders of many endpoints, where there are too many sets to look at all: a beam search. Tier by tier the sets met
 * so far are extended by every option of every endpoint that is not in them; then, in each class of how many calls still
 * come through, those with the least spend are gone on from, in turns until the beam is full. Cheap beginnings that
 * leave much open and dear ones that leave little are thus both kept. Every set that was met is among the answers, each
 * with its best orders of those met; so the front of the answers has no point that another one met would dominate, but
 * a profile that was never met may. Up to MOST_TIERS tiers.
 */
export function* searchSome(field: Field): Generator<Progress, Label[]> {
  const all: Label[] = [];
  let beam: Entry[] = [{ key: "", endpoints: [], reach: startReach(field), waiting: startWaiting(field), sink: { going: [], whole: [] } }];
  const tiers = Math.min(MOST_TIERS, field.options.length);
  for (let tier = 1; tier <= tiers; tier += 1) {
    const met = new Map<string, Entry>();
    for (const [index, entry] of beam.entries()) {
      extendAll(entry, field, met);
      if (index % 16 === 15) yield { done: (tier - 1) * WIDTH + index + 1, of: tiers * WIDTH };
    }
    const entries = [...met.values()];
    for (const { sink } of entries) for (const label of sink.whole) all.push(label);
    beam = narrow(entries);
    yield { done: tier * WIDTH, of: tiers * WIDTH };
  }
  return all;
}

function extendAll(entry: Entry, field: Field, met: Map<string, Entry>): void {
  const from = { reach: entry.reach, waiting: entry.waiting, labels: entry.sink.going };
  field.options.forEach((ofEndpoint, endpoint) => {
    if (entry.endpoints.includes(endpoint)) return;
    ofEndpoint.forEach((option, index) => {
      const key = keyOf(entry.key, `${endpoint}:${index}`);
      const known = met.get(key) ?? begin(key, entry, endpoint, option, field);
      met.set(key, known);
      extend(from, option, field, known.sink);
    });
  });
}

function begin(key: string, entry: Entry, endpoint: number, option: Option, { spells }: Field): Entry {
  const reach = pass(entry.reach.slice(), option.domain, option.passages, spells);
  return { key, endpoints: [...entry.endpoints, endpoint], reach, waiting: waitOn(entry.waiting, option), sink: { going: [], whole: [] } };
}

/** The same for the same set, in whatever order it came about. */
function keyOf(key: string, added: string): string {
  return key === "" ? added : [...key.split(" "), added].sort().join(" ");
}

function narrow(entries: readonly Entry[]): Entry[] {
  const classes = new Map<number, Entry[]>();
  for (const entry of entries) {
    const open = Math.max(1e-30, entry.sink.going[0]?.unserved ?? 1);
    const name = Math.floor((log(open) / Math.LN10) * CLASSES_PER_DECADE);
    const others = classes.get(name);
    if (others) others.push(entry);
    else classes.set(name, [entry]);
  }
  const sorted = [...classes.values()].map((each) => each.sort((a, b) => leastSpend(a) - leastSpend(b)));
  const kept: Entry[] = [];
  for (let rank = 0; kept.length < WIDTH && sorted.some((each) => each.length > rank); rank += 1) {
    for (const each of sorted) {
      const entry = each[rank];
      if (entry && kept.length < WIDTH) kept.push(entry);
    }
  }
  return kept;
}

function leastSpend({ sink }: Entry): number {
  return Math.min(...sink.going.map(({ spendUsd }) => spendUsd));
}
