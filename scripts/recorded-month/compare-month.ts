import type { MonthReport } from "@/lib/billing/month-report";
import { parseUsdExact } from "@/lib/core/money";
import type { Recomputed, RecomputedMonth } from "./recompute";

type Line = { id: string; calls: number; attempts: number; unknownAttempts: number; spendUsd: string };

/** Where a report differs from what the rows add up to, to the pico; nothing where it does not. */
export function compareMonth(report: MonthReport, rows: RecomputedMonth): string[] {
  const { total, certainty } = report;
  const tags = report.byTag.flatMap(({ tag, values }) => values.map(({ value, calls, unknownCalls, spendUsd }): Line => ({
    id: `${tag}=${value}`, calls, attempts: 0, unknownAttempts: unknownCalls, spendUsd,
  })));
  const pico = (text: string | null) => String(parseUsdExact(text ?? "0"));
  return [
    ...compareLists("total", [{ ...total, id: "" }], rows.total),
    ...compareLists("by day", report.byDay.filter(({ calls, attempts }) => calls + attempts > 0), rows.day),
    ...compareLists("by profile", report.byProfile, rows.profile),
    ...compareLists("by provider", report.byProvider, rows.provider),
    ...compareLists("by model", report.byModel, rows.model),
    ...compareLists("by key", report.byKey, rows.key),
    ...compareLists("by member", report.byMember, rows.member),
    ...compareLists("by tier", report.byTier.map((line) => ({ ...line, id: line.tier === null ? "" : `${line.profile} ${line.endpoint}` })), rows.tier),
    ...compareLists("by tag", tags, rows.tag),
    ...compareFacts({
      served: [total.served, rows.served], rescued: [total.rescued, rows.rescued], comparable: [total.savings.comparable, rows.comparable],
      waste: [pico(total.wasteUsd), rows.wastePico], aborted: [pico(total.abortedUsd), rows.abortedPico],
      savings: [pico(total.savings.savingsUsd), rows.savingsPico],
      reported: [pico(certainty.reportedUsd), rows.certainty.reported ?? "0"], estimated: [pico(certainty.estimatedUsd), rows.certainty.estimated ?? "0"],
    }),
  ];
}

function compareLists(name: string, lines: readonly Line[], rows: readonly Recomputed[]): string[] {
  const told = new Map(lines.map(({ id, calls, attempts, unknownAttempts, spendUsd }) => [id, `${calls} calls, ${attempts} attempts, ${unknownAttempts} unknown, ${parseUsdExact(spendUsd)} pico`]));
  const added = new Map(rows.map(({ id, calls, attempts, unknown, pico }) => [id, `${calls} calls, ${attempts} attempts, ${unknown} unknown, ${pico} pico`]));
  return [...new Set([...told.keys(), ...added.keys()])].flatMap((id) => {
    const [is, should] = [told.get(id) ?? "nothing", added.get(id) ?? "nothing"];
    return is === should ? [] : [`${name} ${JSON.stringify(id)}: the report has ${is}, the rows ${should}`];
  });
}

function compareFacts(facts: Record<string, [number | string, number | string]>): string[] {
  return Object.entries(facts).flatMap(([name, [is, should]]) => (is === should ? [] : [`${name}: the report has ${is}, the rows ${should}`]));
}

/** Two lists that should have the same members. */
export function differ(name: string, is: readonly string[], should: readonly string[]): string[] {
  const [a, b] = [is, should].map((list) => [...list].sort().join("\n"));
  const [first = "nothing", other = "nothing"] = [is.find((each) => !should.includes(each)), should.find((each) => !is.includes(each))];
  return a === b ? [] : [`${name}: it has ${first}, the rows ${other}`];
}
