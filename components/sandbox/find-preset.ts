import type { Background } from "@/lib/sandbox/background";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import { type Preset, PRESETS } from "@/lib/sandbox/presets";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { inOrder } from "./address";

/** The preset whose trouble the inputs have; null where a person planned it, or nothing is planned. */
export function findPreset(inputs: ScenarioInputs, current: SandboxProfile, background: Background): Preset | null {
  if (inputs.trouble.length === 0) return null;
  const textOf = ({ trouble }: ScenarioInputs) => JSON.stringify(inOrder(trouble));
  const given = textOf(inputs);
  return PRESETS.find(({ apply }) => textOf(apply(inputs, current, background)) === given) ?? null;
}
