"use client";

import { PresetChoice } from "../inputs/preset-choice";
import { runInWorker } from "../run-in-worker";
import { useSandbox } from "../sandbox-context";
import { Optimiser } from "./optimiser";

/** The search for the cheapest profile, under the scenario of this page. */
export function OptimiseTab() {
  const { background, inputs, current, loadCandidate } = useSandbox();
  return <Optimiser background={background} inputs={inputs} profile={current} runInWorker={runInWorker} onCandidate={loadCandidate} scenario={<PresetChoice />} />;
}
