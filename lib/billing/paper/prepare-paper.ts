import { formatUsdTotal, parseUsdExact } from "@/lib/core/money";
import type { Paper, PaperSection, PaperTable } from "@/lib/core/paper";
import { plural } from "@/lib/core/text/counts";
import type { MonthReport } from "../month-report";
import { prepareByDay } from "./by-day";
import { AND_MORE } from "./cells";
import { prepareCorrections, prepareDearest, prepareDimensions, prepareTags, prepareTimeline, prepareWaste } from "./by-others";
import { prepareByProfile } from "./by-profile";
import { describeCertainty, prepareExceptions, prepareSum } from "./certainty";
import { prepareFacts, prepareFigures } from "./cover";
import { METHOD } from "./method";
import { nameMonth } from "../month-range";
import { nameState, type PaperState } from "./paper-state";

/** The month in words and written figures, in the order in which it is read. */
export function preparePaper(report: MonthReport, standing: PaperState): Paper {
  return {
    title: `Cost report, ${nameMonth(report.month)}`,
    team: report.team.name,
    standing: nameState(standing),
    warnings: describeOpen(report, standing),
    facts: prepareFacts(report, standing),
    figures: prepareFigures(report),
    notes: describeCover(report),
    sections: prepareSections(report).map(withMore),
    sha256: standing.sha256,
  };
}

function prepareSections(report: MonthReport): PaperSection[] {
  return [
    { key: "days", title: "The month by day", lead: "When was it spent, and on what?", blocks: [prepareByDay(report), prepareSum(report)] },
    { key: "profiles", title: "By profile", lead: "What did each fallback policy cost, and what did falling back add?", blocks: prepareByProfile(report) },
    { key: "dimensions", title: "Who served and who asked", lead: "Each table adds up to the month.", blocks: prepareDimensions(report) },
    ...(report.byTag.length === 0 ? [] : [{ key: "tags", title: "By tag", lead: "What clients wrote on their calls.", blocks: prepareTags(report) }]),
    { key: "waste", title: "Waste", lead: "What failed attempts cost, and why they failed.", blocks: [prepareWaste(report)] },
    { key: "dearest", title: "Dearest calls", lead: "Single calls that cost most, with all of their attempts.", blocks: [prepareDearest(report)] },
    { key: "changes", title: "What changed", lead: "Profiles, prices and budgets that changed in the month.", blocks: [prepareTimeline(report)] },
    { key: "corrections", title: "Corrections", lead: "What became known of months that were closed.", blocks: prepareCorrections(report) },
    { key: "exceptions", title: "How sure it is", lead: "Estimated and unknown amounts, and what is left out.", blocks: [prepareExceptions(report)] },
    { key: "method", title: "Method", lead: "How the figures are made.", blocks: [METHOD] },
  ];
}

/** Says what "+" means below each table that has one. */
function withMore(section: PaperSection): PaperSection {
  const hasSome = (table: PaperTable) => [...table.rows, table.total ?? []].flat().some(({ text }) => /\d\+$/.test(text));
  const blocks = section.blocks.map((block) =>
    block.kind === "table" && hasSome(block) ? { ...block, note: [block.note, `${AND_MORE}: attempts of unknown cost come on top.`].filter(Boolean).join(" ") } : block);
  return { ...section, blocks };
}

function describeOpen({ certainty }: MonthReport, { state }: PaperState): string[] {
  const open = {
    running: ["The month is still running: every figure grows until it ends."],
    provisional: ["The month is over and not closed: late records and corrected prices can still change it."],
    reconciled: ["The month agrees with its invoices and is not closed yet."],
    closed: [],
  }[state];
  return certainty.unknownAttempts === 0 ? open : [...open, `${plural(certainty.unknownAttempts, "attempt")} of unknown cost: the figures are what is known.`];
}

function describeCover({ certainty, total, forecast, corrections, correctionsUsd, ...report }: MonthReport): string[] {
  const usd = (text: string) => formatUsdTotal(parseUsdExact(text));
  const [coverage = "", , interval = ""] = describeCertainty({ certainty, total });
  return [
    coverage,
    ...(certainty.unknownAttempts > 0 ? [interval] : []),
    ...(corrections.length > 0 ? [`${report.charging === "chargeback" ? "Charged" : "Shown"} beside it: ${plural(corrections.length, "correction")} of closed months, ${usd(correctionsUsd)}.`] : []),
    ...(forecast ? [`Forecast for the whole month: ${usd(forecast.spendUsd)}, between ${usd(forecast.lowUsd)} and ${usd(forecast.highUsd)} with a chance of 80%, from ${plural(forecast.days, "whole day")}. ${forecast.method}`] : []),
  ];
}
