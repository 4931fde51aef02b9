import type { ModelFloors } from "@/lib/sandbox/pricing-floors";
import { Panel } from "../../panel";
import { LineMark, lineLook } from "./line-mark";
import { PointPicker } from "./point-picker";
import { preparePricingFloors, type PreparedFloors, type RateLine, type RatePlot } from "./prepare-pricing-floors";
import { TableToggle } from "../../chart/table-toggle";

type PricingFloorsProps = { floors: readonly ModelFloors[]; /** The end of the time that is drawn. */ toMs: number; zone: string; className?: string };

const HEIGHT = 110;

/** For each model of the profile the cheapest endpoint, by mix of tokens and over time, and where yours stand. */
export function PricingFloors({ floors, toMs, zone, className = "" }: PricingFloorsProps) {
  return (
    <Panel title="Pricing floors" subtitle="For each model the cheapest endpoint that has a price here, USD per million tokens; quality and speed are not in it." className={className}>
      {floors.length === 0 ? <p className="text-table text-muted">No endpoint of this profile is in the catalogue.</p> : null}
      <div className="grid grid-cols-1 gap-6">{floors.map((one) => <Floors key={one.model} floors={preparePricingFloors(one, toMs, zone)} />)}</div>
    </Panel>
  );
}

function Floors({ floors: { model, standing, yours, byMix, overTime, table } }: { floors: PreparedFloors }) {
  return (
    <section aria-label={`Pricing floor of ${model}`} className="min-w-0">
      <h3 className="text-table font-semibold text-ink">{model}</h3>
      {standing.map((sentence) => <p key={sentence} className="text-table text-muted">{sentence}</p>)}
      <ul className="my-2 flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
        <li className="flex items-center gap-1.5"><svg width="16" height="6" aria-hidden="true"><line x2="16" y1="3" y2="3" strokeWidth="4" className="stroke-saving" /></svg>Floor</li>
        {yours.map(({ key, label, rank }) => (
          <li key={key} className="flex items-center gap-1.5"><svg width="16" height="12" viewBox="13 0 16 12" aria-hidden="true"><LineMark rank={rank} /></svg>{label}, yours</li>
        ))}
        <li className="flex items-center gap-1.5"><svg width="16" height="6" aria-hidden="true"><line x2="16" y1="3" y2="3" className="stroke-line-strong" /></svg>Others</li>
      </ul>
      <div className="grid min-w-0 grid-cols-1 gap-x-6 gap-y-4 xl:grid-cols-2">
        <Plot title="Now, by mix of tokens; the upright line is yours" plot={byMix} />
        {overTime ? <Plot title="Your mix, over time" plot={overTime} /> : <p className="self-center text-table text-muted">No change of these prices is known.</p>}
      </div>
      <TableToggle name={`Pricing floor of ${model}`} table={table} />
    </section>
  );
}

function Plot({ title, plot: { lines, ticks, labels, points, markX, summary } }: { title: string; plot: RatePlot }) {
  return (
    <div className="min-w-0">
      <p className="mb-3 text-caption text-muted">{title}</p>
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <svg width="48" height={HEIGHT} className="overflow-visible text-caption" aria-hidden="true">
          {ticks.map(({ label, y }) => <text key={label} x="100%" y={`${y}%`} dy="4" textAnchor="end" className="fill-subtle">{label}</text>)}
        </svg>
        <PointPicker summary={summary} points={points} className="">
          <svg width="100%" height={HEIGHT} className="block overflow-visible" aria-hidden="true">
            {ticks.map(({ label, y }) => <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />)}
            {markX === null ? null : <line x1={`${markX}%`} x2={`${markX}%`} y1="0" y2="100%" strokeDasharray="2 3" className="stroke-ink" />}
            <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" className="overflow-visible">
              {lines.map((line) => <polyline key={line.key} points={line.points} fill="none" vectorEffect="non-scaling-stroke" {...lookOf(line)} />)}
            </svg>
          </svg>
        </PointPicker>
        <span />
        <svg width="100%" height="20" aria-hidden="true" className="block overflow-visible text-caption">
          {labels.map(({ label, x, anchor }) => <text key={label} x={`${x}%`} y="16" textAnchor={anchor} className="fill-subtle">{label}</text>)}
        </svg>
      </div>
    </div>
  );
}

function lookOf({ kind, rank }: RateLine): { className: string; strokeWidth: number; strokeDasharray?: string } {
  if (kind === "floor") return { className: "stroke-saving", strokeWidth: 5 };
  return kind === "yours" ? { ...lineLook(rank), strokeWidth: 2 } : { className: "stroke-line-strong", strokeWidth: 1 };
}
