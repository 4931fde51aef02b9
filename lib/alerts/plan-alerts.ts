import type { Finding } from "./kind";

/** For how long a finding must be gone before its alert is over: what comes and goes is one alert. */
export const HOLD_MS = 15 * 60_000;

/** An alert that is open. */
export type OpenAlert = { id: string; subject: string; clearSince: Date | null };

/** What is to be done so that the open alerts are those that were found. */
export type AlertPlan = {
  begin: Finding[];
  /** Found again: what is said of it is brought up to date. */
  keep: { id: string; finding: Finding }[];
  /** Found no more, for the first time. */
  clear: string[];
  end: string[];
};

/** Of several findings of one subject the first counts. */
export function planAlerts(findings: readonly Finding[], open: readonly OpenAlert[], now: Date): AlertPlan {
  const found = new Map([...findings].reverse().map((finding) => [finding.subject, finding]));
  const alerts = new Map(open.map((alert) => [alert.subject, alert]));
  const gone = open.filter(({ subject }) => !found.has(subject));
  return {
    begin: [...found.values()].filter(({ subject }) => !alerts.has(subject)).reverse(),
    keep: open.flatMap(({ id, subject }) => {
      const finding = found.get(subject);
      return finding === undefined ? [] : [{ id, finding }];
    }),
    clear: gone.filter(({ clearSince }) => clearSince === null).map(({ id }) => id),
    end: gone.filter(({ clearSince }) => clearSince !== null && now.getTime() - clearSince.getTime() >= HOLD_MS).map(({ id }) => id),
  };
}
