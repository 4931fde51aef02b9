import { formatDuration } from "../counts";
import { CAUSE_LOOK_NAMES, type CauseLook, causeLook } from "../causes";
import type { Attempt } from "./attempt";

export type PhaseName = "connect" | "wait" | "stream";

/** Lengths are percentages of the axis. */
export type TimelineRow = {
  id: string;
  number: number;
  tier: number;
  endpoint: string;
  phases: { name: PhaseName; x: number; width: number }[];
  /** Back-off or wait since the attempt before it ended; null where it followed at once. */
  pause: { x: number; width: number; duration: string } | null;
  /** What the bar ends with when the attempt did not serve. */
  end: { look: CauseLook; x: number } | null;
  duration: string;
  /** The bar in words. */
  summary: string;
};

export type Timeline = {
  rows: TimelineRow[];
  ticks: { label: string; x: number }[];
  /** The kinds of end that some row has. */
  ends: { look: CauseLook; name: string }[];
};

const STEPS = [1, 2, 5, 10] as const;

/** The attempts of a call on one time axis that begins with the call. */
export function prepareTimeline(attempts: readonly Attempt[], callMs: number): Timeline {
  const lastMs = Math.max(callMs, 1, ...attempts.map(({ offsetMs, totalMs }) => offsetMs + totalMs));
  const at = (ms: number) => Math.round((ms / lastMs) * 100_000) / 1_000;
  const rows = attempts.map((attempt, index) => prepareRow(attempt, attempts[index - 1], at));
  return { rows, ticks: prepareTicks(lastMs, at), ends: endsOf(rows) };
}

function endsOf(rows: readonly TimelineRow[]): Timeline["ends"] {
  const looks = Object.keys(CAUSE_LOOK_NAMES) as CauseLook[];
  return looks
    .filter((look) => rows.some(({ end }) => end?.look === look))
    .map((look) => ({ look, name: CAUSE_LOOK_NAMES[look] }));
}

/** Less than this between two attempts is the gateway's own work. */
export const LEAST_PAUSE_MS = 10;

function prepareRow(attempt: Attempt, before: Attempt | undefined, at: (ms: number) => number): TimelineRow {
  const { id, number, tier, endpoint, offsetMs, totalMs, outcome, cause } = attempt;
  const phases = phasesOf(attempt);
  const endMs = before ? before.offsetMs + before.totalMs : offsetMs;
  const pausedMs = offsetMs - endMs;
  const pause = pausedMs < LEAST_PAUSE_MS ? null : { x: at(endMs), width: at(pausedMs), duration: formatDuration(pausedMs) };
  return {
    id,
    number,
    tier,
    endpoint,
    phases: phases.map(({ name, fromMs, toMs }) => ({ name, x: at(offsetMs + fromMs), width: at(toMs - fromMs) })),
    pause,
    end: outcome === "served" ? null : { look: cause ? causeLook(cause) : "cancelled", x: at(offsetMs + totalMs) },
    duration: formatDuration(totalMs),
    summary: `Began ${formatDuration(offsetMs)} into the call${pause ? `, after a pause of ${pause.duration}` : ""}; ${phases
      .map(({ name, fromMs, toMs }) => `${PHASE_NAMES[name].toLowerCase()} ${formatDuration(toMs - fromMs)}`)
      .join(", ")}.`,
  };
}

export const PHASE_NAMES: Record<PhaseName, string> = {
  connect: "Connect",
  wait: "Wait for the first token",
  stream: "Stream",
};

/** An attempt that did not stream, or never got that far, waited until its end. */
function phasesOf({ connectMs, firstTokenMs, totalMs }: Attempt) {
  const connected = Math.min(connectMs ?? totalMs, totalMs);
  const first = Math.min(Math.max(firstTokenMs ?? totalMs, connected), totalMs);
  const phases: { name: PhaseName; fromMs: number; toMs: number }[] = [
    { name: "connect", fromMs: 0, toMs: connected },
    { name: "wait", fromMs: connected, toMs: first },
    { name: "stream", fromMs: first, toMs: totalMs },
  ];
  return phases.filter(({ fromMs, toMs }) => toMs > fromMs);
}

/** Round times, four steps or fewer. */
function prepareTicks(lastMs: number, at: (ms: number) => number): Timeline["ticks"] {
  const scale = 10 ** Math.floor(Math.log10(lastMs / 4));
  const stepMs = Math.max(1, (STEPS.find((step) => step * scale >= lastMs / 4) ?? 10) * scale);
  return Array.from({ length: Math.floor(lastMs / stepMs) + 1 }, (_, index) => ({
    label: formatDuration(index * stepMs),
    x: at(index * stepMs),
  }));
}
