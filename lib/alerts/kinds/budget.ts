import { formatUsdTotal } from "@/lib/core/money";
import { type BudgetState, listBudgetStates } from "@/lib/reports/budget-states";
import { defineKind, type Finding } from "../kind";

type Facts = Pick<BudgetState, "id" | "name" | "subjectName" | "amountPico" | "spentPico" | "crossed" | "forecast" | "range" | "rolling" | "action">[];

const DOES = { tell: "Calls go on.", cheaper: "Calls are left their cheaper tiers once it is spent.", stop: "Calls are refused once it is spent." } as const;

export const budget = defineKind({
  name: "budget",
  title: "Budgets",
  about: "A budget has reached one of its thresholds, or is expected to be exceeded by the end of its period.",
  fields: { forecastPercent: { label: "Forecast: when the period is expected to reach", unit: "% of the budget", initial: 100, min: 1, max: 1_000, isOptional: true } },
  pace: "now",
  read: ({ db, teamId, now }) => listBudgetStates(db, teamId, now),
  judge: (states: Facts, { forecastPercent }, open) => states.flatMap((state) => {
    // A rolling period begins anew at every moment, another one once.
    const period = state.rolling ? "rolling" : state.range.from.toISOString();
    const highest = state.crossed.at(-1);
    const crossed = state.crossed
      .map((threshold) => ({ threshold, subject: `${state.id} ${period} ${threshold}` }))
      // Of several that are reached at once the highest says it all; one that was told of stays open.
      .filter(({ threshold, subject }) => threshold === highest || open.has(subject))
      .map(({ threshold, subject }): Finding => ({
        ...describe(state), subject,
        title: `Budget ${state.name} is ${threshold}% spent`,
        text: `${formatUsdTotal(state.spentPico)} of ${formatUsdTotal(state.amountPico)} are spent (${state.subjectName}). ${DOES[state.action]}`,
        isEvent: true,
      }));
    return [...crossed, ...judgeForecast(state, `${state.id} ${period} forecast`, forecastPercent, open)];
  }),
});

function judgeForecast(state: Facts[number], subject: string, forecastPercent: number | null, open: ReadonlySet<string>): Finding[] {
  const { forecast, amountPico, spentPico } = state;
  if (forecast === null || forecastPercent === null || spentPico >= amountPico) return [];
  const bound = (Number(amountPico) * forecastPercent * (open.has(subject) ? 0.95 : 1)) / 100;
  if (Number(forecast.expectedPico) < bound) return [];
  return [{
    ...describe(state), subject,
    title: `Budget ${state.name} will likely be exceeded`,
    text: `${formatUsdTotal(spentPico)} of ${formatUsdTotal(amountPico)} are spent (${state.subjectName}), and at this pace the period comes to ${formatUsdTotal(forecast.expectedPico)} (${formatUsdTotal(forecast.lowPico)} to ${formatUsdTotal(forecast.highPico)}). ${DOES[state.action]}`,
  }];
}

function describe({ name, subjectName, amountPico, spentPico, forecast, range }: Facts[number]) {
  return {
    facts: {
      budget: name, of: subjectName, amountPico: `${amountPico}`, spentPico: `${spentPico}`,
      expectedPico: forecast === null ? null : `${forecast.expectedPico}`, from: range.from.toISOString(), to: range.to.toISOString(),
    },
    path: "/budgets",
  };
}
