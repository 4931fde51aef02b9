import { CAUSES, type Cause } from "@/lib/core/outcome";
import type { Source } from "./assumption";
import { DEFAULT_PROFILE_RULES } from "@/lib/core/profile";
import type { RefusalHistory } from "./background";
import type { EndpointRecord } from "./endpoint-record";
import { failureOf, mayBill } from "./failures";
import type { EndpointInputs } from "./inputs";
import { ASSUMED, type Notebook, TYPED } from "./notebook";
import type { FailureKind } from "./scenario";
import type { Spread } from "./spread";
import { wordMs, wordPercent, wordRanged } from "./words";

type Failures = {
  path: string;
  label: (what: string) => string;
  typed: EndpointInputs;
  record: EndpointRecord | null;
  refusals: RefusalHistory | null;
  firstTokenMs: Spread;
};

type Mix = { cause: Cause; share: number; billedShare: number | null }[];

/** How failed attempts fail. A failure that is no refusal comes as late as a first token would have. */
export function composeFailures({ path, label, typed, record, refusals, firstTokenMs }: Failures, notes: Notebook): FailureKind[] {
  const mix = composeMix({ path, label, typed, record }, notes);
  const retryAfterOf = composeRetryAfter(path, label("Retry-After"), { typed, mix, refusals }, notes);
  const billedOf = composeBilled(path, label("billed share of failures"), typed, { mix, attempts: record?.attempts ?? 0 }, notes);
  return mix.map(({ cause, share, billedShare }) =>
    failureOf(cause, { share, retryAfterMs: retryAfterOf(cause), billedShare: billedOf(cause, billedShare), otherwiseAfter: firstTokenMs }));
}

function composeMix({ path, label, typed, record }: Omit<Failures, "refusals" | "firstTokenMs">, notes: Notebook): Mix {
  const note = (mix: Mix, source: Source) => {
    const words = [...mix].sort((a, b) => b.share - a.share).map(({ cause, share }) => `${wordPercent(Number(share.toPrecision(3)))} ${cause}`);
    notes.note(`${path}.causes`, label("causes of failures"), words.join(", "), source);
    return mix;
  };
  const typedMix = typed.causes && readMix(`${path}.causes`, typed.causes, notes);
  if (typedMix) return note(typedMix, TYPED);
  const failed = record?.failures.reduce((sum, { count }) => sum + count, 0) ?? 0;
  if (record && failed > 0) {
    const mix = record.failures.map(({ cause, count, billedShare }) => ({ cause, share: count / failed, billedShare }));
    return note(mix, { kind: "ledger", what: "attempts", count: record.attempts });
  }
  return note([{ cause: "server_error", share: 1, billedShare: null }], ASSUMED);
}

function readMix(path: string, typed: NonNullable<EndpointInputs["causes"]>, notes: Notebook): Mix | null {
  const parts = CAUSES.flatMap((cause) => {
    const part = notes.readAmount(`${path}.${cause}`, "The part of a cause", typed[cause]);
    return part ? [{ cause, part }] : [];
  });
  const whole = parts.reduce((sum, { part }) => sum + part, 0);
  if (whole === 0) {
    notes.refuse(path, "At least one cause must have a part above 0.");
    return null;
  }
  return parts.map(({ cause, part }) => ({ cause, share: part / whole, billedShare: null }));
}

type Asked = { typed: EndpointInputs; mix: Mix; refusals: RefusalHistory | null };

/** Nobody records what providers ask for, but what calls did after a refusal says as much as a plan needs. */
function composeRetryAfter(path: string, label: string, { typed: { retryAfterMs: typed, causes }, mix, refusals }: Asked, notes: Notebook): (cause: Cause) => number | null {
  const at = `${path}.retryAfterMs`;
  const read = notes.readAmount(at, "The time to wait, in ms,", typed, { most: 86_400_000 }) ?? null;
  const recorded = causes === undefined && mix.some(({ cause }) => cause === "rate_limited") ? retryAfterBehind(refusals) : null;
  const isAskedFor = mix.some(({ cause }) => cause === "rate_limited" || cause === "overloaded");
  if (typed !== undefined) notes.note(at, label, wordMs(read ?? 0), TYPED);
  else if (recorded) notes.note(at, label, recorded.words, { kind: "ledger", what: "attempts", count: recorded.count });
  else if (isAskedFor) notes.note(at, label, "not said by the provider", ASSUMED);
  return (cause) => (typed === undefined ? (cause === "rate_limited" ? (recorded?.ms ?? null) : null) : read);
}

/** Fewer refusals say too little. */
const ENOUGH_REFUSALS = 10;

/** A retry that never comes was asked to wait for longer than retries do; one that comes later than of itself waited for as long. */
function retryAfterBehind(refusals: RefusalHistory | null): { ms: number; words: string; count: number } | null {
  if (!refusals || refusals.count < ENOUGH_REFUSALS) return null;
  const { count, retried, pauseMs } = refusals;
  const { baseMs, capMs } = DEFAULT_PROFILE_RULES.backoff;
  if (retried * 2 < count) {
    return { ms: capMs + 1, count, words: `longer than a retry waits (${wordMs(capMs)}): ${retried} of ${count} refusals were tried again` };
  }
  const ms = Math.round(pauseMs ?? 0);
  return ms > baseMs && ms <= capMs ? { ms, count, words: `${wordMs(ms)}, as long as retries waited` } : null;
}

/** Refusals cost nothing. Where nobody knows what the others cost, they are billed in full: the dearest case. */
function composeBilled(path: string, label: string, { billedShare: typed }: EndpointInputs, { mix, attempts }: { mix: Mix; attempts: number }, notes: Notebook): (cause: Cause, recorded: number | null) => number {
  const at = `${path}.billedShare`;
  const read = notes.readShare(at, "The billed share", typed);
  const billed = mix.filter(({ cause, billedShare }) => mayBill(cause) || (billedShare ?? 0) > 0);
  if (typed !== undefined) notes.note(at, label, `${wordRanged(typed, wordPercent)} of what the answer would have cost, after timeouts, cut streams and malformed answers`, TYPED);
  else if (billed.length > 0) {
    const words = billed.map(({ cause, billedShare }) => `${wordPercent(Number((billedShare ?? 1).toPrecision(3)))} after ${cause}${billedShare === null ? " (in full, since nobody knows)" : ""}`);
    notes.note(at, label, words.join(", "), billed.every(({ billedShare }) => billedShare === null) ? ASSUMED : { kind: "ledger", what: "attempts", count: attempts });
  }
  return (cause, recorded) => (mayBill(cause) ? (read ?? recorded ?? 1) : typed === undefined ? (recorded ?? 0) : 0);
}
