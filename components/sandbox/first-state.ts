import type { Background } from "@/lib/sandbox/background";
import { PRESETS } from "@/lib/sandbox/presets";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { FIRST_STATE, type SandboxState } from "./state";

/** What the page shows to whoever brings no scenario: the outage that most often happens, so that there is something to see. */
export function firstState(current: SandboxProfile, background: Background): SandboxState {
  const [preset] = PRESETS;
  return preset ? { ...FIRST_STATE, inputs: preset.apply(FIRST_STATE.inputs, current, background) } : FIRST_STATE;
}
