import type { Pico } from "./money";
import type { Range } from "./period";

/** What a period is expected to come to at its end. `lowPico` is never less than what is spent already. */
export type SpendForecast = { lowPico: Pico; expectedPico: Pico; highPico: Pico };

const DAY_MS = 86_400_000;
/** A tenth of the period, or the first hours would speak for all of it. */
const LEAST_SHARE = 10n;

/**
 * Goes on at the pace of the period so far, and of its slowest and quickest part: the period so far is cut into parts of
 * equal length, and the band is what the rest would come to at the mean pace less and plus half the spread between them.
 * null while less than a tenth of the period has passed, or nothing was spent.
 * @param partsPico what each of at least two equal parts of the elapsed time cost, in order
 */
export function forecastSpend({ from, to }: Range, partsPico: readonly Pico[], nowMs: number): SpendForecast | null {
  const lengthMs = BigInt(to.getTime() - from.getTime());
  const elapsedMs = BigInt(Math.min(to.getTime(), nowMs) - from.getTime());
  const spentPico = partsPico.reduce((sum, part) => sum + part, 0n);
  if (partsPico.length < 2 || elapsedMs * LEAST_SHARE < lengthMs || spentPico <= 0n) return null;
  const restMs = lengthMs - elapsedMs;
  const parts = BigInt(partsPico.length);
  const atPaceOf = (partPico: Pico) => (partPico * parts * restMs) / elapsedMs;
  const [least, most] = [minOf(partsPico), maxOf(partsPico)];
  const expectedPico = spentPico + (spentPico * restMs) / elapsedMs;
  const halfSpread = atPaceOf(most - least) / 2n;
  const lowPico = expectedPico - halfSpread;
  return { lowPico: lowPico < spentPico ? spentPico : lowPico, expectedPico, highPico: expectedPico + halfSpread };
}

/** Into how many parts the elapsed time of a period is cut: days of a month and a week, quarters of a day. */
export function forecastParts({ from }: Range, nowMs: number): number {
  const days = Math.floor((nowMs - from.getTime()) / DAY_MS);
  return days >= 2 ? days : 4;
}

function minOf(values: readonly Pico[]): Pico {
  return values.reduce((least, value) => (value < least ? value : least));
}

function maxOf(values: readonly Pico[]): Pico {
  return values.reduce((most, value) => (value > most ? value : most));
}
