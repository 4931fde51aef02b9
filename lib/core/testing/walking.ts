import { DEFAULT_TIMERS } from "../profile";
import { NO_TRIGGERS } from "../triggers";
import { next, startWalk, type WalkCandidate, type WalkEvent, type WalkPlan, type WalkStep } from "../walk";
import type { Cause } from "../outcome";

/** A candidate of which nothing is known but its number of retries. */
export function createCandidate(more: Partial<WalkCandidate> = {}): WalkCandidate {
  return {
    retries: 0, triggers: NO_TRIGGERS, timers: DEFAULT_TIMERS, contextTokens: null, costPico: null, quickestMs: null,
    usualMs: null, ...more,
  };
}

export function createWalkPlan(candidates: Partial<WalkCandidate>[], more: Partial<WalkPlan> = {}): WalkPlan {
  return {
    candidates: candidates.map(createCandidate),
    triggers: NO_TRIGGERS,
    backoff: { baseMs: 200, capMs: 2_000 },
    maxAttempts: null,
    wait: { maxMs: 0, picoPerSecond: 0n },
    promptTokens: 1_000,
    deadlineMs: 60_000,
    reorder: null,
    ...more,
  };
}

export function failed(cause: Cause, more: Partial<Extract<WalkEvent, { type: "failed" }>> = {}): WalkEvent {
  return { type: "failed", cause, httpStatus: null, retryAfterMs: null, staleSocket: false, ...more };
}

/** How long each event of a played walk takes, in milliseconds, waits apart. */
const EVENT_MS = 10;

/** Plays events against the walk the way the gateway does: waits pass at once, on a clock that they move. */
export function play(events: WalkEvent[], plan: WalkPlan, random = 0.5): { steps: WalkStep[]; played: WalkEvent[] } {
  let now = 0;
  const steps: WalkStep[] = [];
  let [state, step] = next(startWalk(plan), { type: "start" }, plan, now, random);
  steps.push(step);
  const rest = [...events];
  const played: WalkEvent[] = [];
  while (step.type !== "stop") {
    let event: WalkEvent | undefined;
    if (step.type === "wait") {
      now += step.ms;
      event = { type: "waited" };
    } else {
      event = rest.shift();
      now += EVENT_MS;
    }
    if (!event) break;
    [state, step] = next(state, event, plan, now, random);
    played.push(event);
    steps.push(step);
  }
  return { steps, played };
}

/** The steps in short: `1` and `1'` are the first attempt and the first retry at candidate 1, `w` a wait. */
export function trail(events: WalkEvent[], plan: WalkPlan, random?: number): string {
  const words = play(events, plan, random).steps.map((step) => {
    switch (step.type) {
      case "attempt":
        return `${step.candidate + 1}${"'".repeat(step.retry)}${step.forced ? "!" : ""}`;
      case "wait":
        return `w${step.ms}`;
      case "commit":
        return "commit";
      case "stop":
        return step.cause ?? step.outcome;
    }
  });
  return words.join(" ");
}
