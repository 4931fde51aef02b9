import { Explain } from "../explain";
import { Panel } from "../panel";
import { type SavingsSteps } from "./prepare-savings";
import { prepareWaterfall, type WaterfallRow } from "./prepare-waterfall";

const FILLS = { total: "fill-tier-2", more: "fill-premium", less: "fill-saving", waste: "" } as const;
const STROKES = { total: "stroke-tier-2", more: "stroke-premium", less: "stroke-saving", waste: "stroke-waste" } as const;

/** From the baseline's cost to the actual one. */
export function WaterfallPanel({ steps, className = "" }: { steps: SavingsSteps; className?: string }) {
  const { rows, equation } = prepareWaterfall(steps);
  return (
    <Panel title="From the baseline to what was spent" subtitle="USD of the compared calls; the steps add up" explain={<StepsExplained />} className={className}>
      {steps.savings === null ? (
        <p className="py-4 text-body text-muted">Nothing to compare in this range.</p>
      ) : (
        <>
          <svg width="0" height="0" aria-hidden="true" className="absolute">
            <defs>
              <pattern id="savings-waste" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <line x1="0" y1="0" x2="0" y2="6" strokeWidth="4" className="stroke-waste" />
              </pattern>
            </defs>
          </svg>
          <ol className="grid gap-2.5">{rows.map((row) => <Row key={row.key} row={row} />)}</ol>
          <p className="mt-3 text-table text-muted">{equation}</p>
        </>
      )}
    </Panel>
  );
}

function Row({ row: { label, value, kind, isBetween, x, width } }: { row: WaterfallRow }) {
  return (
    <li>
      <p className={`flex justify-between gap-3 text-table ${kind === "total" ? "font-semibold text-ink" : "text-muted"}`}>
        <span>{label}</span>
        <span>{value}</span>
      </p>
      <svg width="100%" height="10" className="mt-1 block" aria-hidden="true">
        <rect width="100%" height="10" className="fill-sunken" />
        <rect
          x={`${x}%`} width={`${Math.max(width, width > 0 ? 0.4 : 0)}%`} height="10"
          className={isBetween ? `${FILLS[kind]} ${STROKES[kind]}` : FILLS[kind]}
          {...(kind === "waste" ? { fill: "url(#savings-waste)" } : {})}
          {...(isBetween ? { fillOpacity: 0.4, strokeDasharray: "3 2" } : {})}
        />
      </svg>
    </li>
  );
}

function StepsExplained() {
  return (
    <Explain id="explain-steps" title="The steps">
      <p><strong className="text-ink">Baseline</strong>: the same tokens, cached ones included, at the baseline&rsquo;s price as of each call.</p>
      <p><strong className="text-ink">Tier choice</strong>: what the tiers that served charge for these tokens, less what the baseline does, both as if nothing had been cached.</p>
      <p><strong className="text-ink">Cache</strong>: what caches took off at the tiers that served (writing to them adds), less what the same cached tokens would have taken off at the baseline.</p>
      <p><strong className="text-ink">Waste</strong>: attempts of the same calls that did not serve.</p>
      <p><strong className="text-ink">Not told apart</strong>: the steps above in one, of calls that stand beside calls of unknown cost in the same quarter-hour (in long ranges, day), or against a price that depends on the length of each prompt. Only where there are such.</p>
      <p><strong className="text-ink">Calls not served</strong>: what failed and aborted calls cost. The baseline is not asked to have lost them as well.</p>
      <p>An amount &ldquo;from … to …&rdquo; has a baseline whose price depends on the length of each prompt, which sums do not keep: its lowest and its highest step.</p>
    </Explain>
  );
}
