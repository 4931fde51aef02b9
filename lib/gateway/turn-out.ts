import { lateReason, type PlanEntry } from "@/lib/core/plan";
import type { WalkPlan, WalkState, WalkStep, Why } from "@/lib/core/walk";
import type { Door } from "./routing-state";

type Stop = Extract<WalkStep, { type: "stop" }>;

/** Why a candidate of the plan was not asked before the call ended. */
const NOT_ASKED: Readonly<Partial<Record<Why, string>>> = {
  deadline: "the call's time was over",
  attempts: "its profile allows no more attempts",
  trigger: "its profile ends the call on such a failure",
  request: "the request itself was found at fault",
  window: "its window is not known to be larger",
};

/** Nobody is asked now: its tier's door is closed, or no budget has room for it. */
export type ClosedDoor = Omit<Extract<Door, { open: false }>, "why"> & { why: "down" | "capped" | "budget" };

export type Turns = {
  /** The endpoints' names of the plan's candidates, by the walk's index. */
  names: readonly string[];
  asked: ReadonlySet<string>;
  /** Those whose door had closed when their turn came. */
  doors: ReadonlyMap<string, ClosedDoor>;
  walk: { plan: WalkPlan; state: WalkState; stop: Stop | null };
};

/** The plan as it turned out: with those that were passed by when their turn came, or never had one. */
export function turnOut(entries: readonly PlanEntry[], { names, asked, doors, walk }: Turns): PlanEntry[] {
  const late = new Map(walk.state.late.map(({ candidate, remainingMs }) => [names[candidate], { candidate, remainingMs }]));
  const unasked = walk.stop?.outcome === "failed" ? NOT_ASKED[walk.stop.why] : undefined;
  return entries.map((entry) => {
    if (!entry.kept || asked.has(entry.endpoint)) return entry;
    const door = doors.get(entry.endpoint);
    if (door) return { ...entry, kept: false, drop: door.why, reason: door.reason };
    const missed = late.get(entry.endpoint);
    if (missed) {
      const quickestMs = walk.plan.candidates[missed.candidate]?.quickestMs ?? 0;
      return { ...entry, kept: false, drop: "late", reason: lateReason(quickestMs, missed.remainingMs) };
    }
    return unasked === undefined ? entry : { ...entry, reason: `${entry.reason}; not asked, since ${unasked}` };
  });
}
