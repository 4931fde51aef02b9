import { ratio, type Ratio } from "@/lib/core/ratio";
import { bridge, type Warc } from "@/lib/core/warc";
import { sumFormat } from "../amounts";
import { percent, toLength } from "./geometry";

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
export function prepareBridge(warc: Warc): BridgeRow[] | null {
  const steps = bridge(warc);
  if (!steps) return null;
  const whole = Math.max(...steps.map((step) => toLength(step.total)));
  const { perMillion, perMillionDelta } = sumFormat(steps.map((step) => step.usdPerMillion));
  const totalRow = (key: string, label: string, total: Ratio): BridgeRow => ({
    key, label, value: perMillion(total), kind: "total", x: 0, width: percent(toLength(total), whole),
  });
  const rows: BridgeRow[] = [];
  let before: Ratio = ratio(0n);
  for (const { name, usdPerMillion, total } of steps) {
    if (name === "primary") rows.push(totalRow("primary", LABELS.primary, total));
    else rows.push({ key: name, label: LABELS[name], value: perMillionDelta(usdPerMillion), ...span(before, total, whole, name) });
    if (name === "premium") rows.push(totalRow("warc", "WARC", total));
    if (name === "waste") rows.push(totalRow("effective", "Effective cost", total));
    before = total;
  }
  return rows;
}

function span(before: Ratio, after: Ratio, whole: number, name: string): Pick<BridgeRow, "kind" | "x" | "width"> {
  const [from, to] = [toLength(before), toLength(after)];
  const kind = name === "waste" ? "waste" : to < from ? "less" : "more";
  return { kind, x: percent(Math.min(from, to), whole), width: percent(Math.abs(to - from), whole) };
}
