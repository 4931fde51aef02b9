import { log } from "@/lib/core/exp-log";
import type { Cause } from "@/lib/core/outcome";
import type { Source } from "./assumption";
import type { DomainBackground, EndpointHistory } from "./background";
import { failureOf } from "./failures";
import type { DomainInputs } from "./inputs";
import { ASSUMED, type Notebook, TYPED } from "./notebook";
import type { DomainModel } from "./scenario";
import { lognormalOfMedian, meanOf, type Spread } from "./spread";
import { wordMinutes, wordPercent, wordRanged } from "./words";

const QUARTER_MINUTES = 15;
/** A domain that was never up is taken to come up some time: there is no time between outages else. */
const MOST_DOWN = 0.99;
/** An outage's request fails after so long. */
const FAILS_AFTER_MS = 1_000;
/** Six seconds: a domain that went up and down faster would be one that fails attempts, which is what success says. */
const LEAST_MINUTES = 0.1;
/** Incidents of OpenAI's API, March 2021 to August 2024, from its status page (data of arXiv 2501.12469), in minutes. */
export const STATUS_PAGE_OUTAGE = { median: 77, mean: 159 } as const;

/** What is said of one domain, and by whom. */
export type DomainWords = {
  name: string;
  typed: DomainInputs | undefined;
  known: DomainBackground | undefined;
  /** Whether the success of any of its endpoints is typed: recorded down time would then be counted beside what was said. */
  hasTypedSuccess: boolean;
  histories: readonly EndpointHistory[];
};

/** Whether the domain's outages stand in the scenario on their own, beside the success of its endpoints. */
export function isApart({ typed, known, hasTypedSuccess }: Pick<DomainWords, "typed" | "known" | "hasTypedSuccess">): boolean {
  return isTyped(typed) || (known !== undefined && !hasTypedSuccess);
}

function isTyped(typed: DomainInputs | undefined): typed is DomainInputs {
  return typed !== undefined && (typed.downShare ?? typed.upMinutes ?? typed.outageMinutes) !== undefined;
}

/** Its outages at random; null where it has none. */
export function composeDomain(words: DomainWords, notes: Notebook): DomainModel | null {
  const { typed, known, hasTypedSuccess } = words;
  if (isTyped(typed)) return readDomain(words, typed, notes);
  const none = (value: string, source: Source) => {
    notes.note(`domains.${words.name}.downShare`, `${words.name}: outages`, value, source);
    return null;
  };
  if (hasTypedSuccess) return none("none at random: they are part of the success that was typed", TYPED);
  if (!known || known.quarters === 0) return none("none at random: nothing is recorded", ASSUMED);
  const recorded = recordedOutages(words);
  if (!recorded) return none("none at random: none was recorded", ledger(words));
  const { share, meanMinutes } = recorded;
  // Quarter-hours say how long outages were on the whole, not how unlike each other: that is as on status pages.
  const median = (meanMinutes * STATUS_PAGE_OUTAGE.median) / STATUS_PAGE_OUTAGE.mean;
  const outageMinutes: Spread = lognormalOfMedian({ median, mean: meanMinutes }) ?? { kind: "fixed", value: meanMinutes };
  notes.note(`domains.${words.name}.downShare`, `${words.name}: outages`, `down ${wordPercent(share)} of the time`, ledger(words));
  notes.note(`domains.${words.name}.outageMinutes`, `${words.name}: an outage's length`, `${wordMinutes(meanMinutes)} on average, as unlike each other as on status pages`, ledger(words));
  return toModel(words, share, outageMinutes);
}

function ledger({ histories }: DomainWords): Source {
  return { kind: "ledger", what: "attempts", count: histories.reduce((sum, { attempts }) => sum + attempts, 0) };
}

/**
 * A quarter-hour in which a part of the attempts failed counts as down for that part: an outage rarely begins and ends
 * on the quarter. null when there was none.
 */
function recordedOutages({ known, histories }: DomainWords): { share: number; meanMinutes: number } | null {
  if (!known || known.downQuarters === 0) return null;
  const sum = (value: (history: EndpointHistory) => number) => histories.reduce((all, history) => all + value(history), 0);
  const attempts = sum(({ attemptsWhileDown }) => attemptsWhileDown);
  const failed = attempts === 0 ? 1 : 1 - sum(({ servedWhileDown }) => servedWhileDown) / attempts;
  const downQuarters = known.downQuarters * failed;
  return { share: Math.min(MOST_DOWN, downQuarters / known.quarters), meanMinutes: (downQuarters * QUARTER_MINUTES) / Math.max(1, known.outages) };
}

function readDomain(words: DomainWords, typed: DomainInputs, notes: Notebook): DomainModel | null {
  const path = `domains.${words.name}`;
  const label = `${words.name}: outages`;
  const share = notes.readShare(`${path}.downShare`, "The share of time down", typed.downShare);
  const upMinutes = notes.readAmount(`${path}.upMinutes`, "The time between outages, in minutes,", typed.upMinutes, { least: LEAST_MINUTES });
  if (share === 1) notes.refuse(`${path}.downShare`, "A domain that is never up is an outage over the whole run: say so under trouble.");
  if (typed.downShare !== undefined && typed.upMinutes !== undefined && typed.outageMinutes !== undefined) {
    notes.refuse(`${path}.upMinutes`, "Two of the three say the third: leave out the share of time down, the time between outages or their length.");
  }
  if (share === 0) {
    notes.note(`${path}.downShare`, label, "never down", TYPED);
    return null;
  }
  const outageMinutes = readOutage(path, words.name, typed, notes);
  const down = share ?? (upMinutes === undefined ? recordedShare(words, path, notes) : null);
  if (typed.downShare !== undefined) notes.note(`${path}.downShare`, label, `down ${wordRanged(typed.downShare, wordPercent)} of the time`, TYPED);
  if (typed.upMinutes !== undefined) notes.note(`${path}.upMinutes`, `${words.name}: time between outages`, wordRanged(typed.upMinutes, wordMinutes), TYPED);
  if (upMinutes !== undefined && share === undefined) return { upMinutes, outageMinutes, failure: failureWhileDown(words.histories) };
  if (share !== undefined && upMinutes !== undefined) {
    // The third is the length, with the spread of status pages.
    const mean = (upMinutes * share) / (1 - share);
    return { upMinutes, outageMinutes: scaleTo(outageMinutes, mean), failure: failureWhileDown(words.histories) };
  }
  return down === null || down >= 1 ? null : toModel(words, down, outageMinutes);
}

function recordedShare(words: DomainWords, path: string, notes: Notebook): number | null {
  const recorded = recordedOutages(words);
  if (!recorded) {
    notes.refuse(`${path}.downShare`, "No outage of this domain is recorded: say what share of the time it is down, or how long it is up between outages.");
    return null;
  }
  notes.note(`${path}.downShare`, `${words.name}: outages`, `down ${wordPercent(recorded.share)} of the time`, ledger(words));
  return recorded.share;
}

function readOutage(path: string, name: string, { outageMinutes: typed, downShare, upMinutes }: DomainInputs, notes: Notebook): Spread {
  const at = `${path}.outageMinutes`;
  const label = `${name}: an outage's length`;
  const usual = lognormalOfMedian(STATUS_PAGE_OUTAGE) ?? { kind: "fixed", value: STATUS_PAGE_OUTAGE.mean };
  if (typed === undefined) {
    if (downShare === undefined || upMinutes === undefined) notes.note(at, label, `${STATUS_PAGE_OUTAGE.median} minutes in the middle, ${STATUS_PAGE_OUTAGE.mean} on average`, { kind: "status-pages" });
    return usual;
  }
  const bounds = { least: LEAST_MINUTES, most: 527_040 };
  if (typeof typed === "number" || !("median" in typed)) {
    notes.note(at, label, `${wordRanged(typed, wordMinutes)}, always`, TYPED);
    const value = notes.readAmount(at, "An outage, in minutes,", typed, bounds);
    return value === undefined ? usual : { kind: "fixed", value };
  }
  const median = notes.readAmount(`${at}.median`, "The median, in minutes,", typed.median, bounds);
  const mean = notes.readAmount(`${at}.mean`, "The mean, in minutes,", typed.mean, bounds);
  if (median === undefined || mean === undefined) return usual;
  const spread = lognormalOfMedian({ median, mean });
  if (!spread) notes.refuse(`${at}.mean`, "The mean of outages is above their median: a few long ones make it so.");
  notes.note(at, label, `${wordMinutes(median)} in the middle, ${wordMinutes(mean)} on average`, TYPED);
  return spread ?? usual;
}

function scaleTo(spread: Spread, mean: number): Spread {
  const factor = mean / meanOf(spread);
  return spread.kind === "lognormal" ? { ...spread, mu: spread.mu + log(factor) } : { kind: "fixed", value: mean };
}

function toModel({ histories }: DomainWords, share: number, outageMinutes: Spread): DomainModel {
  return { upMinutes: (meanOf(outageMinutes) * (1 - share)) / share, outageMinutes, failure: failureWhileDown(histories) };
}

/** Attempts fail as most of the recorded ones did meanwhile; where none is recorded, by a server error. */
export function failureWhileDown(histories: readonly EndpointHistory[]): DomainModel["failure"] {
  const counts = new Map<Cause, number>();
  for (const { failures } of histories) {
    for (const { cause, countWhileDown } of failures) counts.set(cause, (counts.get(cause) ?? 0) + countWhileDown);
  }
  const [most] = [...counts].filter(([, count]) => count > 0).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return failureOf(most?.[0] ?? "server_error", { otherwiseAfter: { kind: "fixed", value: FAILS_AFTER_MS } });
}
