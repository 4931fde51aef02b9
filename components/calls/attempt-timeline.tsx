import { CausePatterns, causeFill } from "../cause-patterns";
import { tierFill } from "../tier-colour";
import { PHASE_NAMES, type PhaseName, type Timeline, type TimelineRow } from "./prepare-timeline";

const OPACITY: Record<PhaseName, string> = { connect: "0.3", wait: "0.55", stream: "1" };

const PAUSE_FILL = "url(#attempt-pause)";

/** Nothing was asked of anybody: hatched, in no tier's colour. */
function PausePattern() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      <defs>
        <pattern id="attempt-pause" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M-1 1 1-1M0 6 6 0M5 7 7 5" className="stroke-muted" strokeWidth="1" />
        </pattern>
      </defs>
    </svg>
  );
}

/** One bar per attempt on a shared axis: paler while connecting and waiting, full while tokens came. */
export function AttemptTimeline({ timeline }: { timeline: Timeline }) {
  return (
    <>
      <CausePatterns />
      <PausePattern />
      <ol className="grid gap-2">
        {timeline.rows.map((row) => (
          <li key={row.id} className="grid items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(10rem,16rem)_minmax(0,1fr)_5rem]">
            <p className="text-table wrap-anywhere">
              <span className="text-muted">Tier {row.tier} </span>
              <span className="font-medium text-ink">{row.endpoint}</span>
            </p>
            <Bar row={row} ticks={timeline.ticks} />
            <p className="text-table text-muted md:text-right">{row.duration}</p>
          </li>
        ))}
      </ol>
      <div className="mt-1 grid gap-x-4 md:grid-cols-[minmax(10rem,16rem)_minmax(0,1fr)_5rem]">
        <svg width="100%" height="18" className="block overflow-visible text-caption md:col-start-2" aria-hidden="true">
          {timeline.ticks.map(({ label, x }) => (
            <text key={label} x={`${x}%`} y="13" textAnchor={x === 0 ? "start" : x > 92 ? "end" : "middle"} className="fill-subtle">
              {label}
            </text>
          ))}
        </svg>
      </div>
      <Legend ends={timeline.ends} hasPause={timeline.rows.some(({ pause }) => pause !== null)} />
    </>
  );
}

function Bar({ row, ticks }: { row: TimelineRow; ticks: Timeline["ticks"] }) {
  return (
    <svg width="100%" height="24" role="img" aria-label={row.summary} className="block overflow-visible rounded bg-sunken">
      {ticks.map(({ label, x }) => <line key={label} x1={`${x}%`} x2={`${x}%`} y1="0" y2="24" className="stroke-line" />)}
      {row.pause ? <rect x={`${row.pause.x}%`} width={`${row.pause.width}%`} y="5" height="14" fill={PAUSE_FILL} className="stroke-line-strong" strokeWidth="1" /> : null}
      {row.phases.map(({ name, x, width }) => (
        <rect key={name} x={`${x}%`} width={`${width}%`} y="5" height="14" opacity={OPACITY[name]} className={tierFill(row.tier - 1)} />
      ))}
      {row.end ? (
        <svg x={`${row.end.x}%`} y="2" width="12" height="20" overflow="visible">
          <rect x="-2" width="12" height="20" rx="3" fill={causeFill(row.end.look)} className="stroke-surface" strokeWidth="2" />
        </svg>
      ) : null}
    </svg>
  );
}

/** Phases by lightness alone, in no tier's colour: the bars are of several. */
function Legend({ ends, hasPause }: Pick<Timeline, "ends"> & { hasPause: boolean }) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
      {(Object.keys(PHASE_NAMES) as PhaseName[]).map((name) => (
        <li key={name} className="flex items-center gap-1.5">
          <svg width="14" height="10" aria-hidden="true">
            <rect width="14" height="10" opacity={OPACITY[name]} className="fill-muted" />
          </svg>
          {PHASE_NAMES[name]}
        </li>
      ))}
      {hasPause ? (
        <li className="flex items-center gap-1.5">
          <svg width="14" height="10" aria-hidden="true"><rect width="14" height="10" fill={PAUSE_FILL} className="stroke-line-strong" /></svg>
          Back-off or wait
        </li>
      ) : null}
      {ends.map(({ look, name }) => (
        <li key={look} className="flex items-center gap-1.5">
          <svg width="10" height="12" aria-hidden="true">
            <rect width="10" height="12" rx="2" fill={causeFill(look)} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
