"use client";

import { useId } from "react";
import { MAX_DRILL_CALLS, MIN_DRILL_CALLS } from "@/lib/wire/drill";
import { MAIN_BUTTON, PLAIN_BUTTON } from "../../button-styles";
import { CausePatterns } from "../../cause-patterns";
import { Panel } from "../../panel";
import { useSandbox } from "../sandbox-context";
import { DrillCalls } from "./drill-calls";
import { DrillComparison } from "./drill-comparison";
import { isUnderWay } from "./drill-state";
import { describeProgress, describeVerdict, prepareFigures } from "./prepare-drill";
import { useDrill } from "./use-drill";

const USUAL_CALLS = 200;

type DrillTabProps = {
  /** The team that the page shows. */
  teamId: string;
  /** Whether this member may change profiles, and so drill them. */
  mayDrill: boolean;
};

/** "Try it for real": the selected profile through the real gateway, against practice providers. */
export function DrillTab({ teamId, mayDrill }: DrillTabProps) {
  const { background, current, selected, state } = useSandbox();
  const { view, begin, cancel } = useDrill();
  const rows = prepareFigures(view, view.started?.tiers ?? []);
  const verdict = describeVerdict(rows);
  const isRunning = isUnderWay(view);
  const start = (calls: number) => {
    begin({ teamId, profile: current.slug, from: new Date(background.fromMs).toISOString(), to: new Date(background.toMs).toISOString(), state, calls });
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <CausePatterns />
      <Panel title="Live drill" subtitle={`${selected.name}, through the real gateway`}>
        <p className="max-w-prose text-body text-muted">
          Sends calls of this scenario through the gateway as an application would, against practice providers that fail as
          the scenario says, and compares what comes of them with a simulation. It never asks a real provider, costs
          nothing, and its records are kept apart: no report of your team counts them. Delays are not compared.
        </p>
        {mayDrill ? <DrillForm isRunning={isRunning} start={start} cancel={cancel} /> : <p className="mt-3 text-table text-muted">Only an admin or an owner can start a drill: it sets up a profile for its time.</p>}
        <p role="status" aria-live="polite" className="sr-only">{describeProgress(view, verdict?.text ?? null)}</p>
        {view.phase === "failed" ? <p className="mt-3 text-body text-danger">{view.message}</p> : null}
        {view.phase === "cancelled" ? <p className="mt-3 text-body text-muted">{describeProgress(view, null)} Its key and its endpoints are removed.</p> : null}
      </Panel>
      {view.started || isRunning ? (
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
          <DrillComparison view={view} rows={rows} verdict={verdict} />
          <DrillCalls view={view} />
        </div>
      ) : null}
    </div>
  );
}

type DrillFormProps = { isRunning: boolean; start: (calls: number) => void; cancel: () => void };

function DrillForm({ isRunning, start, cancel }: DrillFormProps) {
  const id = useId();
  return (
    <form
      className="mt-4 flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRunning) start(Number(new FormData(event.currentTarget).get("calls")));
      }}
    >
      <div className="grid gap-1">
        <label htmlFor={id} className="text-table font-medium text-ink">Calls</label>
        <input
          id={id} name="calls" type="number" inputMode="numeric" required min={MIN_DRILL_CALLS} max={MAX_DRILL_CALLS} step={1} defaultValue={USUAL_CALLS}
          disabled={isRunning} aria-describedby={`${id}-hint`}
          className="h-9 w-28 rounded border border-line-strong bg-surface px-3 text-body text-ink tabular-nums disabled:opacity-60"
        />
      </div>
      {/* Two buttons, not one that changes: a click that cancels would else go on to submit. */}
      {isRunning
        ? <button key="cancel" type="button" onClick={cancel} className={PLAIN_BUTTON}>Cancel</button>
        : <button key="start" type="submit" className={MAIN_BUTTON}>Start the drill</button>}
      <p id={`${id}-hint`} className="basis-full text-caption text-subtle">
        From {MIN_DRILL_CALLS} to {MAX_DRILL_CALLS.toLocaleString("en-US")}, about 30 a second. The more there are, the narrower is what is predicted.
      </p>
    </form>
  );
}
