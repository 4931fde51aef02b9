import { optimise } from "@/lib/sandbox/optimise/optimise";
import { simulateAll } from "./simulate-all";
import { weigh } from "./weigh";
import type { RunMessage, RunReport } from "./worker-messages";

/** Often enough for a bar that moves. */
const REPORT_EVERY_MS = 50;

/** Drives one run to its end, and tells how far it is, what came of it, or why nothing did. */
export function runMessage(message: RunMessage, post: (report: RunReport<unknown, unknown>) => void, nowMs: () => number): void {
  try {
    drive(start(message), post, nowMs);
  } catch (error) {
    post({ type: "failed", why: error instanceof Error ? error.message : String(error) });
  }
}

function start(message: RunMessage): Generator<unknown, unknown> {
  switch (message.type) {
    case "simulate":
      return simulateAll(message);
    case "weigh":
      return weigh(message);
    case "optimise":
      return optimise(message.question);
  }
}

function drive(run: Generator<unknown, unknown>, post: (report: RunReport<unknown, unknown>) => void, nowMs: () => number): void {
  let toldMs = -Infinity;
  for (let step = run.next(); ; step = run.next()) {
    if (step.done) {
      post({ type: "done", answer: step.value });
      return;
    }
    if (nowMs() - toldMs < REPORT_EVERY_MS) continue;
    toldMs = nowMs();
    post({ type: "progress", progress: step.value });
  }
}
