import type { Cause } from "@/lib/core/outcome";
import type { DrillCall, DrillEvent, DrillPrediction, DrillResult } from "@/lib/wire/drill";

type Started = Extract<DrillEvent, { type: "started" }>;

/** What there is to see of a drill, from its start to its end. */
export type DrillView = {
  phase: "idle" | "preparing" | "sending" | "ended" | "cancelled" | "failed";
  started: Started | null;
  predictions: readonly DrillPrediction[];
  /** The last ones, newest first. */
  latest: readonly DrillCall[];
  counts: DrillCounts;
  result: DrillResult | null;
  /** Why it failed. */
  message: string;
};

export type DrillCounts = {
  calls: number;
  /** Served, by tier from 1. */
  byTier: Readonly<Record<number, number>>;
  unserved: number;
  /** Attempts that failed, by cause. */
  causes: Readonly<Partial<Record<Cause, number>>>;
};

/** More rows would only scroll by. */
export const SHOWN_CALLS = 40;

const NO_COUNTS: DrillCounts = { calls: 0, byTier: {}, unserved: 0, causes: {} };

export const NO_DRILL: DrillView = { phase: "idle", started: null, predictions: [], latest: [], counts: NO_COUNTS, result: null, message: "" };

export type DrillStep =
  | { type: "begin" }
  | { type: "told"; events: readonly DrillEvent[] }
  | { type: "cancel" }
  /** The stream ended. @see DrillView.message */
  | { type: "break"; message: string };

export function changeDrill(view: DrillView, step: DrillStep): DrillView {
  switch (step.type) {
    case "begin":
      return { ...NO_DRILL, phase: "preparing" };
    case "told":
      return step.events.reduce(tell, view);
    case "cancel":
      return isUnderWay(view) ? { ...view, phase: "cancelled" } : view;
    case "break":
      return isUnderWay(view) ? { ...view, phase: "failed", message: step.message } : view;
  }
}

export function isUnderWay({ phase }: DrillView): boolean {
  return phase === "preparing" || phase === "sending";
}

function tell(view: DrillView, event: DrillEvent): DrillView {
  if (!isUnderWay(view)) return view;
  switch (event.type) {
    case "started":
      return { ...view, started: event };
    case "predicted":
      return { ...view, predictions: event.predictions };
    case "call":
      return { ...view, phase: "sending", latest: [event.call, ...view.latest].slice(0, SHOWN_CALLS), counts: count(view.counts, event.call) };
    case "ended":
      return { ...view, phase: "ended", result: event.result };
    case "failed":
      return { ...view, phase: "failed", message: event.message };
  }
}

function count({ calls, byTier, unserved, causes }: DrillCounts, { tier, attempts }: DrillCall): DrillCounts {
  const met = { ...causes };
  for (const { cause } of attempts) if (cause !== null) met[cause] = (met[cause] ?? 0) + 1;
  return {
    calls: calls + 1,
    byTier: tier === null ? byTier : { ...byTier, [tier]: (byTier[tier] ?? 0) + 1 },
    unserved: unserved + Number(tier === null),
    causes: met,
  };
}
