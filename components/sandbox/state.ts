import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import { type Candidates, type CandidatesChange, changeCandidates } from "./candidates/change-candidates";
import { changeInputs, type InputsChange, NO_INPUTS } from "./inputs/change-inputs";

/** All that a person has set, which the address holds: opened elsewhere it gives the same figures. */
export type SandboxState = Candidates & { inputs: ScenarioInputs; run: RunSize };

/** How much the simulation does. */
export type RunSize = { replications: number; /** Of all of them together, at the most. */ maxCalls: number };

export type SandboxChange = InputsChange | CandidatesChange | { type: "set run"; run: RunSize } | { type: "load"; state: SandboxState };

export const FIRST_STATE: SandboxState = { inputs: NO_INPUTS, candidates: [], selected: null, run: { replications: 8, maxCalls: 1_000_000 } };

const OF_CANDIDATES = new Set<SandboxChange["type"]>(["add candidate", "remove candidate", "select", "edit candidate", "edit tier", "add tier", "remove tier", "move tier"]);

export function changeSandbox(state: SandboxState, change: SandboxChange): SandboxState {
  if (change.type === "load") return change.state;
  if (change.type === "set run") return { ...state, run: change.run };
  if (isOfCandidates(change)) return { ...state, ...changeCandidates(state, change) };
  return { ...state, inputs: changeInputs(state.inputs, change) };
}

function isOfCandidates(change: SandboxChange): change is CandidatesChange {
  return OF_CANDIDATES.has(change.type);
}
