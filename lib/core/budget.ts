import type { Pico } from "./money";
import { getCalendarRange, nextQuarter, QUARTER_MS, type Range } from "./period";

export const BUDGET_SCOPES = ["team", "profile", "key", "member", "tag"] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

export const BUDGET_PERIODS = ["day", "week", "month"] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/**
 * What a budget does once it is spent: nothing but tell of it, leave a call only its cheaper tiers, or refuse whatever
 * could go over it.
 */
export const BUDGET_ACTIONS = ["tell", "cheaper", "stop"] as const;
export type BudgetAction = (typeof BUDGET_ACTIONS)[number];

/** What may be spent, by whom, and in which stretch of time. */
export type Budget = {
  id: string;
  name: string;
  scope: BudgetScope;
  /** A profile's, key's or user's id, or `name=value` of a tag; empty for the team. */
  subject: string;
  amountPico: Pico;
  period: BudgetPeriod;
  /** The last 24 hours, 7 days or 30 days, in place of the calendar's. */
  rolling: boolean;
  /** Percent of the amount at which somebody is told, ascending. */
  thresholds: readonly number[];
  action: BudgetAction;
};

const DAY_MS = 96 * QUARTER_MS;
const ROLLING_MS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const;

/**
 * The stretch of time whose calls count together with one that begins at `at`. A rolling one ends with the quarter-hour
 * that contains `at`, since sums are kept by quarter-hours.
 * @param timeZone whose days, weeks (from Monday) and months a calendar budget follows; a rolling one has none
 */
export function budgetRange({ period, rolling }: Pick<Budget, "period" | "rolling">, at: Date, timeZone: string): Range {
  if (!rolling) return getCalendarRange(period, at, timeZone);
  const to = nextQuarter(at);
  return { from: new Date(to.getTime() - ROLLING_MS[period]), to };
}

/** The thresholds, in percent, that an amount has reached, ascending. */
export function thresholdsCrossed(thresholds: readonly number[], spentPico: Pico, amountPico: Pico): number[] {
  return [...thresholds].sort((a, b) => a - b).filter((percent) => spentPico * 100n >= amountPico * BigInt(percent));
}
