import { fadedWeight } from "./fading";
import type { Pico } from "./money";
import type { Chances, Outlook, Speed } from "./outlook";
import { addToMean, createRunningMean, meanOf, type RunningMean } from "./running-mean";
import { addSample, createSampleWindow, dropStaleSamples, findLeast, findRank, type SampleWindow } from "./sample-window";

/** How one attempt went. An attempt whose client left says nothing of the endpoint and is not recorded. */
export type Observation = {
  outcome: "served" | "fell_back" | "ended";
  stream: boolean;
  /** From the start of the attempt, connecting included; null when no token came, or for calls that do not stream. */
  firstTokenMs: number | null;
  /** From the start of the attempt to its end; null when not measured. */
  wholeMs: number | null;
  /** The prompt's tokens, and those of them that a cache covered. 0 when nothing was reported. */
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number | null;
  /** null is not known. */
  costPico: Pico | null;
};

/**
 * What one endpoint's recent attempts showed. Its size is bounded. It changes in place, but only by `recordAttempt`
 * and `describeTrack`: it grows with every attempt, and copying it would cost more than the rule that reads it.
 */
export type TrackRecord = {
  /** Faded to `fadedAtMs`. */
  readonly chances: Chances;
  fadedAtMs: number;
  lastAskedAtMs: number | null;
  /** In ms. */
  readonly firstToken: SampleWindow;
  readonly whole: SampleWindow;
  readonly tokensPerSecond: SampleWindow;
  /** By token of the prompts. */
  readonly cachedShare: RunningMean;
  readonly failedCostPico: RunningMean;
};

/** The part of an outlook that comes from attempts. */
export type Track = Pick<
  Outlook,
  "cachedShare" | "firstToken" | "whole" | "tokensPerSecond" | "lastAskedAtMs" | "chances" | "failedCostPico"
>;

export function createTrackRecord(): TrackRecord {
  return {
    chances: { served: 0, fellBack: 0, ended: 0 },
    fadedAtMs: -Infinity,
    lastAskedAtMs: null,
    firstToken: createSampleWindow(),
    whole: createSampleWindow(),
    tokensPerSecond: createSampleWindow(),
    cachedShare: createRunningMean(),
    failedCostPico: createRunningMean(),
  };
}

const LEAST_WRITING_MS = 100;

/** Takes in an attempt that ended at `nowMs`. */
export function recordAttempt(record: TrackRecord, seen: Observation, nowMs: number): void {
  const { chances } = record;
  const left = fadedWeight(nowMs - record.fadedAtMs);
  chances.served = chances.served * left + Number(seen.outcome === "served");
  chances.fellBack = chances.fellBack * left + Number(seen.outcome === "fell_back");
  chances.ended = chances.ended * left + Number(seen.outcome === "ended");
  record.fadedAtMs = Math.max(record.fadedAtMs, nowMs);
  record.lastAskedAtMs = Math.max(record.lastAskedAtMs ?? -Infinity, nowMs);
  if (seen.stream && seen.firstTokenMs !== null) addSample(record.firstToken, seen.firstTokenMs, nowMs);
  if (seen.outcome === "served") recordAnswer(record, seen, nowMs);
  else if (seen.costPico !== null) addToMean(record.failedCostPico, Number(seen.costPico), nowMs);
}

/** Only whole answers tell how long one takes, how fast it is written and what a cache covered. */
function recordAnswer(record: TrackRecord, seen: Observation, nowMs: number): void {
  const { stream, firstTokenMs, wholeMs, inputTokens, cachedTokens, outputTokens } = seen;
  addToMean(record.cachedShare, Math.min(1, cachedTokens / inputTokens), nowMs, inputTokens);
  if (wholeMs === null) return;
  if (!stream) addSample(record.whole, wholeMs, nowMs);
  // Only of a stream is it seen when the writing began; and a burst that a proxy had held back is nobody's pace.
  const writingMs = firstTokenMs === null ? 0 : wholeMs - firstTokenMs;
  if (outputTokens && writingMs >= LEAST_WRITING_MS) addSample(record.tokensPerSecond, (outputTokens / writingMs) * 1_000, nowMs);
}

/** What is known at `nowMs`. Drops samples that are too old by then. */
export function describeTrack(record: TrackRecord, nowMs: number): Track {
  dropStaleSamples(record.firstToken, nowMs);
  dropStaleSamples(record.whole, nowMs);
  dropStaleSamples(record.tokensPerSecond, nowMs);
  return {
    chances: fadeChances(record, nowMs),
    lastAskedAtMs: record.lastAskedAtMs,
    firstToken: describeSpeed(record.firstToken),
    whole: describeSpeed(record.whole),
    tokensPerSecond: findRank(record.tokensPerSecond, 0.5),
    cachedShare: Math.min(1, meanOf(record.cachedShare) ?? 0),
    failedCostPico: meanOf(record.failedCostPico),
  };
}

function fadeChances({ chances, fadedAtMs }: TrackRecord, nowMs: number): Chances {
  const left = fadedWeight(nowMs - fadedAtMs);
  return { served: chances.served * left, fellBack: chances.fellBack * left, ended: chances.ended * left };
}

function describeSpeed(window: SampleWindow): Speed | null {
  const p50Ms = findRank(window, 0.5);
  const p90Ms = findRank(window, 0.9);
  const minMs = findLeast(window);
  return p50Ms === null || p90Ms === null || minMs === null ? null : { p50Ms, p90Ms, minMs };
}
