import type { Influence, InfluenceFigures } from "@/lib/sandbox/influences";
import { share } from "../../amounts";
import { percent } from "../../chart/geometry";
import { perMillion, toRatio } from "./figures";
import type { TableForm } from "../../chart/table-toggle";

/** What the effective cost would be if one input were at either end of where it may lie, all others in the middle. */
export type MovedInput = Pick<Influence, "path" | "label" | "basis" | "ends"> & Record<"low" | "high", Pick<InfluenceFigures, "effectiveUsdPerMillion">>;

type Told = { key: string; label: string; low: string; high: string; atLow: number; atHigh: number };

/** Lengths are percentages of the plot. */
export type TornadoRow = {
  key: string;
  label: string;
  low: { text: string; cost: string; x: number; width: number };
  high: { text: string; cost: string; x: number; width: number };
  /** The two ends in words, the cheaper one first, as their bars stand. */
  words: readonly [left: string, right: string];
  swing: string;
};

export type Tornado = { rows: TornadoRow[]; baseX: number; base: string; summary: string; table: TableForm };

const MOST = 5;

/** The inputs that move the result most, the strongest first; null when none moves it. @param base with all in the middle */
export function prepareTornado(inputs: readonly MovedInput[], base: number): Tornado | null {
  const strongest = inputs.flatMap(influenceOf).filter((one) => swingOf(one) > 0).sort((a, b) => swingOf(b) - swingOf(a)).slice(0, MOST);
  const [first] = strongest;
  if (!first) return null;
  const ends = [base, ...strongest.flatMap(({ atLow, atHigh }) => [atLow, atHigh])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const xOf = (cost: number) => percent(cost - low, high - low);
  const span = (cost: number) => ({ x: xOf(Math.min(cost, base)), width: xOf(Math.max(cost, base)) - xOf(Math.min(cost, base)) });
  const rows = strongest.map((one): TornadoRow => ({
    key: one.key, label: one.label, swing: perMillion(swingOf(one)),
    words: wordsOf(one),
    low: { text: one.low, cost: perMillion(one.atLow), ...span(one.atLow) },
    high: { text: one.high, cost: perMillion(one.atHigh), ...span(one.atHigh) },
  }));
  return {
    rows, baseX: xOf(base), base: perMillion(base),
    summary: `${first.label} moves the effective cost most: ${perMillion(first.atLow)} at ${first.low}, ${perMillion(first.atHigh)} at ${first.high}, ${perMillion(base)} in the middle.`,
    table: {
      heads: ["Input", "From", "Cost there", "To", "Cost there, too", "Swing"],
      rows: rows.map(({ key, label, low: from, high: to, swing }) => ({ key, cells: [label, from.text, from.cost, to.text, to.cost, swing] })),
    },
  };
}

function influenceOf({ path, label, basis, ends, low, high }: MovedInput): Told[] {
  const [atLow, atHigh] = [low.effectiveUsdPerMillion, high.effectiveUsdPerMillion];
  if (atLow === null || atHigh === null) return [];
  const [lowText, highText] = ends.map((end) => endText(path, end)) as [string, string];
  return [{ key: path, label: `${label} (${BASIS_WORDS[basis]})`, low: lowText, high: highText, atLow, atHigh }];
}

const BASIS_WORDS = { range: "your range", ledger: "recorded", tenth: "a tenth less and more" } as const;

/** "97.0%" of a share, "-10.0%" of a factor. */
function endText(path: string, end: number): string {
  if (/\.(success|downShare)$/.test(path)) return share(toRatio(end));
  return `${end < 1 ? "-" : "+"}${Math.abs((end - 1) * 100).toFixed(1)}%`;
}

function swingOf({ atLow, atHigh }: Told): number {
  return Math.abs(atHigh - atLow);
}

function wordsOf({ low, high, atLow, atHigh }: Told): readonly [string, string] {
  const [lower, upper] = [`${low}: ${perMillion(atLow)}`, `${high}: ${perMillion(atHigh)}`];
  return atLow <= atHigh ? [lower, upper] : [upper, lower];
}
