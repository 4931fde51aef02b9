import { Panel } from "../../panel";
import { type CalibrationGroup, type CalibrationInput, type CalibrationRow, prepareCalibration } from "./prepare-calibration";
import { TableToggle } from "../../chart/table-toggle";

type CalibrationProps = { versions: readonly CalibrationInput[]; /** Below which nobody judges. */ minCalls: number; className?: string };

const TITLE = "Predicted and happened";

/** What the sandbox predicted of versions that were published from it, beside what happened while they served. */
export function Calibration({ versions, minCalls, className = "" }: CalibrationProps) {
  const { groups, summary, table } = prepareCalibration(versions, minCalls);
  return (
    <Panel title={TITLE} subtitle={`Per version; judged from ${minCalls} calls on. Grain: calls, without those whose own request was at fault.`} className={className}>
      {versions.length === 0 ? (
        <p className="text-table text-muted">No version was published from the sandbox yet. What it predicts is kept when one is, and compared here.</p>
      ) : (
        <>
          <p className="sr-only">{summary}</p>
          <Legend />
          <div className="grid grid-cols-1 gap-x-8 gap-y-5 lg:grid-cols-2">{groups.map((group) => <Group key={group.key} group={group} />)}</div>
          <TableToggle name={TITLE} table={table} />
        </>
      )}
    </Panel>
  );
}

function Group({ group: { title, low, high, rows } }: { group: CalibrationGroup }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="text-table font-semibold text-ink">{title}</h3>
      <ol className="mt-1 grid grid-cols-1 gap-2.5">{rows.map((row) => <Row key={row.key} row={row} />)}</ol>
      <p className="mt-1 flex justify-between text-caption text-subtle"><span>from {low}</span><span>to {high}</span></p>
    </section>
  );
}

function Row({ row: { label, predicted, happened, word, isOff, predictedX, happenedX, interval, sampling } }: { row: CalibrationRow }) {
  return (
    <li>
      <p className="flex flex-wrap justify-between gap-x-3 text-table">
        <span className="min-w-0 truncate text-muted" title={label}>{label}</span>
        <span className={isOff ? "font-medium text-warning" : "text-muted"}>{word}</span>
      </p>
      <svg width="100%" height="26" className="block overflow-visible" aria-hidden="true">
        <line x1="0" x2="100%" y1="13" y2="13" className="stroke-line" />
        {interval ? <rect x={`${interval.x}%`} width={`${interval.width}%`} y="5" height="4" className="fill-tier-4" /> : null}
        {sampling ? <rect x={`${sampling.x}%`} width={`${sampling.width}%`} y="17" height="4" className="fill-tier-4" /> : null}
        {predictedX === null ? null : <circle cx={`${predictedX}%`} cy="7" r="5" strokeWidth="2" className="fill-surface stroke-tier-2" />}
        {happenedX === null ? null : <svg x={`${happenedX}%`} y="19" className="overflow-visible"><path d="M0 -6 6 0 0 6 -6 0Z" className="fill-ink" /></svg>}
      </svg>
      <p className="flex flex-wrap justify-between gap-x-3 text-caption text-subtle">
        <span>Predicted {predicted}</span>
        <span>Happened {happened}</span>
      </p>
    </li>
  );
}

function Legend() {
  return (
    <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
      <li className="flex items-center gap-1.5"><svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><circle r="5" strokeWidth="2" className="fill-surface stroke-tier-2" /></svg>Predicted</li>
      <li className="flex items-center gap-1.5"><svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><path d="M0 -6 6 0 0 6 -6 0Z" className="fill-ink" /></svg>Happened</li>
      <li className="flex items-center gap-1.5"><svg width="18" height="4" aria-hidden="true"><rect width="18" height="4" className="fill-tier-4" /></svg>95% intervals: of the prediction, and of what chance leaves open</li>
    </ul>
  );
}
