import { Panel } from "../../panel";
import { tierFill } from "../../tier-colour";
import { LineMark, TimelineLines } from "./line-mark";
import { PointPicker } from "./point-picker";
import { prepareTierTimeline, type Tick, type TierTimeline as Prepared, type TierTimelineInput } from "./prepare-tier-timeline";
import { TableToggle } from "../../chart/table-toggle";

type TierTimelineProps = TierTimelineInput & { name: string; className?: string };

const LANE = 24;
const SHARES = 160;
const SMALL = 64;
const CAPTION = 24;
/** Columns that begin between two pixels would leave seams. */
const OVERLAP = 1.03;

/** Who serves when, with the trouble drawn in; limits in use and the cost of calls below, each on an axis of its own. */
export function TierTimeline({ name, className = "", ...input }: TierTimelineProps) {
  const timeline = prepareTierTimeline(input);
  const title = `Share by tier over time: ${name}`;
  return (
    <Panel title={title} subtitle={`Grain: calls by when they begin, times in ${input.zone}. A gap is a stretch without calls.`} className={className}>
      <Legend legend={timeline.legend} />
      <Plots timeline={timeline} />
      {timeline.ending ? <p className="mt-1 text-caption text-subtle">{timeline.ending}</p> : null}
      <TableToggle name={title} table={timeline.table} />
    </Panel>
  );
}

/** Where each plot begins, from the top, in pixels. */
function topsOf({ bands, limits }: Prepared): { shares: number; limits: number; cost: number; bottom: number } {
  const shares = bands.reduce((lanes, { lane }) => Math.max(lanes, lane + 1), 0) * LANE + 4;
  const limitsTop = shares + SHARES + CAPTION;
  const cost = limits ? limitsTop + SMALL + CAPTION : limitsTop;
  return { shares, limits: limitsTop, cost, bottom: cost + SMALL + 4 };
}

function Plots({ timeline }: { timeline: Prepared }) {
  const { segments, limits, perThousand, labels, points, summary } = timeline;
  const tops = topsOf(timeline);
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <svg width="52" height={tops.bottom} className="overflow-visible text-caption" aria-hidden="true">
        <TickLabels ticks={SHARE_TICKS} top={tops.shares} height={SHARES} />
        {limits ? <TickLabels ticks={limits.ticks} top={tops.limits} height={SMALL} /> : null}
        <TickLabels ticks={perThousand.ticks} top={tops.cost} height={SMALL} />
      </svg>
      <PointPicker summary={summary} points={points} className="">
        <svg width="100%" height={tops.bottom} className="block overflow-visible text-caption" aria-hidden="true">
          <svg y={tops.shares} width="100%" height={SHARES} className="overflow-visible">
            <Grid ticks={SHARE_TICKS} />
            <g>
              {segments.map(({ key, rank, x, width, y, height }) => (
                <g key={key}>
                  <rect x={`${x}%`} width={`${width * OVERLAP}%`} shapeRendering="crispEdges" y={`${y}%`} height={`${height}%`} {...(rank === null ? { fill: "url(#result-unserved)" } : { className: tierFill(rank) })} />
                  <line x1={`${x}%`} x2={`${x + width}%`} y1={`${y}%`} y2={`${y}%`} className="stroke-surface" />
                </g>
              ))}
            </g>
          </svg>
          <Bands bands={timeline.bands} bottom={tops.bottom} />
          {limits ? (
            <g>
              <text y={tops.limits - 8} className="fill-muted">Largest part of a limit in use</text>
              <svg y={tops.limits} width="100%" height={SMALL} className="overflow-visible">
                <Grid ticks={limits.ticks} />
                <TimelineLines lines={limits.lines} />
              </svg>
            </g>
          ) : null}
          <text y={tops.cost - 8} className="fill-muted">Spend per 1,000 calls</text>
          <svg y={tops.cost} width="100%" height={SMALL} className="overflow-visible">
            <Grid ticks={perThousand.ticks} />
            <TimelineLines lines={[perThousand.line]} />
          </svg>
        </svg>
      </PointPicker>
      <span />
      <svg width="100%" height="20" aria-hidden="true" className="mt-1 block overflow-visible text-caption">
        {labels.map(({ key, label, x, isMain }) => (
          <text key={key} x={`${x}%`} y="14" className={`fill-subtle ${isMain ? "" : "max-sm:hidden"}`}>{label}</text>
        ))}
      </svg>
    </div>
  );
}

const SHARE_TICKS: readonly Tick[] = [{ label: "0%", y: 100 }, { label: "50%", y: 50 }, { label: "100%", y: 0 }];

function TickLabels({ ticks, top, height }: { ticks: readonly Tick[]; top: number; height: number }) {
  return (
    <svg y={top} width="100%" height={height} className="overflow-visible">
      {ticks.map(({ label, y }) => (
        <text key={label} x="100%" y={`${y}%`} dy="4" textAnchor="end" className="fill-subtle">{label}</text>
      ))}
    </svg>
  );
}

function Grid({ ticks }: { ticks: readonly Tick[] }) {
  return ticks.map(({ label, y }) => <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />);
}

/** A labelled strip above the plots, and its start and end through all of them. */
function Bands({ bands, bottom }: { bands: Prepared["bands"]; bottom: number }) {
  return bands.map(({ key, label, x, width, lane, labelX, anchor }) => (
    <g key={key}>
      {[x, x + width].map((edge, index) => (
        <line key={index === 0 ? "start" : "end"} x1={`${edge}%`} x2={`${edge}%`} y1={lane * LANE + 15} y2={bottom} strokeDasharray="3 3" className="stroke-warning-line" />
      ))}
      <rect x={`${x}%`} width={`${width}%`} y={lane * LANE + 15} height="6" fill="url(#result-trouble)" className="stroke-warning-line" />
      <text x={`${labelX}%`} y={lane * LANE + 11} textAnchor={anchor} className="fill-warning font-medium">{label}</text>
    </g>
  ));
}

function Legend({ legend }: Pick<Prepared, "legend">) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
      {legend.map(({ key, label, rank }) => (
        <li key={key} className="flex items-center gap-1.5">
          <svg width={rank === null ? 12 : 28} height="12" aria-hidden="true">
            {rank === null ? <rect width="12" height="12" fill="url(#result-unserved)" /> : <><rect width="12" height="12" rx="2" className={tierFill(rank)} /><LineMark rank={rank} /></>}
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
