import type { Cause } from "./outcome";
import { count, isCertain, judge, namesWait, needsPerson, NO_ENDS, trips, type AttemptEnd, type Tally } from "./breaker-trip";

/** The first pause: as long as a restart or a lost connection pool takes, and far below a person's patience. */
export const FIRST_PAUSE_MS = 5_000;
/** Until a person can have changed a credential or paid. */
export const PERSON_PAUSE_MS = 60_000;
/** No pause is longer, whatever a provider asks: an outage that ended is noticed within ten minutes. */
export const MAX_PAUSE_MS = 600_000;
/**
 * A probe that has not reported by then is given up and the next one let through. Longer than the default timers allow
 * an attempt before it speaks or ends, so that one slow answer is never taken for a lost one.
 */
export const MAX_PROBE_MS = 660_000;

/** The guard of one endpoint. Times are milliseconds since the epoch. */
export type Breaker = {
  /** The number that the next attempt gets. */
  readonly nextAttempt: number;
  /** The first attempt that began after the breaker last opened or closed. What older ones met is old news. */
  readonly since: number;
  /** While it is closed. */
  readonly tally: Tally;
  readonly pause: Pause | null;
};

type Failing = Extract<AttemptEnd, { outcome: "failed" }>;

type Pause = {
  /** Of the failure that opened it. */
  readonly cause: Cause;
  readonly untilMs: number;
  /** Our own part of it, which doubles with each failed probe. */
  readonly backoffMs: number;
  readonly probe: { readonly attempt: number; readonly startedAtMs: number } | null;
};

export const CLOSED: Breaker = { nextAttempt: 0, since: 0, tally: NO_ENDS, pause: null };

export type Gate =
  | { type: "closed" }
  /** The pause is over: the next attempt finds out for all. */
  | { type: "probe" }
  /** `untilMs` is when it lets an attempt through at the soonest, unless a probe under way is served. */
  | { type: "open"; untilMs: number; cause: Cause };

const CLOSED_GATE: Gate = { type: "closed" };

/** Whether an attempt may go through now. */
export function breakerGate({ pause }: Breaker, nowMs: number): Gate {
  if (!pause) return CLOSED_GATE;
  const untilMs = pauseEndMs(pause, nowMs);
  if (pause.probe && Math.abs(nowMs - pause.probe.startedAtMs) < MAX_PROBE_MS) {
    return { type: "open", untilMs: Math.max(untilMs, nowMs + longer(pause.backoffMs)), cause: pause.cause };
  }
  return nowMs < untilMs ? { type: "open", untilMs, cause: pause.cause } : { type: "probe" };
}

/** For how long an endpoint that nobody has tried since its pause is still taken for broken: nobody may need it. */
const UNTRIED_MS = 15 * 60_000;

/** Whether it has opened and nothing was served since; not where the pause is long over and no call came to find out. */
export function isBroken({ pause }: Breaker, nowMs: number): boolean {
  return pause !== null && nowMs < pauseEndMs(pause, nowMs) + UNTRIED_MS;
}

/** An attempt as its breaker knows it. */
export type Started = {
  breaker: Breaker;
  /** To be handed back with the attempt's end. */
  attempt: number;
  isProbe: boolean;
};

/**
 * To be called for every attempt, also where all breakers are open and one is tried in spite of its gate: such an
 * attempt is no probe, but it closes the breaker if it is served.
 */
export function startAttempt(breaker: Breaker, nowMs: number): Started {
  const { nextAttempt: attempt, since, tally, pause } = breaker;
  const isProbe = pause !== null && breakerGate(breaker, nowMs).type === "probe";
  const probed = isProbe ? { ...pause, probe: { attempt, startedAtMs: nowMs } } : pause;
  return { breaker: { nextAttempt: attempt + 1, since, tally, pause: probed }, attempt, isProbe };
}

/**
 * The answer of an attempt has begun: a provider that speaks is alive, and a probe's long stream need not end before
 * others may call. Counts nothing yet; the attempt's end is still to be reported.
 */
export function attemptSpeaks(breaker: Breaker, attempt: number): Breaker {
  return breaker.pause && attempt >= breaker.since ? { ...CLOSED, nextAttempt: breaker.nextAttempt, since: attempt } : breaker;
}

/** To be called once for every attempt that was started, in any order. */
export function endAttempt(breaker: Breaker, attempt: number, end: AttemptEnd, nowMs: number): Breaker {
  const isNews = attempt >= breaker.since;
  const verdict = judge(end);
  const failure = failingOf(end);
  const { pause } = breaker;
  if (!pause) {
    // Of what an attempt met before the last change, only the provider's word on how long to wait still holds.
    if (!isNews) return failure && namesWait(failure) ? open(breaker, failure, nowMs) : breaker;
    if (verdict === "nothing") return breaker;
    const tally = count(breaker.tally, verdict, nowMs);
    return failure && (isCertain(failure) || trips(tally)) ? open(breaker, failure, nowMs) : { nextAttempt: breaker.nextAttempt, since: breaker.since, tally, pause };
  }
  if (isNews && verdict === "alive") return { ...CLOSED, nextAttempt: breaker.nextAttempt, since: breaker.nextAttempt };
  if (pause.probe?.attempt !== attempt) {
    const untilMs = Math.max(pauseEndMs(pause, nowMs), nowMs + toldMs(end));
    return toldMs(end) > 0 ? { ...breaker, pause: { ...pause, untilMs } } : breaker;
  }
  return failure ? open(breaker, failure, nowMs) : { ...breaker, pause: { ...pause, probe: null } };
}

function failingOf(end: AttemptEnd): Failing | null {
  return end.outcome === "failed" && judge(end) === "failing" ? end : null;
}

/** Opens it, or opens it anew after a failed probe. */
function open({ nextAttempt, pause }: Breaker, end: Failing, nowMs: number): Breaker {
  const firstMs = needsPerson(end) ? PERSON_PAUSE_MS : FIRST_PAUSE_MS;
  const backoffMs = pause ? Math.max(longer(pause.backoffMs), firstMs) : firstMs;
  // A provider that refuses again after the time that it had named itself is not taken at its word twice.
  const pauseMs = namesWait(end) && !pause ? toldMs(end) : Math.max(backoffMs, toldMs(end));
  const untilMs = Math.max(pause ? pauseEndMs(pause, nowMs) : nowMs, nowMs + pauseMs);
  return { nextAttempt, since: nextAttempt, tally: NO_ENDS, pause: { cause: end.cause, untilMs, backoffMs, probe: null } };
}

/** A pause that is longer than any we make was made before the clock was set back: nobody knows what is left of it. */
function pauseEndMs({ untilMs }: Pause, nowMs: number): number {
  return untilMs - nowMs > MAX_PAUSE_MS ? nowMs : untilMs;
}

function longer(pauseMs: number): number {
  return Math.min(2 * pauseMs, MAX_PAUSE_MS);
}

function toldMs(end: AttemptEnd): number {
  const ms = end.outcome === "failed" ? (end.retryAfterMs ?? 0) : 0;
  return Math.min(Math.max(0, ms), MAX_PAUSE_MS);
}
