import type { Background } from "@/lib/sandbox/background";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import { type Preset, PRESETS } from "@/lib/sandbox/presets";
import type { SandboxProfile } from "@/lib/sandbox/scenario";

/** The preset whose trouble the inputs have; null where a person planned it, or nothing is planned. */
export function findPreset(inputs: ScenarioInputs, current: SandboxProfile, background: Background): Preset | null {
  if (inputs.trouble.length === 0) return null;
  const trouble = JSON.stringify(inputs.trouble);
  return PRESETS.find(({ apply }) => JSON.stringify(apply(inputs, current, background).trouble) === trouble) ?? null;
}
