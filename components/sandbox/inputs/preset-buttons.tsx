"use client";

import { PRESETS } from "@/lib/sandbox/presets";
import { useSandbox } from "../sandbox-context";

/** Troubles that providers really had, one press each, on top of what is typed. */
export function PresetButtons() {
  const { inputs, selected, background, change } = useSandbox();
  return (
    <div role="group" aria-label="Presets" className="flex flex-wrap gap-1.5">
      {PRESETS.map(({ id, name, what, apply }) => (
        <button
          key={id}
          type="button"
          title={what}
          onClick={() => { change({ type: "set inputs", inputs: apply(inputs, selected, background) }); }}
          className="min-h-7 rounded border border-line-strong px-2 text-left text-caption font-medium text-ink hover:bg-hover"
        >
          {name}
        </button>
      ))}
    </div>
  );
}
