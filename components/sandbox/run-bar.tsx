"use client";

import { formatCount } from "../counts";
import { useSandbox } from "./sandbox-context";
import type { RunSize } from "./state";
import type { Simulation } from "./use-simulation";
import { describeCancelled } from "./result/describe-cancelled";

const SIZES: readonly RunSize[] = [
  { replications: 4, maxCalls: 100_000 },
  { replications: 8, maxCalls: 1_000_000 },
  { replications: 16, maxCalls: 2_000_000 },
  { replications: 32, maxCalls: 5_000_000 },
];

const BUTTON = "h-8 rounded border border-line-strong px-3 text-table font-medium hover:bg-hover";

/** How large the simulation is, how far it is, and the way to end it. */
export function RunBar({ simulation: { status, progress, why, run, cancel } }: { simulation: Simulation }) {
  const { state, change } = useSandbox();
  const isRunning = status === "running";
  const sizes = SIZES.some((size) => isSame(size, state.run)) ? SIZES : [state.run, ...SIZES];
  const part = progress.ofCalls === 0 ? 0 : Math.min(1, progress.calls / progress.ofCalls);
  return (
    <div className="grid min-w-0 justify-items-end gap-1 print:hidden">
      <div className="flex flex-wrap items-center justify-end gap-2">
        <label className="flex items-center gap-2 text-table text-muted">
          Simulate
          <select
            value={sizes.findIndex((size) => isSame(size, state.run))}
            onChange={(event) => { const size = sizes[Number(event.target.value)]; if (size) change({ type: "set run", run: size }); }}
            className="h-8 rounded border border-line-strong px-2 text-table text-ink"
          >
            {sizes.map((size, index) => <option key={index} value={index}>up to {formatCount(size.maxCalls)} calls, up to {size.replications} times</option>)}
          </select>
        </label>
        <button type="button" onClick={isRunning ? cancel : run} className={BUTTON}>{isRunning ? "Cancel" : status === "idle" ? "Run" : "Run again"}</button>
      </div>
      <div className="min-h-4 text-right text-caption text-subtle">
        {isRunning ? (
          <label className="flex items-center justify-end gap-2">
            {formatCount(progress.calls)} of {formatCount(progress.ofCalls)} calls
            <progress value={part} max={1} aria-label="Simulation" className="h-1.5 w-32" />
          </label>
        ) : null}
        <p role="status">{status === "cancelled" ? describeCancelled(progress) : status === "failed" ? `The simulation ended: ${why}. The formulas stand.` : ""}</p>
      </div>
    </div>
  );
}

function isSame(a: RunSize, b: RunSize): boolean {
  return a.replications === b.replications && a.maxCalls === b.maxCalls;
}
