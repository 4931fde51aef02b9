import type { Ratio } from "@/lib/core/ratio";
import type { WarcChange } from "@/lib/core/warc-change";
import type { Measure } from "@/lib/core/warc-measure";
import { percent, toLength } from "../chart/geometry";
import { MEASURE_WORDS, showSum } from "../rates";

/** One of the three parts. Its bar goes from the middle, to the right where WARC rose; lengths are percentages. */
export type ChangePart = {
  key: "mix" | "tokenMix" | "price";
  label: string;
  /** What it means, against reading every rise as a price. */
  note: string;
  value: string;
  kind: "more" | "less";
  x: number;
  width: number;
};

export type PreparedChange = { before: string; after: string; parts: ChangePart[]; equation: string; summary: string };

const PARTS = [
  { key: "mix", label: "Mix", note: "Other tiers answered than before" },
  { key: "tokenMix", label: "Token mix", note: "The same tiers, other tokens: input, cached, output" },
  { key: "price", label: "Price", note: "The same tokens cost something else" },
] as const;

const MIDDLE = 50;

/** From WARC of the period before to WARC now, in three parts that add up as they are shown. */
export function prepareChange(change: WarcChange, measure: Measure): PreparedChange {
  const { suffix } = MEASURE_WORDS[measure];
  const [before, ...terms] = showSum([change.before, ...PARTS.map(({ key }) => change[key])]);
  const after = terms.at(-1)?.total ?? "";
  const longest = Math.max(...PARTS.map(({ key }) => Math.abs(toLength(change[key]))));
  const parts = PARTS.map((part, index): ChangePart => ({
    ...part, value: `${terms[index]?.term ?? ""}${suffix}`, ...barOf(change[part.key], longest),
  }));
  const shown = parts.map(({ label, value }) => `${label} ${value}`).join(", ");
  return {
    before: `${before?.total ?? ""}${suffix}`,
    after: `${after}${suffix}`,
    parts,
    equation: `${[before?.total, ...terms.map(({ term }) => spaced(term))].join(" ")} = ${after}`,
    summary: `WARC went from ${before?.total}${suffix} to ${after}${suffix}: ${shown}.`,
  };
}

function barOf(value: Ratio, longest: number): Pick<ChangePart, "kind" | "x" | "width"> {
  const width = percent(Math.abs(toLength(value)), longest) * (MIDDLE / 100);
  return value.numerator < 0n ? { kind: "less", x: MIDDLE - width, width } : { kind: "more", x: MIDDLE, width };
}

/** "+$0.10" as "+ $0.10", "-$0.10" as "− $0.10": operators of an equation. */
function spaced(term: string): string {
  if (term.startsWith("-")) return `− ${term.slice(1)}`;
  return `+ ${term.replace("+", "")}`;
}
