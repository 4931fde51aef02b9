import { ratio, type Ratio } from "@/lib/core/ratio";
import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { bridge } from "@/lib/core/warc";
import { percent, toLength } from "../chart/geometry";
import { MEASURE_WORDS, showSum, type ShownStep } from "../rates";

/** A row of the bridge. Lengths are percentages of the widest sum. */
export type BridgeRow = {
  key: string;
  label: string;
  value: string;
  kind: "total" | "more" | "less" | "waste";
  x: number;
  width: number;
};

const LABELS = {
  primary: "Primary cost",
  premium: "Fallback premium",
  weighting: "Weighting by tokens",
  waste: "Waste",
} as const;

/** From the primary cost to WARC and on to the effective cost, step by step; null while a step is unknown. */
export function prepareBridge(warc: MeasuredWarc): BridgeRow[] | null {
  const all = bridge({ ...warc, wastePerMillion: warc.waste });
  if (!all) return null;
  // Where WARC is a spend over units there is nothing to weigh.
  const steps = all.filter(({ name }) => name !== "weighting" || warc.measure === "by-calls");
  const whole = Math.max(...steps.map((step) => toLength(step.total)));
  const { suffix } = MEASURE_WORDS[warc.measure];
  const shown = showSum(steps.map((step) => step.usdPerMillion));
  const totalRow = (key: string, label: string, text: string, total: Ratio): BridgeRow => ({
    key, label, value: text + suffix, kind: "total", x: 0, width: percent(toLength(total), whole),
  });
  const rows: BridgeRow[] = [];
  let before: Ratio = ratio(0n);
  for (const [index, { name, total }] of steps.entries()) {
    const { term, total: sum } = shown[index] as ShownStep;
    if (name === "primary") rows.push(totalRow("primary", LABELS.primary, sum, total));
    else rows.push({ key: name, label: LABELS[name], value: term + suffix, ...span(before, total, whole, name) });
    if (name === "premium") rows.push(totalRow("warc", "WARC", sum, total));
    if (name === "waste") rows.push(totalRow("effective", "Effective cost", sum, total));
    before = total;
  }
  return rows;
}

function span(before: Ratio, after: Ratio, whole: number, name: string): Pick<BridgeRow, "kind" | "x" | "width"> {
  const [from, to] = [toLength(before), toLength(after)];
  const kind = name === "waste" ? "waste" : to < from ? "less" : "more";
  return { kind, x: percent(Math.min(from, to), whole), width: percent(Math.abs(to - from), whole) };
}
