import type { Cause } from "@/lib/core/outcome";
import type { DrillFigure, DrillPrediction, DrillTier } from "@/lib/wire/drill";
import { NOT_APPLICABLE, share } from "../../amounts";
import { causeName } from "../../causes";
import { plural } from "../../counts";
import { perMillion, toRatio } from "../result/figures";
import type { DrillCounts, DrillView } from "./drill-state";

/** A figure of the comparison, as it is read and drawn. Places are percents of the drawing's width. */
export type FigureRow = {
  figure: DrillFigure;
  name: string;
  /** What it is of. */
  note: string;
  predicted: string;
  span: string;
  real: string;
  verdict: "within" | "outside" | "open";
  drawing: { low: number; high: number; middle: number; real: number | null } | null;
};

const NAMES: Partial<Record<DrillFigure, { name: string; note: string }>> = {
  availability: { name: "Availability", note: "of all calls" },
  warc: { name: "WARC", note: "a million tokens, by calls" },
  effective: { name: "Effective cost", note: "a million tokens, failed attempts included" },
};

/** Before the end the real figures are those so far. */
export function prepareFigures({ predictions, result, counts }: DrillView, tiers: readonly DrillTier[]): FigureRow[] {
  return predictions.map((prediction) => {
    const { figure, middle, low, high } = prediction;
    const judged = result?.figures.find((each) => each.figure === figure);
    const real = judged ? judged.real : soFar(figure, counts);
    const format = (value: number | null) => (value === null ? NOT_APPLICABLE : formatFigure(figure, value));
    return {
      figure, ...nameOf(figure, tiers), predicted: format(middle), real: format(real),
      span: low === null || high === null ? NOT_APPLICABLE : `${format(low)} to ${format(high)}`,
      verdict: judged?.isWithin == null ? "open" : judged.isWithin ? "within" : "outside",
      drawing: draw(prediction, real),
    };
  });
}

/** Shares can be told while calls still come, amounts at the end. */
function soFar(figure: DrillFigure, { calls, byTier, unserved }: DrillCounts): number | null {
  if (calls === 0) return null;
  if (figure === "availability") return (calls - unserved) / calls;
  const [, tier] = /^p(\d+)$/.exec(figure) ?? [];
  return tier === undefined ? null : (byTier[Number(tier)] ?? 0) / calls;
}

function nameOf(figure: DrillFigure, tiers: readonly DrillTier[]): { name: string; note: string } {
  const tier = tiers.find((each) => `p${each.tier}` === figure);
  return tier ? { name: `Served by tier ${tier.tier}`, note: tier.endpoint } : (NAMES[figure] ?? { name: figure, note: "" });
}

function formatFigure(figure: DrillFigure, value: number): string {
  return figure === "warc" || figure === "effective" ? perMillion(value) : share(toRatio(value));
}

/** So much of the width stays free at either side. */
const MARGIN = 8;

/** Each figure on a scale of its own, from the lowest to the highest mark. */
function draw({ low, high, middle }: DrillPrediction, real: number | null): FigureRow["drawing"] {
  if (low === null || high === null || middle === null) return null;
  const marks = real === null ? [low, high] : [low, high, real];
  const [from, to] = [Math.min(...marks), Math.max(...marks)];
  const place = (value: number) => (to === from ? 50 : Math.round((MARGIN + ((value - from) / (to - from)) * (100 - 2 * MARGIN)) * 100) / 100);
  return { low: place(low), high: place(high), middle: place(middle), real: real === null ? null : place(real) };
}

/** The outcome in a sentence or two. null before the end. */
export function describeVerdict(rows: readonly FigureRow[]): { isAsPredicted: boolean; text: string } | null {
  const judged = rows.filter(({ verdict }) => verdict !== "open");
  if (judged.length === 0) return null;
  const outside = judged.filter(({ verdict }) => verdict === "outside");
  if (outside.length === 0) {
    return { isAsPredicted: true, text: `The gateway did as the simulation says: ${judged.length === 1 ? "the figure lies" : `all ${judged.length} figures lie`} where 99 of 100 such drills end.` };
  }
  const names = outside.map(({ name, real, span }) => `${name} is ${real}, predicted ${span}`).join("; ");
  return {
    isAsPredicted: false,
    text: `${outside.length} of ${judged.length} figures ${outside.length === 1 ? "lies" : "lie"} outside of where 99 of 100 such drills end: ${names}. Chance alone does that to one figure in a hundred; run the drill again with another seed before you draw conclusions.`,
  };
}

/** "3 × rate limited, 1 × network fault" */
export function describeCauses(causes: DrillCounts["causes"]): string {
  const entries = Object.entries(causes) as [Cause, number][];
  return entries.sort(([, a], [, b]) => b - a).map(([cause, count]) => `${count} × ${causeName(cause).toLowerCase()}`).join(", ");
}

/** How far it is, for who listens: at the start, at each quarter, and at the end. */
export function describeProgress({ phase, started, counts, message }: DrillView, verdict: string | null): string {
  const of = started?.calls ?? 0;
  switch (phase) {
    case "idle":
      return "";
    case "preparing":
      return "Preparing the drill: simulating it, and telling the gateway of it.";
    case "sending": {
      const quarter = of === 0 ? 0 : Math.floor((counts.calls / of) * 4) * 25;
      return quarter === 0 ? "The drill has begun." : `${quarter}% of the calls are done.`;
    }
    case "ended":
      return `The drill is over. ${verdict ?? ""}`.trim();
    case "cancelled":
      return `The drill was cancelled after ${plural(counts.calls, "call")}.`;
    case "failed":
      return message;
  }
}
