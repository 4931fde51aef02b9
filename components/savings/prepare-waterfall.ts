import { PICO_PER_USD, type Pico } from "@/lib/core/money";
import { ratio } from "@/lib/core/ratio";
import { percent, toLength } from "../chart/geometry";
import { exactly, type SavingsSteps, type Span, spanFormat, STEP_NAMES, stepSpans } from "./prepare-savings";

/** A row of the waterfall. Lengths are percentages of the widest sum. */
export type WaterfallRow = {
  key: string;
  label: string;
  value: string;
  kind: "total" | "more" | "less" | "waste";
  /** Its amount lies between two; it is drawn in the middle. */
  isBetween: boolean;
  x: number;
  width: number;
};

/** From what the baseline would have cost to what was spent, step by step, and the same as one line that adds up. */
export function prepareWaterfall(steps: SavingsSteps): { rows: WaterfallRow[]; equation: string } {
  const format = spanFormat([steps]);
  const spans = stepSpans(steps);
  let sum = 0;
  const sums = spans.map(({ span }) => (sum += lengthOf(span)));
  const whole = Math.max(...sums, lengthOf(exactly(steps.actualPico)));
  const rows = spans.map(({ key, span }, index): WaterfallRow => {
    const [from, to] = [sums[index - 1] ?? 0, sums[index] ?? 0];
    const kind = key === "baseline" ? "total" : key === "waste" || key === "unserved" ? "waste" : to < from ? "less" : "more";
    return {
      key, label: STEP_NAMES[key], kind,
      value: key === "baseline" ? format.amount(span) : format.change(span),
      isBetween: span.lowPico !== span.highPico,
      x: percent(Math.min(from, to), whole), width: percent(Math.abs(to - from), whole),
    };
  });
  const actual = format.amount(exactly(steps.actualPico));
  rows.push({
    key: "actual", label: "Actual", value: actual, kind: "total", isBetween: false,
    x: 0, width: percent(lengthOf(exactly(steps.actualPico)), whole),
  });
  const terms = spans.map(({ key, span }) => `${STEP_NAMES[key].toLowerCase()} ${key === "baseline" ? format.amount(span) : format.change(span)}`);
  return { rows, equation: `${capital(terms.join(", "))} = actual ${actual}` };
}

function lengthOf({ lowPico, highPico }: Span): number {
  return toLength(ratio(middle(lowPico, highPico), PICO_PER_USD));
}

function middle(low: Pico, high: Pico): Pico {
  return (low + high) / 2n;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
