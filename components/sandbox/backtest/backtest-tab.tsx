"use client";

import { useId } from "react";
import type { Assumption } from "@/lib/sandbox/assumption";
import type { BacktestResult } from "@/lib/sandbox/backtest/backtest";
import { MAIN_BUTTON, PLAIN_BUTTON } from "../../button-styles";
import { Panel } from "../../panel";
import { describeSource } from "../assumptions/describe-source";
import { useSandbox } from "../sandbox-context";
import { describeGround, pickUnrecorded, prepareRows } from "./prepare-backtest";
import { useBacktest } from "./use-backtest";

const DAY_MS = 86_400_000;

/** Recorded calls walked again through the profile that is selected. */
export function BacktestTab({ teamId }: { teamId: string }) {
  const { background, current, selected, state } = useSandbox();
  const { view, begin, cancel } = useBacktest();
  const start = (from: string, to: string) => { begin({ teamId, profile: current.slug, state, candidate: state.selected, from, to }); };
  return (
    <div className="grid grid-cols-1 gap-4">
      <Panel title="Backtest" subtitle={`${selected.name}, on what was recorded of ${current.slug}`}>
        <p className="max-w-prose text-body text-muted">
          Walks recorded calls through the profile that is selected. Where a call asked an endpoint then, its recorded attempt is
          replayed; the rest is drawn from how that endpoint did at the time, at the price in force then.
        </p>
        <BacktestForm from={dayOf(background.fromMs)} to={dayOf(background.toMs - 1)} isRunning={view.phase === "running"} start={start} cancel={cancel} />
        {view.phase === "running" ? <Progress done={view.done} of={view.of} /> : null}
        {view.phase === "failed" ? <p role="alert" className="mt-3 text-body text-danger">{view.message}</p> : null}
        {view.phase === "cancelled" ? <p className="mt-3 text-body text-muted">Cancelled. Nothing was changed.</p> : null}
      </Panel>
      {view.phase === "done" ? <Outcome result={view.result} assumptions={view.assumptions} oneOf={view.oneOf} /> : null}
    </div>
  );
}

function dayOf(atMs: number): string {
  return new Date(Math.floor(atMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
}

type BacktestFormProps = { from: string; to: string; isRunning: boolean; start: (from: string, to: string) => void; cancel: () => void };

function BacktestForm({ from, to, isRunning, start, cancel }: BacktestFormProps) {
  const id = useId();
  const textOf = (value: FormDataEntryValue | null) => (typeof value === "string" ? value : "");
  return (
    <form
      className="mt-4 flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        if (!isRunning) start(textOf(fields.get("from")), textOf(fields.get("to")));
      }}
    >
      {([["from", "First day (UTC)", from], ["to", "Last day (UTC)", to]] as const).map(([name, label, value]) => (
        <div key={name} className="grid gap-1">
          <label htmlFor={`${id}-${name}`} className="text-table text-muted">{label}</label>
          <input id={`${id}-${name}`} name={name} type="date" required defaultValue={value} className="h-9 rounded-md border border-line bg-surface px-2 text-body text-ink" />
        </div>
      ))}
      {isRunning ? <button type="button" className={PLAIN_BUTTON} onClick={cancel}>Cancel</button> : <button type="submit" className={MAIN_BUTTON}>Run the backtest</button>}
    </form>
  );
}

function Progress({ done, of }: { done: number; of: number }) {
  const words = of === 0 ? "Reading recorded calls" : `${new Intl.NumberFormat("en-US").format(done)} of ${new Intl.NumberFormat("en-US").format(of)} calls`;
  return (
    <div className="mt-3 grid max-w-prose gap-1">
      <progress className="h-2 w-full" max={Math.max(1, of)} value={done} aria-label="Backtest" />
      <p className="text-table text-muted tabular-nums">{words}</p>
    </div>
  );
}

function Outcome({ result, assumptions, oneOf }: { result: BacktestResult; assumptions: readonly Assumption[]; oneOf: number }) {
  return (
    <Panel title="What it would have come to" subtitle={describeGround(result, oneOf)}>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Actual beside predicted">
        <table className="w-full text-table">
          <thead>
            <tr className="border-b border-line text-left text-muted">
              <th scope="col" className="py-2 pr-3 font-medium">Figure</th>
              {["Actual", "With this profile", "Difference"].map((name) => <th key={name} scope="col" className="py-2 pl-3 text-right font-medium">{name}</th>)}
            </tr>
          </thead>
          <tbody>
            {prepareRows(result, oneOf).map(({ name, actual, predicted, difference }) => (
              <tr key={name} className="border-b border-line last:border-0">
                <th scope="row" className="py-2 pr-3 text-left font-normal">{name}</th>
                {[actual, predicted, difference].map((text, index) => <td key={index} className="py-2 pl-3 text-right whitespace-nowrap tabular-nums">{text}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {result.unknowable.length > 0 ? (
        <p className="mt-3 max-w-prose text-body">
          Not known from the record, and taken from assumptions: {result.unknowable.map(({ endpoint, calls }) => `${endpoint}, never called then (${new Intl.NumberFormat("en-US").format(calls)} calls)`).join("; ")}.
        </p>
      ) : null}
      <Unrecorded assumptions={pickUnrecorded(assumptions)} />
    </Panel>
  );
}

function Unrecorded({ assumptions }: { assumptions: readonly Assumption[] }) {
  const { background } = useSandbox();
  if (assumptions.length === 0) return null;
  return (
    <section aria-label="Not from the record" className="mt-4 border-t border-line pt-3">
      <h3 className="text-table font-semibold text-ink">Not from the record</h3>
      <p className="text-caption text-subtle">What drawn attempts rest on where no call says it.</p>
      <ul className="mt-2 grid gap-x-6 gap-y-1.5 lg:grid-cols-2">
        {assumptions.map(({ path, label, value, source }) => (
          <li key={path} className="min-w-0 break-words text-table text-ink">
            <span className="text-muted">{label}:</span> {value} <span className="text-caption whitespace-nowrap text-subtle">{describeSource(source, background)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
