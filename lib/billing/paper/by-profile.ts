import { percent, toLength } from "@/lib/core/chart/geometry";
import type { PaperBlock, PaperSteps, PaperTable } from "@/lib/core/paper";
import { parseDecimal, type Ratio } from "@/lib/core/ratio";
import { share } from "@/lib/core/text/amounts";
import { availability } from "@/lib/core/text/availability";
import { showSum } from "@/lib/core/text/shown-sum";
import type { MonthReport, ProfileLine } from "../month-report";
import { sumFailed } from "./by-others";
import { count, rate, rateDelta, saved, shareOf, spent, words } from "./cells";

/** The change of more profiles than these is in the JSON; the dearest come first. */
const MAX_BRIDGES = 6;

export function prepareByProfile(report: Pick<MonthReport, "byProfile" | "byTier" | "total" | "waste">): PaperBlock[] {
  return [costs(report), prices(report), tiers(report), ...bridges(report.byProfile)];
}

function costs({ byProfile, total, waste: failed }: Pick<MonthReport, "byProfile" | "total" | "waste">): PaperTable {
  const figures = ({ calls, availabilityShare, savings }: MonthReport["total"]) => ({
    calls: count(calls), availability: { text: availability(shareOf(availabilityShare)) }, savings: saved(savings.savingsUsd),
  });
  return {
    kind: "table", title: "Cost and savings",
    columns: [
      { head: "Profile", weight: 2.6, isFigure: false }, { head: "Calls", weight: 1.1, isFigure: true }, { head: "Availability", weight: 1.3, isFigure: true },
      { head: "Cost", weight: 1.6, isFigure: true }, { head: "Of which waste", weight: 1.2, isFigure: true }, { head: "Savings", weight: 1.2, isFigure: true },
      { head: "Against", weight: 2.2, isFigure: false },
    ],
    rows: byProfile.map((line) => {
      const { id, name, figures: of, baseline, failed: ofLine = { attempts: 0, unknownAttempts: 0 } } = line;
      const link = { to: "calls", filters: { profile: id } } as const;
      const { calls, availability: available, savings } = figures(of);
      const waste = spent({ spendUsd: of.wasteUsd, ...ofLine }, { to: "calls", filters: { profile: id, failing: "1" } });
      return [words(name, link), { ...calls, link }, available, spent(line, link), waste, savings, words(baseline ?? "no baseline")];
    }),
    total: byProfile.length === 0 ? null : (({ calls, availability: available, savings }) =>
      [words("Total"), calls, available, spent(total), spent({ spendUsd: total.wasteUsd, ...sumFailed(failed) }), savings, words("each its own")])(figures(total)),
    empty: "No profile was called in this month.",
    note: "Savings: what the same tokens would have cost at the baseline, less what they cost. Below zero, the baseline would have been cheaper.",
  };
}

function prices({ byProfile, total }: Pick<MonthReport, "byProfile" | "total">): PaperTable {
  const cells = ({ primaryCostPerMillion, premiumPerMillion, warcPerMillion, effectivePerMillion }: MonthReport["total"]) =>
    [rate(primaryCostPerMillion), rateDelta(premiumPerMillion), rate(warcPerMillion), rate(effectivePerMillion)];
  return {
    kind: "table", title: "Average price of a served call, all tiers (WARC), in USD per million tokens",
    columns: [
      { head: "Profile", weight: 3, isFigure: false }, { head: "All on the first choice", weight: 1.8, isFigure: true }, { head: "Fallback premium", weight: 1.6, isFigure: true },
      { head: "WARC", weight: 1.2, isFigure: true }, { head: "With waste, by tokens", weight: 1.8, isFigure: true },
    ],
    rows: byProfile.map(({ id, name, figures }) => [words(name, { to: "calls", filters: { profile: id, outcome: "served" } }), ...cells(figures)]),
    total: byProfile.length === 0 ? null : [words("Team"), ...cells(total)],
    empty: "No profile was called in this month.",
    note: "First choice + fallback premium = WARC. The team's line is computed from all calls, and is no mean of the lines above.",
  };
}

function tiers({ byTier, byProfile }: Pick<MonthReport, "byTier" | "byProfile">): PaperTable {
  const nameOf = (slug: string) => byProfile.find(({ id }) => id === slug)?.name ?? slug;
  return {
    kind: "table", title: "By tier",
    columns: [
      { head: "Profile", weight: 2, isFigure: false }, { head: "Tier", weight: 0.6, isFigure: true }, { head: "Endpoint", weight: 3.4, isFigure: false },
      { head: "Of served", weight: 1.1, isFigure: true }, { head: "Per million", weight: 1, isFigure: true }, { head: "Attempts", weight: 1.1, isFigure: true }, { head: "Cost", weight: 1.7, isFigure: true },
    ],
    rows: byTier.map((line) => [
      words(line.tier === null ? line.name : nameOf(line.profile)), line.tier === null ? words("") : count(line.tier),
      line.tier === null ? words("") : words(line.endpoint, { to: "calls", filters: { profile: line.profile, endpoint: line.endpoint } }),
      { text: share(shareOf(line.servedShare)) }, rate(line.warcPerMillion), count(line.attempts), spent(line),
    ]),
    total: null, empty: "No tier was asked in this month.", note: null,
  };
}

function bridges(profiles: readonly ProfileLine[]): PaperSteps[] {
  return profiles.flatMap(({ name, change }) => (change ? [prepareBridge(name, change)] : [])).slice(0, MAX_BRIDGES);
}

/** From last month's WARC to this one's, in three parts that add up as they are shown. */
export function prepareBridge(name: string, change: NonNullable<ProfileLine["change"]>): PaperSteps {
  const parts = [change.before, change.mix, change.tokenMix, change.price].map(parseDecimal);
  const shown = showSum(parts);
  const labels = ["WARC of the month before", "Which tier answered", "Token mix", "Prices"];
  let sum = 0;
  const sums = parts.map((part) => (sum += toLength(part)));
  const whole = Math.max(...sums, 0);
  const rows = labels.map((label, index): PaperSteps["rows"][number] => {
    const [from, to] = [index === 0 ? 0 : (sums[index - 1] as number), sums[index] as number];
    return {
      label, value: `${shown[index]?.term ?? ""}/M`, kind: index === 0 ? "total" : to < from ? "less" : "more",
      x: percent(Math.max(0, Math.min(from, to)), whole), width: percent(Math.abs(to - from), whole),
    };
  });
  const after = `${shown.at(-1)?.total ?? ""}/M`;
  rows.push({ label: "WARC of this month", value: after, kind: "total", x: 0, width: percent(toLength(parseDecimal(change.after) satisfies Ratio), whole) });
  const terms = shown.map(({ term }, index) => `${(labels[index] ?? "").replace("Which", "which").replace("Token", "token").replace("Prices", "prices")} ${term}`);
  return { kind: "steps", title: `What changed the price of ${name}`, rows, equation: `${terms.join(", ")} = ${shown.at(-1)?.total ?? ""} per million tokens` };
}
