import { formatUsdTotal, parseUsdExact } from "@/lib/core/money";
import type { Message } from "@/lib/delivery/message";
import { monthFiguresJson } from "../json/month-json";
import type { MonthReport } from "../month-report";
import { nameMonth } from "../month-range";
import type { PaperState } from "../paper/paper-state";
import { preparePaper } from "../paper/prepare-paper";

/**
 * What is told of a closed month: the cover in plain text, the PDF beside it, and for webhooks the figures as the API has
 * them, without the document behind them.
 */
export function prepareMonthMessage(report: MonthReport, state: PaperState, pdf: Uint8Array): Message {
  const { title, team, standing, figures, notes, facts } = preparePaper(report, state);
  return {
    kind: "report",
    subject: `${team}: ${nameMonth(report.month)} is closed at ${formatUsdTotal(parseUsdExact(report.total.spendUsd))}`,
    text: [
      `${title}. ${team}. ${standing}.`,
      ...figures.map(({ label, value, note }) => `${label}: ${value}\n${note}`),
      notes.join("\n"),
      facts.map(({ term, value }) => `${term}: ${value}`).join("\n"),
      "The whole report is attached as a PDF.",
    ].join("\n\n"),
    payload: monthFiguresJson(report, state),
    attachment: { name: `routeledger-report-${report.team.slug}-${report.month}-v${state.version ?? 1}.pdf`, bytes: pdf },
    dedupeKey: `report ${report.month} v${state.version ?? 1}`,
  };
}
