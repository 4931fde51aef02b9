import type { MonthFigures, MonthReport } from "../month-report";
import type { PaperState } from "../paper/paper-state";
import type { MonthAnswer } from "./month-schema";

/** The month for programs: its figures by plain names, and the whole document behind them. */
export function monthJson(report: MonthReport, state: PaperState): MonthAnswer {
  return { ...monthFiguresJson(report, state), document: { ...report } };
}

/** The same without the document. */
export function monthFiguresJson(report: MonthReport, { state, version, closedAt, sha256 }: PaperState): Omit<MonthAnswer, "document"> {
  const { team, month, zone, from, to, charging, total, correctionsUsd, forecast, byProfile, byProvider } = report;
  return {
    team: team.slug, month, zone, from, to, state, version, closedAt, sha256, charging,
    ...figuresOf(total), correctionsUsd,
    forecast: forecast && { spendUsd: forecast.spendUsd, lowUsd: forecast.lowUsd, highUsd: forecast.highUsd },
    profiles: byProfile.map(({ id, baseline, figures }) => ({ profile: id, baseline, ...figuresOf(figures) })),
    providers: byProvider.map(({ id, calls, attempts, unknownAttempts, spendUsd }) => ({ provider: id, calls, attempts, unknownAttempts, spendUsd })),
  };
}

function figuresOf(figures: MonthFigures) {
  const { calls, served, failed, aborted, rescued, attempts, unknownAttempts, coverageShare, availabilityShare, spendUsd, servedUsd, wasteUsd, abortedUsd, savings } = figures;
  return {
    calls, served, failed, aborted, rescued, attempts, unknownAttempts, coverageShare, availabilityShare, spendUsd, servedUsd, wasteUsd, abortedUsd,
    warcUsdPerMillion: figures.warcPerMillion, primaryUsdPerMillion: figures.primaryCostPerMillion, premiumUsdPerMillion: figures.premiumPerMillion,
    effectiveUsdPerMillion: figures.effectivePerMillion, savingsUsd: savings.savingsUsd, notComparableCalls: savings.notComparable,
  };
}
