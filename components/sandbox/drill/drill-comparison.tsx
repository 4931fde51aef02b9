import { formatDuration, plural } from "../../counts";
import { Panel } from "../../panel";
import type { DrillView } from "./drill-state";
import { FigureSpan } from "./figure-span";
import type { FigureRow } from "./prepare-drill";

type DrillComparisonProps = { view: DrillView; rows: readonly FigureRow[]; verdict: { isAsPredicted: boolean; text: string } | null };

const VERDICTS: Record<FigureRow["verdict"], string> = { within: "within", outside: "outside", open: "" };

/** What was predicted beside what came of it, and what the books say. */
export function DrillComparison({ view: { started, result }, rows, verdict }: DrillComparisonProps) {
  return (
    <Panel title="Predicted and real" subtitle="Predicted: where 99 of 100 such drills end, from 199 simulations of this one. Grain: calls.">
      {verdict ? <p className={`mb-3 text-body font-medium ${verdict.isAsPredicted ? "text-ink" : "text-warning"}`}>{verdict.text}</p> : null}
      {rows.length === 0 ? <p className="min-h-40 text-table text-muted">Simulating…</p> : <Rows rows={rows} />}
      {result ? <Books {...result.books} calls={result.calls} /> : null}
      {started ? <Differences seconds={started.seconds} speed={started.speed} leftOut={started.leftOut} /> : null}
    </Panel>
  );
}

function Rows({ rows }: { rows: readonly FigureRow[] }) {
  return (
    <div className="overflow-x-auto" role="group" tabIndex={0} aria-label="Predicted and real figures">
      <table className="w-full text-left text-table">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1 pr-3 font-medium">Figure</th>
            <th scope="col" className="py-1 pl-3 text-right font-medium">Predicted</th>
            <th scope="col" className="hidden py-1 pl-3 font-medium sm:table-cell"><span className="sr-only">Drawn</span></th>
            <th scope="col" className="py-1 pl-3 text-right font-medium">Real</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.figure} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-3 font-normal">
                <span className="block text-ink">{row.name}</span>
                <span className="block max-w-24 truncate sm:max-w-44 text-caption text-subtle" title={row.note}>{row.note}</span>
              </th>
              <td className="py-1.5 pl-3 text-right tabular-nums sm:whitespace-nowrap">
                <span className="block text-ink">{row.predicted}</span>
                <span className="block text-caption text-subtle">{row.span}</span>
              </td>
              <td className="hidden w-28 py-1.5 pl-3 sm:table-cell"><FigureSpan drawing={row.drawing} isOutside={row.verdict === "outside"} /></td>
              <td className="py-1.5 pl-3 text-right whitespace-nowrap tabular-nums">
                <span className="block text-ink">{row.real}</span>
                <span className={`block min-h-4 text-caption ${row.verdict === "outside" ? "text-warning" : "text-subtle"}`}>{VERDICTS[row.verdict]}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Books({ toldUsd, ledgerUsd, areEqual, calls }: { toldUsd: string; ledgerUsd: string; areEqual: boolean; calls: number }) {
  return (
    <p className={`mt-3 text-table ${areEqual ? "text-muted" : "text-danger"}`}>
      {areEqual
        ? `The ledger has what the clients of these ${plural(calls, "call")} were told, tier by tier and to the last digit: $${ledgerUsd}.`
        : `The clients were told $${toldUsd}, and the ledger has $${ledgerUsd} or other calls: what is missing may still be in its journal.`}
    </p>
  );
}

function Differences({ seconds, speed, leftOut }: { seconds: number; speed: number; leftOut: readonly string[] }) {
  const pace = speed >= 1.05 ? `${speed.toPrecision(2)} times as fast as the run` : speed <= 0.95 ? `${(1 / speed).toPrecision(2)} times slower than the run` : "at the pace of the run";
  return (
    <details className="mt-3 text-table text-muted">
      <summary className="min-h-6 w-fit rounded py-0.5 hover:text-ink">How the drill differs from the run</summary>
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        <li>{`It lasts ${formatDuration(seconds * 1_000)} and comes ${pace}, with delays, time limits and caps by the minute to match. What the gateway has built in keeps its own time, such as the five seconds of a breaker's first pause; so does the simulation that it is compared with.`}</li>
        {leftOut.map((sentence) => <li key={sentence}>{sentence}</li>)}
      </ul>
    </details>
  );
}
