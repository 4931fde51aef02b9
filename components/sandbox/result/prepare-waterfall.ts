import { type Ratio, subtract, ratio, multiply, add } from "@/lib/core/ratio";
import type { SimulationResult, TierResult } from "@/lib/sandbox/result";
import { percent, toLength } from "../../chart/geometry";
import { showSum } from "../../rates";
import { toRatio } from "./figures";
import type { ShownProfile } from "./shown-profile";
import type { TableForm } from "../../chart/table-toggle";

/** Whether the change is split by what makes up the effective cost, or by who serves. */
export type WaterfallSplit = "parts" | "tiers";

/** A step: its bar lies between two sums. Lengths are percentages of all that the sums span. */
export type WaterfallStep = { key: string; label: string; value: string; kind: "more" | "less" | "same"; x: number; width: number };

export type Waterfall = {
  before: string;
  after: string;
  steps: WaterfallStep[];
  /** "$1.20 − $0.15 − $0.05 = $1.00": what is shown adds up as it is shown. */
  equation: string;
  summary: string;
  table: TableForm;
};

type Term = { key: string; label: string; before: Ratio; after: Ratio };

/** From the effective cost in force to the candidate's, step by step; null while a part of either is unknown. */
export function prepareWaterfall(current: ShownProfile, candidate: ShownProfile, split: WaterfallSplit): Waterfall | null {
  const [a, b] = [partsOf(current.result), partsOf(candidate.result)];
  if (!a || !b) return null;
  const terms = split === "parts" ? partTerms(a, b) : tierTerms(current.result, candidate.result, a, b);
  const start = terms.reduce((sum, { before }) => add(sum, before), ratio(0n));
  const shown = showSum([start, ...terms.map(({ before, after }) => subtract(after, before))]);
  const sums = terms.reduce<number[]>((all, { before, after }) => [...all, (all.at(-1) ?? 0) + toLength(subtract(after, before))], [toLength(start)]);
  const [low, span] = [Math.min(...sums), Math.max(...sums) - Math.min(...sums)];
  const steps = terms.map(({ key, label, before, after }, index): WaterfallStep => {
    const [from, to] = [sums[index] ?? 0, sums[index + 1] ?? 0];
    const change = subtract(after, before).numerator;
    return {
      key, label, value: `${shown[index + 1]?.term ?? ""}/M`,
      kind: change === 0n ? "same" : change < 0n ? "less" : "more",
      x: percent(Math.min(from, to) - low, span), width: percent(Math.abs(to - from), span),
    };
  });
  const [before, after] = [shown[0]?.total ?? "", shown.at(-1)?.total ?? ""];
  const told = steps.filter(({ kind }) => kind !== "same").map(({ label, value }) => `${label} ${value}`);
  return {
    before: `${before}/M`, after: `${after}/M`, steps,
    equation: `${[before, ...shown.slice(1).map(({ term }) => spaced(term))].join(" ")} = ${after}`,
    summary: `The effective cost goes from ${before}/M (${current.name}) to ${after}/M (${candidate.name})${told.length === 0 ? "; nothing changes" : `: ${told.join(", ")}`}.`,
    table: {
      heads: ["Part", "Change", "Effective cost so far"],
      rows: [
        { key: "before", cells: [current.name, "", `${before}/M`] },
        ...steps.map(({ key, label, value }, index) => ({ key, cells: [label, value, `${shown[index + 1]?.total ?? ""}/M`] })),
        { key: "after", cells: [candidate.name, "", `${after}/M`] },
      ],
    },
  };
}

type Parts = { primary: Ratio; premium: Ratio; weighting: Ratio; waste: Ratio };

/** Parts that sum to the effective cost: primary + premium + weighting + waste. */
function partsOf(result: SimulationResult): Parts | null {
  const { primaryUsdPerMillion, warcUsdPerMillion, wasteUsdPerMillion, effectiveUsdPerMillion } = result;
  if (primaryUsdPerMillion === null || warcUsdPerMillion === null || wasteUsdPerMillion === null || effectiveUsdPerMillion === null) return null;
  const [primary, warc, waste, effective] = [primaryUsdPerMillion, warcUsdPerMillion, wasteUsdPerMillion, effectiveUsdPerMillion].map(toRatio) as [Ratio, Ratio, Ratio, Ratio];
  return { primary, premium: subtract(warc, primary), weighting: subtract(subtract(effective, waste), warc), waste };
}

const PART_LABELS = { primary: "Primary cost", premium: "Fallback premium", weighting: "Weighting by tokens", waste: "Waste" } as const;

function partTerms(a: Parts, b: Parts): Term[] {
  return (["primary", "premium", "weighting", "waste"] as const).map((key) => ({ key, label: PART_LABELS[key], before: a[key], after: b[key] }));
}

/** What each endpoint adds to WARC, wherever it stands; then weighting and waste as they are. */
function tierTerms(current: SimulationResult, candidate: SimulationResult, a: Parts, b: Parts): Term[] {
  const names = [...new Set([...current.tiers, ...candidate.tiers].map(({ endpoint }) => endpoint))];
  const tiers = names.map((name) => ({ key: name, label: name, before: contributionOf(current.tiers, name), after: contributionOf(candidate.tiers, name) }));
  const whole = (terms: readonly Ratio[]) => terms.reduce(add, ratio(0n));
  // P × C of an engine adds up to its WARC to 12 digits or so; what is beyond goes with the weighting, so that the sum is exact.
  const rest = (parts: Parts, terms: readonly Ratio[]) => add(parts.weighting, subtract(add(parts.primary, parts.premium), whole(terms)));
  return [
    ...tiers,
    { key: "weighting", label: PART_LABELS.weighting, before: rest(a, tiers.map(({ before }) => before)), after: rest(b, tiers.map(({ after }) => after)) },
    { key: "waste", label: PART_LABELS.waste, before: a.waste, after: b.waste },
  ];
}

function contributionOf(tiers: readonly TierResult[], endpoint: string): Ratio {
  return tiers
    .filter((tier) => tier.endpoint === endpoint)
    .reduce((sum, { p, usdPerMillion }) => add(sum, multiply(toRatio(p), toRatio(usdPerMillion ?? 0))), ratio(0n));
}

/** "+$0.10" as "+ $0.10", "-$0.10" as "− $0.10": operators of an equation. */
function spaced(term: string): string {
  return term.startsWith("-") ? `− ${term.slice(1)}` : `+ ${term.replace("+", "")}`;
}
