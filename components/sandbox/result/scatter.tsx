import { Panel } from "../../panel";
import { PointPicker } from "./point-picker";
import { prepareScatter, type Scatter as Prepared, SCATTER_HEIGHT, type ScatterInput, type ScatterMark } from "./prepare-scatter";
import { TableToggle } from "../../chart/table-toggle";

type ScatterProps = {
  profiles: readonly ScatterInput[];
  /** What a click on a profile does; left out: nothing. */
  onOpen?: (key: string) => void;
  title?: string;
  className?: string;
};

/** Cost against availability: the current profile, its candidates, and the front that none of them beats. */
export function Scatter({ profiles, onOpen, title = "Cost and availability", className = "" }: ScatterProps) {
  const scatter = prepareScatter(profiles);
  return (
    <Panel title={title} subtitle="Effective cost, USD per million tokens, by the share of calls that are answered; each step up loses a tenth. Up and to the left is better." className={className}>
      <Legend marks={scatter.marks} />
      <Plot scatter={scatter} onOpen={onOpen} />
      {scatter.leftOut ? <p className="mt-2 text-table text-muted">{scatter.leftOut}</p> : null}
      <TableToggle name={title} table={scatter.table} />
    </Panel>
  );
}

function Plot({ scatter, onOpen }: { scatter: Prepared; onOpen: ScatterProps["onOpen"] }) {
  const { marks, labels, arrows, front, xTicks, yTicks, points, summary } = scatter;
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <svg width="76" height={SCATTER_HEIGHT} className="overflow-visible text-caption" aria-hidden="true">
        {yTicks.map(({ label, oneIn, y }) => (
          <g key={label} className="fill-subtle">
            <text x="100%" y={`${y}%`} dy={oneIn ? -1 : 4} textAnchor="end">{label}</text>
            <text x="100%" y={`${y}%`} dy="12" textAnchor="end" fontSize="10">{oneIn}</text>
          </g>
        ))}
      </svg>
      <PointPicker summary={summary} points={points} className="" {...(onOpen ? { onOpen } : {})}>
        <svg width="100%" height={SCATTER_HEIGHT} className="block overflow-visible text-caption" aria-hidden="true">
          <defs>
            <marker id="scatter-arrow" viewBox="0 0 8 8" refX="17" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
              <path d="M0 0 8 4 0 8Z" className="fill-muted" />
            </marker>
          </defs>
          {yTicks.map(({ label, y }) => <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />)}
          {xTicks.map(({ label, x }) => <line key={label} x1={`${x}%`} x2={`${x}%`} y1="0" y2="100%" className="stroke-line" />)}
          {front === null ? null : (
            <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" className="overflow-visible">
              <polyline points={front} fill="none" strokeWidth="1.5" strokeDasharray="5 3" vectorEffect="non-scaling-stroke" className="stroke-saving" />
            </svg>
          )}
          {arrows.map(({ key, from, to }) => (
            <line key={key} x1={`${from.x}%`} y1={`${from.y}%`} x2={`${to.x}%`} y2={`${to.y}%`} strokeWidth="1.5" className="stroke-ink" strokeOpacity="0.6" markerEnd="url(#scatter-arrow)" />
          ))}
          {marks.map((mark) => <Mark key={mark.key} mark={mark} />)}
          {labels.map(({ key, text, x, y, dx, dy, anchor }) => (
            <text key={key} x={`${x}%`} y={`${y}%`} dx={dx} dy={dy} textAnchor={anchor} strokeWidth="3" paintOrder="stroke" className="fill-ink stroke-surface font-medium">{text}</text>
          ))}
        </svg>
      </PointPicker>
      <span />
      <svg width="100%" height="20" aria-hidden="true" className="mt-2 block overflow-visible text-caption">
        {xTicks.map(({ label, x }, index) => (
          <text key={label} x={`${x}%`} y="14" textAnchor="middle" className={`fill-subtle ${index % 2 === 0 ? "" : "max-sm:hidden"}`}>{label}</text>
        ))}
      </svg>
    </div>
  );
}

/** A cross for the intervals under a mark of the kind's own form. */
function Mark({ mark: { kind, x, y, cross, isOnFront } }: { mark: ScatterMark }) {
  return (
    <g>
      {cross ? (
        <g strokeWidth="1.5" className="stroke-line-strong">
          <line x1={`${cross.left}%`} x2={`${cross.right}%`} y1={`${y}%`} y2={`${y}%`} />
          <line x1={`${x}%`} x2={`${x}%`} y1={`${cross.top}%`} y2={`${cross.bottom}%`} />
        </g>
      ) : null}
      <svg x={`${x}%`} y={`${y}%`} className="overflow-visible"><Form kind={kind} isOnFront={isOnFront} /></svg>
    </g>
  );
}

function Form({ kind, isOnFront }: Pick<ScatterMark, "kind" | "isOnFront">) {
  if (kind === "current") return <path d="M0 -7 7 0 0 7 -7 0Z" strokeWidth="1.5" className="fill-ink stroke-surface" />;
  if (kind === "candidate") return <circle r="6" strokeWidth="1.5" className="fill-tier-2 stroke-surface" />;
  return <circle r="4" strokeWidth="1.5" className={`stroke-tier-3 ${isOnFront ? "fill-tier-3" : "fill-surface"}`} />;
}

const KIND_NAMES = { current: "In force", candidate: "Candidate", option: "Other" } as const;

function Legend({ marks }: Pick<Prepared, "marks">) {
  const kinds = (["current", "candidate", "option"] as const).filter((kind) => marks.some((mark) => mark.kind === kind));
  return (
    <ul className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
      {kinds.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><Form kind={kind} isOnFront /></svg>
          {KIND_NAMES[kind]}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <svg width="20" height="4" aria-hidden="true"><line x2="20" y1="2" y2="2" strokeWidth="1.5" strokeDasharray="5 3" className="stroke-saving" /></svg>
        Pareto front: none is cheaper and as available
      </li>
    </ul>
  );
}
