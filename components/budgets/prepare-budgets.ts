import type { BudgetAction, BudgetPeriod, BudgetScope } from "@/lib/core/budget";
import type { SpendForecast } from "@/lib/core/budget-forecast";
import { formatUsd, PICO_PER_USD, type Pico } from "@/lib/core/money";
import type { Range } from "@/lib/core/period";
import { ratio } from "@/lib/core/ratio";
import { exactUsd, share, totalUsd } from "../amounts";
import { plural } from "../counts";
import { formatTime } from "../times";

/** A budget and how it stands, as `listBudgetStates` gives it. */
export type BudgetInput = {
  id: string;
  name: string;
  scope: BudgetScope;
  subject: string;
  subjectName: string;
  amountPico: Pico;
  period: BudgetPeriod;
  rolling: boolean;
  thresholds: readonly number[];
  action: BudgetAction;
  range: Range;
  spentPico: Pico;
  unknown: number;
  crossed: readonly number[];
  forecast: SpendForecast | null;
};

/** Shares of the bar's width, in percent. */
export type BudgetBar = {
  spent: number;
  amount: number;
  thresholds: readonly { at: number; percent: number; isCrossed: boolean }[];
  forecast: { from: number; to: number } | null;
};

export type BudgetRow = {
  id: string;
  name: string;
  /** "Profile extract, a month". */
  about: string;
  spent: { text: string; exact: string };
  amount: { text: string; exact: string };
  tone: "plain" | "warning" | "danger";
  state: string;
  /** What it does, and when it begins anew. */
  does: string;
  forecast: string;
  bar: BudgetBar;
  /** What the bar shows, in a sentence. */
  summary: string;
};

const CENT_PICO = PICO_PER_USD / 100n;

/** Everything that a budget's row says and how long its bar is. */
export function prepareBudget(budget: BudgetInput, zone: string): BudgetRow {
  const { id, name, amountPico, spentPico, unknown } = budget;
  const [spent, amount] = [spentPico, amountPico].map(budgetUsd) as [Amount, Amount];
  const state = describeState(budget);
  const forecast = describeForecast(budget);
  return {
    id, name, about: `${describeScope(budget)}, ${describePeriod(budget)}`, spent, amount, ...state, forecast,
    does: describeAction(budget, zone),
    bar: prepareBar(budget),
    summary: `${name}: ${spent.text} of ${amount.text} spent${unknown > 0 ? ` and ${plural(unknown, "amount")} unknown` : ""}. ${state.state}. ${forecast}`,
  };
}

type Amount = { text: string; exact: string };

/** A budget below a cent is somebody's own figure, and has its digits. */
function budgetUsd(pico: Pico): Amount {
  return pico > 0n && pico < CENT_PICO ? { text: formatUsd(pico), exact: exactUsd(pico) } : totalUsd(pico);
}

const SCOPES: Readonly<Record<BudgetScope, string>> = { team: "The team", profile: "Profile", key: "API key", member: "Member", tag: "Tag" };
const SPANS: Readonly<Record<BudgetPeriod, string>> = { day: "any 24 hours", week: "any 7 days", month: "any 30 days" };

function describeScope({ scope, subjectName }: BudgetInput): string {
  return scope === "team" ? `The team ${subjectName}` : `${SCOPES[scope]} ${subjectName}`;
}

function describePeriod({ period, rolling }: Pick<BudgetInput, "period" | "rolling">): string {
  return rolling ? SPANS[period] : `each ${period}`;
}

function describeState({ spentPico, amountPico, crossed, forecast, action }: BudgetInput): Pick<BudgetRow, "state" | "tone"> {
  const used = share(ratio(spentPico, amountPico));
  if (spentPico >= amountPico) {
    const over = spentPico > amountPico ? `Over by ${budgetUsd(spentPico - amountPico).text}` : "Used up";
    return { tone: "danger", state: action === "tell" ? over : `${over}: ${action === "stop" ? "calls are refused" : "cheaper tiers only"}` };
  }
  const last = crossed.at(-1);
  const past = last === undefined ? "" : `, past ${last}%`;
  if (forecast && forecast.lowPico > amountPico) return { tone: "warning", state: `${used} used${past}, and heading over` };
  return { tone: last === undefined ? "plain" : "warning", state: `${used} used${past}` };
}

function describeAction({ action, range, rolling }: BudgetInput, zone: string): string {
  const anew = rolling ? "Old spend leaves it by the quarter-hour." : `Begins anew ${formatTime(range.to, "minute", zone)}.`;
  const does = { tell: "Tells, and blocks nothing.", cheaper: "Once spent, leaves calls their cheaper tiers.", stop: "Stops calls that could go over it." };
  return `${does[action]} ${anew}`;
}

function describeForecast({ forecast, rolling, amountPico }: BudgetInput): string {
  if (rolling) return "A rolling budget has no end to forecast.";
  if (!forecast) return "Too little of the period has passed for a forecast.";
  const { lowPico, expectedPico, highPico } = forecast;
  const verdict = lowPico > amountPico ? "over the amount" : highPico > amountPico ? "perhaps over the amount" : "within the amount";
  return `At this pace ${budgetUsd(expectedPico).text} at its end (${budgetUsd(lowPico).text} to ${budgetUsd(highPico).text}), ${verdict}.`;
}

/** The bar ends at the amount, or at whatever goes beyond it. */
function prepareBar({ spentPico, amountPico, thresholds, crossed, forecast }: BudgetInput): BudgetBar {
  const most = [spentPico, amountPico, forecast?.highPico ?? 0n].reduce((a, b) => (a > b ? a : b));
  const at = (pico: Pico) => Number((pico * 10_000n) / most) / 100;
  return {
    spent: at(spentPico),
    amount: at(amountPico),
    thresholds: thresholds.flatMap((percent) => {
      const pico = (amountPico * BigInt(percent)) / 100n;
      return pico > most ? [] : [{ at: at(pico), percent, isCrossed: crossed.includes(percent) }];
    }),
    forecast: forecast && { from: at(forecast.lowPico), to: at(forecast.highPico) },
  };
}

/** Every digit of an amount, as a form takes it. */
export function typedUsd(pico: Pico): string {
  return exactUsd(pico).replace("$", "");
}
