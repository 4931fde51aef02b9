import type { SpendForecast } from "./budget-forecast";

/** A whole day's spend in pico-USD. Weekdays count from 0 to 6, whichever is first. */
export type DaySpend = { weekday: number; pico: number };

export type PeriodSoFar = {
  /** Whole days up to yesterday, one after the other, the earliest first: from the team's first one on. */
  history: readonly DaySpend[];
  /** Spend of the period's whole days. */
  spentPico: number;
  /** Spend of today until now. */
  todayPico: number;
  /** Weekdays of the days that are not over: today, and the rest of the period. */
  remaining: readonly number[];
};

const MOST_WEEKS = 4;
const LEAST_WEEKS = 2;
/** 90% of a normal distribution lie below so many standard deviations: an interval of 80% leaves out a tenth on each side. */
const Z = 1.2816;
/** More than that is a trend, which so few days cannot tell from chance. */
const MOST_CORRELATION = 0.8;
const PICO_PER_MICRO = 1e6;

/**
 * What a whole period will have cost: spend so far, and for each remaining day the mean of its weekday over the last full
 * weeks. The interval of 80% has two sources: how far days were from their weekday's mean, relative to it and as far as they
 * went together from one day to the next; and how unsure means of so few weeks are (Student's t, by Cornish and Fisher's
 * first term). null with less than two full weeks, or weeks without any spend.
 */
export function forecastByWeekday({ history, spentPico, todayPico, remaining }: PeriodSoFar): (SpendForecast & { weeks: number }) | null {
  const weeks = Math.min(MOST_WEEKS, Math.floor(history.length / 7));
  if (weeks < LEAST_WEEKS) return null;
  const days = history.slice(-7 * weeks);
  const means = meansOf(days);
  if (means.every((mean) => mean === 0)) return null;
  const meanOf = (weekday: number) => means[weekday] ?? 0;
  const residuals = days.map(({ weekday, pico }) => (meanOf(weekday) === 0 ? 0 : pico / meanOf(weekday) - 1));
  const freedom = 7 * (weeks - 1);
  const variance = residuals.reduce((all, residual) => all + residual ** 2, 0) / freedom;
  const together = correlationOf(residuals);

  const expected = remaining.reduce((all, weekday) => all + meanOf(weekday), 0);
  const counts = Array.from({ length: 7 }, (_, weekday) => remaining.filter((day) => day === weekday).length);
  const spread = counts.reduce((all, count, weekday) => all + meanOf(weekday) ** 2 * (count + count ** 2 / weeks), 0);
  const deviation = Math.sqrt(variance * spread * ((1 + together) / (1 - together)));
  const quantile = Z + (Z ** 3 + Z) / (4 * freedom);
  const least = spentPico + todayPico;
  const amount = (pico: number) => BigInt(Math.round(Math.max(pico, least) / PICO_PER_MICRO)) * BigInt(PICO_PER_MICRO);
  return {
    expectedPico: amount(spentPico + expected),
    lowPico: amount(spentPico + expected - quantile * deviation),
    highPico: amount(spentPico + expected + quantile * deviation),
    weeks,
  };
}

function meansOf(days: readonly DaySpend[]): number[] {
  return Array.from({ length: 7 }, (_, weekday) => {
    const same = days.filter((day) => day.weekday === weekday);
    return same.reduce((all, { pico }) => all + pico, 0) / Math.max(1, same.length);
  });
}

/** How much a day that was above its mean says of the next, from 0 on: days that alternate do not make a month surer. */
function correlationOf(residuals: readonly number[]): number {
  const square = residuals.reduce((all, residual) => all + residual ** 2, 0);
  if (square === 0) return 0;
  const product = residuals.reduce((all, residual, index) => all + residual * (residuals[index + 1] ?? 0), 0);
  return Math.min(MOST_CORRELATION, Math.max(0, product / square));
}
