import type { DrillCall } from "@/lib/wire/drill";
import { UNKNOWN } from "../../amounts";
import { AttemptDots } from "../../calls/attempt-dots";
import { causeFill } from "../../cause-patterns";
import { causeLook, causeName } from "../../causes";
import { formatCount, formatDuration, plural } from "../../counts";
import { Panel } from "../../panel";
import { tierFill } from "../../tier-colour";
import { type DrillView, SHOWN_CALLS } from "./drill-state";
import { describeCauses } from "./prepare-drill";

/** The calls as they come back, and how many there are of each kind. */
export function DrillCalls({ view }: { view: DrillView }) {
  const { started, counts, latest } = view;
  const of = started?.calls ?? 0;
  return (
    <Panel title="Calls" subtitle={`${formatCount(counts.calls)} of ${formatCount(of)} came back`}>
      <Progress done={counts.calls} of={of} />
      <ul className="mt-3 grid grid-cols-1 gap-1 text-table">
        {started?.tiers.map(({ tier, endpoint }) => (
          <li key={tier} className="flex items-center gap-2">
            <svg width="10" height="10" aria-hidden="true" className="shrink-0"><rect width="10" height="10" rx="2" className={tierFill(tier - 1)} /></svg>
            <span className="min-w-0 truncate text-muted">{tier}. {endpoint}</span>
            <span className="ml-auto text-ink tabular-nums">{formatCount(counts.byTier[tier] ?? 0)}</span>
          </li>
        ))}
        <li className="flex gap-2 text-muted"><span>Served by none</span><span className="ml-auto text-ink tabular-nums">{formatCount(counts.unserved)}</span></li>
      </ul>
      <p className="mt-2 min-h-5 text-caption text-subtle">{describeCauses(counts.causes)}</p>
      {latest.length === 0 ? <p className="mt-2 text-table text-muted">{waitingFor(view)}</p> : <Latest calls={latest} />}
    </Panel>
  );
}

function waitingFor({ phase, predictions }: DrillView): string {
  if (phase !== "preparing") return "No call came back.";
  return predictions.length === 0 ? "The drill is being simulated, to have something to compare with." : "The gateway is reading the drill's configuration.";
}

function Progress({ done, of }: { done: number; of: number }) {
  const width = of === 0 ? 0 : Math.round((done / of) * 1_000) / 10;
  return (
    <svg width="100%" height="6" role="progressbar" aria-label="Calls that came back" aria-valuemin={0} aria-valuemax={of} aria-valuenow={done}>
      <rect width="100%" height="6" rx="3" className="fill-line" />
      <rect width={`${width}%`} height="6" rx="3" className="fill-brand" />
    </svg>
  );
}

/** Newest first; a row keeps its height, so that nothing jumps while they come. */
function Latest({ calls }: { calls: readonly DrillCall[] }) {
  return (
    <div role="group" tabIndex={0} aria-label={`The last ${plural(Math.min(calls.length, SHOWN_CALLS), "call")}, newest first`} className="-mx-4 mt-2 -mb-4 h-80 overflow-auto border-t border-line">
      <ol className="text-table">
        {calls.map((call) => <Row key={call.number} call={call} />)}
      </ol>
    </div>
  );
}

function Row({ call: { number, id, tier, attempts, usd, totalMs, httpStatus } }: { call: DrillCall }) {
  const causes = attempts.flatMap(({ cause }) => (cause === null ? [] : [cause]));
  return (
    <li title={id === null ? "Nobody was asked: there is no record" : `Record ${id}`} className="flex h-7 items-center gap-2 border-b border-line px-4 whitespace-nowrap">
      <span className="w-10 shrink-0 text-right text-subtle tabular-nums">{number}</span>
      <span className="shrink-0"><AttemptDots attempts={attempts} /></span>
      {causes.length === 0 ? null : (
        <span className="flex min-w-0 items-center gap-1 text-muted">
          <svg width="12" height="12" aria-hidden="true" className="shrink-0"><rect width="12" height="12" rx="2" fill={causeFill(causeLook(causes[0] ?? "server_error"))} /></svg>
          <span className="truncate">{causes.map((cause) => causeName(cause).toLowerCase()).join(", ")}</span>
        </span>
      )}
      {tier === null ? <span className="text-danger">unserved ({httpStatus})</span> : null}
      <span className="ml-auto shrink-0 text-ink tabular-nums">{usd === null ? UNKNOWN : `$${usd}`}</span>
      <span className="w-16 shrink-0 text-right text-subtle tabular-nums">{formatDuration(totalMs)}</span>
    </li>
  );
}
