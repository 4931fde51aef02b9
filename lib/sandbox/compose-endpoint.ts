import type { Endpoint } from "@/lib/core/profile";
import type { Source } from "./assumption";
import type { EndpointBackground, EndpointHistory } from "./background";
import { composeFailures } from "./compose-failures";
import { composeLimits } from "./compose-limits";
import { composePrices } from "./compose-price";
import { recordOf, type EndpointRecord } from "./endpoint-record";
import type { EndpointInputs } from "./inputs";
import { ASSUMED, type Notebook, TYPED } from "./notebook";
import type { EndpointModel } from "./scenario";
import { lognormalOfP50, meanOf, quantileOf, type Spread } from "./spread";
import { wilsonInterval } from "./wilson";
import { wordAmount, wordCount, wordMs, wordPercent, wordRanged } from "./words";

/** Nothing recorded and nothing typed. */
const ASSUMED_SUCCESS = 0.99;
const ASSUMED_FIRST_TOKEN = { p50: 600, p95: 2_000 } as const;
const ASSUMED_TOKENS_PER_SECOND = 60;
/** So fast that an answer is over with its first token: where only whole answers were measured. */
const AT_ONCE = 1_000_000_000;
const MOST_MS = 86_400_000;

/** What is said of one endpoint, and by whom. */
export type EndpointWords = {
  endpoint: Endpoint;
  typed: EndpointInputs;
  known: EndpointBackground | undefined;
  /** Whether its domain has outages of its own in the scenario, so that recorded ones must not count twice. */
  isDomainApart: boolean;
};

export function composeEndpoint({ endpoint, typed, known, isDomainApart }: EndpointWords, notes: Notebook): EndpointModel {
  const path = `endpoints.${endpoint.name}`;
  const label = (what: string) => `${endpoint.name}: ${what}`;
  const history = known?.history ?? null;
  const limits = composeLimits(`${path}.limits`, label("limits of the provider"), typed.limits, endpoint, notes);
  const record = history && recordOf(history, isDomainApart, limits !== null);
  const firstTokenMs = composeFirstToken(path, label("first token"), typed, history, notes);
  return {
    success: composeSuccess(path, label("success"), typed, record, notes),
    failures: composeFailures({ path, label, typed, record, refusals: history?.refusals ?? null, firstTokenMs }, notes),
    firstTokenMs,
    tokensPerSecond: composeSpeed(path, label("writing"), typed, history, notes),
    limits,
    prices: composePrices(`${path}.price`, label("price"), typed.price, known, notes),
  };
}

function composeSuccess(path: string, label: string, typed: EndpointInputs, record: EndpointRecord | null, notes: Notebook): number {
  const note = (value: string, source: Source, isThin?: boolean) => notes.note(`${path}.success`, label, value, source, isThin);
  if (typed.success !== undefined) {
    note(wordRanged(typed.success, wordPercent), TYPED);
    return notes.readShare(`${path}.success`, "Success", typed.success) ?? 1;
  }
  if (!record) {
    note(`${wordPercent(ASSUMED_SUCCESS)} of attempts`, ASSUMED, true);
    return ASSUMED_SUCCESS;
  }
  const { attempts, served } = record;
  const [low, high] = wilsonInterval(served, attempts);
  note(`${wordPercent(served / attempts)} of attempts, between ${wordPercent(low)} and ${wordPercent(high)} with 95 in 100`, { kind: "ledger", what: "attempts", count: attempts });
  return served / attempts;
}

function composeFirstToken(path: string, label: string, { firstTokenMs: typed }: EndpointInputs, history: EndpointHistory | null, notes: Notebook): Spread {
  const at = `${path}.firstTokenMs`;
  if (typed !== undefined) {
    const spread = readTime(at, typed, notes);
    notes.note(at, label, wordTime(spread), TYPED);
    return spread;
  }
  const values = history?.firstTokenMs ?? (history?.tokensPerSecond == null ? history?.wholeMs : null);
  if (history && values && values.length > 0) {
    const spread: Spread = { kind: "values", values };
    notes.note(at, label, `${wordTime(spread)}${history.firstTokenMs ? "" : ": of whole answers, since none of it streamed"}`, { kind: "ledger", what: "attempts", count: history.served });
    return spread;
  }
  const assumed = lognormalOfP50(ASSUMED_FIRST_TOKEN) ?? fixed(ASSUMED_FIRST_TOKEN.p50);
  notes.note(at, label, wordTime(assumed), ASSUMED);
  return assumed;
}

function readTime(path: string, typed: NonNullable<EndpointInputs["firstTokenMs"]>, notes: Notebook): Spread {
  const bounds = { isAbove: true, most: MOST_MS };
  if (typeof typed === "number" || !("p50" in typed)) return fixed(notes.readAmount(path, "The time to the first token, in ms,", typed, bounds) ?? 1);
  const p50 = notes.readAmount(`${path}.p50`, "The median, in ms,", typed.p50, bounds);
  const p95 = notes.readAmount(`${path}.p95`, "The 95th percentile, in ms,", typed.p95, bounds);
  if (p50 === undefined || p95 === undefined) return fixed(1);
  const spread = lognormalOfP50({ p50, p95 });
  if (!spread) notes.refuse(`${path}.p95`, `The 95th percentile of ${wordMs(p95)} lies below the median of ${wordMs(p50)}.`);
  return spread ?? fixed(p50);
}

function fixed(value: number): Spread {
  return { kind: "fixed", value };
}

function wordTime(spread: Spread): string {
  if (spread.kind === "fixed") return `${wordMs(spread.value)}, always`;
  return `${wordMs(quantileOf(spread, 0.5))} in the middle, 95 of 100 under ${wordMs(quantileOf(spread, 0.95))}, ${wordMs(meanOf(spread))} on average`;
}

function composeSpeed(path: string, label: string, { tokensPerSecond: typed }: EndpointInputs, history: EndpointHistory | null, notes: Notebook): number {
  const at = `${path}.tokensPerSecond`;
  const note = (value: string, source: Source) => notes.note(at, label, value, source);
  if (typed !== undefined) {
    note(`${wordRanged(typed, wordAmount)} tokens a second`, TYPED);
    return notes.readAmount(at, "The speed of writing, in tokens a second,", typed, { isAbove: true }) ?? ASSUMED_TOKENS_PER_SECOND;
  }
  if (history?.tokensPerSecond != null) {
    note(`${wordCount(history.tokensPerSecond)} tokens a second`, { kind: "ledger", what: "attempts", count: history.served });
    return history.tokensPerSecond;
  }
  if (history?.wholeMs && !history.firstTokenMs) {
    note("its time is part of the first token's, since only whole answers are recorded", { kind: "ledger", what: "attempts", count: history.served });
    return AT_ONCE;
  }
  note(`${ASSUMED_TOKENS_PER_SECOND} tokens a second`, ASSUMED);
  return ASSUMED_TOKENS_PER_SECOND;
}
