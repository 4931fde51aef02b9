"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Progress } from "@/lib/sandbox/events/simulate";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { Scenario } from "@/lib/sandbox/scenario";
import { runInWorker } from "./run-in-worker";
import type { RunSize } from "./state";
import type { Answers } from "./use-answers";

type Question = NonNullable<Answers["composed"]>;

export type Simulation = {
  status: "idle" | "running" | "done" | "cancelled" | "failed";
  progress: Progress;
  /** In a sentence; null unless it failed. */
  why: string | null;
  /** The last that came to its end, and the question that it answers; null before the first. */
  answer: { of: Question; results: readonly SimulationResult[]; calm: SimulationResult | null } | null;
  run: () => void;
  cancel: () => void;
};

type State = Pick<Simulation, "status" | "progress" | "why">;

const AT_REST: State = { status: "idle", progress: { calls: 0, ofCalls: 0 }, why: null };
/** As long as a person pauses between two moves of a slider. */
const PAUSE_MS = 700;

/** The simulated machine, begun anew whenever the question changes: the newest one wins. */
export function useSimulation(question: Question | null, size: RunSize): Simulation {
  const [state, setState] = useState<State>(AT_REST);
  const [answer, setAnswer] = useState<Simulation["answer"]>(null);
  const stop = useRef<(() => void) | null>(null);
  const planned = useRef<ReturnType<typeof setTimeout> | null>(null);
  const run = useEffectEvent(() => {
    stop.current?.();
    if (!question) return;
    setState({ ...AT_REST, status: "running" });
    stop.current = runInWorker<"simulate">({ type: "simulate", scenarios: scenariosOf(question), size }, {
      progress: (progress) => { setState((before) => ({ ...before, progress })); },
      done: (results) => {
        setState((before) => ({ ...before, status: "done" }));
        setAnswer({ of: question, results: results.slice(0, question.scenarios.length), calm: results[question.scenarios.length] ?? null });
      },
      failed: (why) => { setState((before) => ({ ...before, status: "failed", why })); },
    });
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const timer = (planned.current = setTimeout(run, PAUSE_MS));
    return () => { clearTimeout(timer); };
  }, [question, size, round]);
  useEffect(() => () => { stop.current?.(); }, []);
  const cancel = useCallback(() => {
    stop.current?.();
    // The one that a change of a moment ago asked for is not wanted either.
    if (planned.current !== null) clearTimeout(planned.current);
    setState((before) => ({ ...before, status: "cancelled" }));
  }, []);
  return { ...state, answer, cancel, run: useCallback(() => { setRound((before) => before + 1); }, []) };
}

function scenariosOf({ scenarios, calm }: Question): readonly Scenario[] {
  return calm ? [...scenarios, calm.scenario] : scenarios;
}
