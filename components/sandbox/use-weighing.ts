"use client";

import { useEffect, useMemo, useState } from "react";
import type { Background } from "@/lib/sandbox/background";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { runInWorker } from "./run-in-worker";
import type { Weighed } from "./worker-messages";

/** As long as a person pauses between two moves of a slider. */
const PAUSE_MS = 700;

type WeighQuestion = { inputs: ScenarioInputs; profiles: readonly SandboxProfile[]; background: Background; selected: number };

/** What the inputs leave open, found in a worker once a person pauses; null until it is, and while something is wrong. */
export function useWeighing({ inputs, profiles, background, selected }: WeighQuestion, isGood: boolean): Weighed | null {
  const [weighed, setWeighed] = useState<{ of: unknown; selected: number; answer: Weighed } | null>(null);
  const questions = useMemo(() => profiles.map((profile) => ({ inputs, profile, background })), [inputs, profiles, background]);
  useEffect(() => {
    if (!isGood) return undefined;
    let stop: (() => void) | undefined;
    const timer = setTimeout(() => {
      stop = runInWorker<"weigh">({ type: "weigh", questions, selected }, {
        progress: () => undefined,
        done: (answer) => { setWeighed({ of: questions, selected, answer }); },
        // The figures stand without it.
        failed: () => { setWeighed(null); },
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [questions, selected, isGood]);
  if (!isGood || weighed?.of !== questions) return null;
  // Of another profile than the one that is looked at, only what is of all of them holds.
  return weighed.selected === selected ? weighed.answer : { ...weighed.answer, influences: null, comparison: null };
}
