import { exactUsd, NOT_APPLICABLE, share, UNKNOWN } from "@/lib/core/text/amounts";
import { formatUsdRatio, formatUsdTotal, parseUsdExact } from "@/lib/core/money";
import { monthRange } from "@/lib/core/month";
import type { Paper, PaperFigure } from "@/lib/core/paper";
import { parseDecimal, ratio } from "@/lib/core/ratio";
import { availability } from "@/lib/core/text/availability";
import { formatCount, plural } from "@/lib/core/text/counts";
import { formatTime } from "@/lib/core/text/times";
import type { MonthReport } from "../month-report";
import { sumFailed } from "./by-others";
import { shareOf, spent } from "./cells";
import { nameState, type PaperState } from "./paper-state";

const CHARGING_WORDS = {
  showback: "Showback: the team is shown its cost, which is paid centrally",
  chargeback: "Chargeback: the cost is charged to the team",
} as const;

export function prepareFacts(report: MonthReport, standing: PaperState): Paper["facts"] {
  const { zone, from, to, readTo, charging } = report;
  const moment = (at: string) => `${formatTime(new Date(at), "date", zone)}, ${formatTime(new Date(at), "hour", zone)}`;
  return [
    { term: "Period", value: `${moment(from)} to ${moment(to)} (end not included)${describeBounds(report)}` },
    { term: "Time zone", value: zone },
    { term: "State", value: standing.closedAt === null ? nameState(standing) : `${nameState(standing)}, on ${moment(standing.closedAt)}` },
    ...(standing.state === "running" ? [{ term: "Ledger read to", value: moment(readTo) }] : []),
    { term: "Charging", value: CHARGING_WORDS[charging] },
    { term: "Currency", value: "US dollars, as the providers' prices are" },
    { term: "Checksum", value: standing.sha256 === null ? "none before the month is closed" : `SHA-256 ${standing.sha256}` },
  ];
}

/** Nothing for a month from midnight to midnight. */
function describeBounds({ month, zone, from, to }: MonthReport): string {
  const plain = monthRange(month, zone);
  const neighbours = [...(plain.from.getTime() === Date.parse(from) ? [] : ["before"]), ...(plain.to.getTime() === Date.parse(to) ? [] : ["after"])];
  return neighbours.length === 0 ? "" : `. The closed month ${neighbours.join(" and the one ")} was cut in another time zone, and no hour is in two months`;
}

export function prepareFigures(report: MonthReport): PaperFigure[] {
  const { total } = report;
  return [
    { label: "Cost", value: spent(total).text, exact: exactUsd(parseUsdExact(total.spendUsd)), note: describeKnown(report), link: { to: "calls", filters: {} } },
    {
      label: "Calls", value: formatCount(total.calls), link: { to: "calls", filters: {} },
      note: `${formatCount(total.served)} served, ${formatCount(total.failed)} failed, ${formatCount(total.aborted)} aborted by the client. Availability ${availability(shareOf(total.availabilityShare))}.`,
    },
    {
      label: "Average price (WARC)", value: total.warcPerMillion === null ? (total.served > 0 ? UNKNOWN : NOT_APPLICABLE) : `${formatUsdRatio(parseDecimal(total.warcPerMillion))}/M`,
      ...(total.warcPerMillion !== null && { exact: `$${total.warcPerMillion}` }),
      note: "Of a served call, all tiers, for a million tokens. Failed attempts are not in it.", link: { to: "calls", filters: { outcome: "served" } },
    },
    waste(report),
    savings(report),
  ];
}

function describeKnown({ certainty, total }: MonthReport): string {
  if (total.attempts === 0) return "Nothing was called.";
  if (certainty.unknownAttempts === 0) return "The cost of every attempt is known.";
  return `${plural(certainty.unknownAttempts, "attempt")} of unknown cost ${certainty.unknownAttempts === 1 ? "is" : "are"} not in it.`;
}

function waste({ total, waste: lines }: MonthReport): PaperFigure {
  const failed = sumFailed(lines);
  const [wastePico, spendPico] = [parseUsdExact(total.wasteUsd), parseUsdExact(total.spendUsd)];
  return {
    label: "Waste", value: spent({ spendUsd: total.wasteUsd, ...failed }).text, exact: exactUsd(wastePico), link: { to: "calls", filters: { failing: "1" } },
    note: `Spent on failed attempts: ${spendPico > 0n ? share(ratio(wastePico, spendPico)) : "nothing"}${spendPico > 0n ? " of the cost" : ""}${failed.unknownAttempts > 0 ? `, and ${formatCount(failed.unknownAttempts)} of unknown cost` : ""}. ${formatCount(total.rescued)} calls were rescued by a fallback.`,
  };
}

function savings({ total: { savings: of }, byProfile }: MonthReport): PaperFigure {
  const label = `Savings against ${describeBaseline(byProfile)}`;
  const left = of.notComparable === 0 ? "" : ` ${plural(of.notComparable, "served call")} not comparable.`;
  if (of.savingsUsd === null) return { label, value: NOT_APPLICABLE, note: `Nothing to compare: no profile has a baseline whose price is known.${left}` };
  const pico = parseUsdExact(of.savingsUsd);
  if (of.savingsShare === null) return { label, value: formatUsdTotal(pico), exact: exactUsd(pico), note: `No served call could be compared: this is what calls cost that nobody served.${left}` };
  return {
    label, value: formatUsdTotal(pico), exact: exactUsd(pico),
    note: `${pico < 0n ? "The baseline would have been cheaper:" : "How much more the baseline would have cost:"} ${share(absolute(of.savingsShare))} of its cost.${left}`,
    ...(pico === 0n ? {} : { tone: pico > 0n ? "saving" as const : "premium" as const }),
  };
}

function absolute(text: string) {
  return parseDecimal(text.replace(/^-/, ""));
}

/** "openai/gpt-4o", or that each profile has its own. */
function describeBaseline(profiles: readonly { baseline: string | null }[]): string {
  const [only, ...others] = new Set(profiles.flatMap(({ baseline }) => baseline ?? []));
  if (others.length > 0) return "each profile's baseline";
  return only ?? "the baseline";
}
