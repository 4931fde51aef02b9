import { tierFill } from "../../tier-colour";
import { PointPicker } from "../result/point-picker";
import type { Front, FrontMark } from "./prepare-front";

const HEIGHT = 300;

/** Draws a prepared front. Arrow keys and the pointer pick a point; Enter and a click load it. */
export function FrontChart({ front, onOpen }: { front: Front; onOpen: (id: string) => void }) {
  const { marks, steps, xTicks, yTicks, promiseY, summary } = front;
  return (
    <div>
      <Legend front={front} />
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <svg width="76" height={HEIGHT} className="overflow-visible text-caption" aria-hidden="true">
          {yTicks.map(({ label, oneIn, y }) => (
            <g key={label} className="fill-subtle">
              <text x="100%" y={`${y}%`} dy={oneIn ? -1 : 4} textAnchor="end">{label}</text>
              <text x="100%" y={`${y}%`} dy="12" textAnchor="end" fontSize="10">{oneIn}</text>
            </g>
          ))}
        </svg>
        <PointPicker summary={`${summary} Enter loads a point as a candidate.`} points={marks} className="" onOpen={onOpen}>
          <svg width="100%" height={HEIGHT} className="block overflow-visible text-caption" aria-hidden="true">
            {yTicks.map(({ label, y }) => <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />)}
            {xTicks.map(({ label, x }) => <line key={label} x1={`${x}%`} x2={`${x}%`} y1="0" y2="100%" className="stroke-line" />)}
            <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" className="overflow-visible">
              <polyline points={steps.map(({ x, y }) => `${x},${y}`).join(" ")} fill="none" strokeWidth="1.5" vectorEffect="non-scaling-stroke" className="stroke-line-strong" />
            </svg>
            {promiseY === null ? null : <line x1="0" x2="100%" y1={`${promiseY}%`} y2={`${promiseY}%`} strokeWidth="2" strokeDasharray="5 3" className="stroke-premium" />}
            {marks.map((mark) => <svg key={mark.key} x={`${mark.x}%`} y={`${mark.y}%`} className="overflow-visible"><Form mark={mark} /></svg>)}
          </svg>
        </PointPicker>
        <span />
        <svg width="100%" height="20" aria-hidden="true" className="mt-2 block overflow-visible text-caption">
          {xTicks.map(({ label, x }, index) => (
            <text key={label} x={`${x}%`} y="14" textAnchor={x > 95 ? "end" : x < 5 ? "start" : "middle"} className={`fill-subtle ${index % 2 === 0 ? "" : "max-sm:hidden"}`}>{label}</text>
          ))}
        </svg>
      </div>
    </div>
  );
}

/** The current profile is a diamond, the cheapest wears a ring; what breaks a promise is hollow. */
function Form({ mark: { mark, rank, isPale } }: { mark: Pick<FrontMark, "mark" | "rank" | "isPale"> }) {
  const look = isPale ? `fill-surface ${STROKES[Math.min(rank, 3)] ?? STROKES[3]}` : `${tierFill(rank)} stroke-surface`;
  const strokeWidth = isPale ? 2 : 1;
  return (
    <g>
      {mark === "cheapest" ? <circle r="10" fill="none" strokeWidth="2" className="stroke-ink" /> : null}
      {mark === "current" ? <path d="M0 -8 8 0 0 8 -8 0Z" strokeWidth={strokeWidth} className={look} /> : <circle r="5.5" strokeWidth={strokeWidth} className={look} />}
    </g>
  );
}

const STROKES = ["stroke-tier-1", "stroke-tier-2", "stroke-tier-3", "stroke-tier-4"] as const;

function Legend({ front: { legend, marks, promiseY } }: { front: Front }) {
  const has = (kind: FrontMark["mark"]) => marks.some(({ mark }) => mark === kind);
  return (
    <ul className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-caption text-muted">
      {has("cheapest") ? <Entry label="The cheapest that keeps all" mark={{ mark: "cheapest", rank: 0, isPale: false }} /> : null}
      {has("current") ? <Entry label="In force" mark={{ mark: "current", rank: 0, isPale: false }} /> : null}
      {marks.some(({ isPale }) => isPale) ? <Entry label="Hollow: breaks a promise" mark={{ mark: "point", rank: 0, isPale: true }} /> : null}
      {promiseY === null ? null : (
        <li className="flex items-center gap-1.5">
          <svg width="20" height="4" aria-hidden="true"><line x2="20" y1="2" y2="2" strokeWidth="2" strokeDasharray="5 3" className="stroke-premium" /></svg>
          Least availability
        </li>
      )}
      {legend.length === 0 ? null : <li>p95 first token:</li>}
      {legend.map(({ rank, label }) => <Entry key={rank} label={label} mark={{ mark: "point", rank, isPale: false }} />)}
    </ul>
  );
}

function Entry({ label, mark }: { label: string; mark: Pick<FrontMark, "mark" | "rank" | "isPale"> }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true"><Form mark={mark} /></svg>
      {label}
    </li>
  );
}
