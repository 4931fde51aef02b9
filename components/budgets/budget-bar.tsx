import { useId } from "react";
import type { BudgetBar as Bar, BudgetRow } from "./prepare-budgets";

const FILLS: Readonly<Record<BudgetRow["tone"], string>> = { plain: "fill-brand", warning: "fill-warning-line", danger: "fill-danger" };

/** What is spent, the amount, its thresholds, and hatched where the period is heading. */
export function BudgetBar({ bar, tone, summary }: { bar: Bar; tone: BudgetRow["tone"]; summary: string }) {
  const hatch = useId();
  const { spent, amount, thresholds, forecast } = bar;
  return (
    <svg role="img" aria-label={summary} width="100%" height="22" className="block overflow-visible">
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" strokeWidth="2" className="stroke-subtle" />
        </pattern>
      </defs>
      <rect x="0" y="6" width="100%" height="10" rx="2" className="fill-sunken" />
      {forecast ? <rect x={`${forecast.from}%`} y="6" width={`${Math.max(0.6, forecast.to - forecast.from)}%`} height="10" fill={`url(#${hatch})`} /> : null}
      <rect x="0" y="6" width={`${spent}%`} height="10" rx="2" className={FILLS[tone]} />
      {thresholds.map(({ at, percent, isCrossed }) => (
        <line key={percent} x1={`${at}%`} x2={`${at}%`} y1="4" y2="18" strokeWidth="1.5" className={isCrossed ? "stroke-ink" : "stroke-line-strong"} />
      ))}
      <line x1={`${amount}%`} x2={`${amount}%`} y1="0" y2="22" strokeWidth="2" className="stroke-ink" />
    </svg>
  );
}
