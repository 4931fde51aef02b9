"use client";

import { useId } from "react";
import { PRESETS } from "@/lib/sandbox/presets";
import { findPreset } from "../find-preset";
import { useSandbox } from "../sandbox-context";

const [NONE, OWN] = ["none", "own"];

/** Troubles that providers really had, on top of what is typed. */
export function PresetChoice() {
  const id = useId();
  const { inputs, current, background, change } = useSandbox();
  const preset = findPreset(inputs, current, background);
  const chosen = preset?.id ?? (inputs.trouble.length === 0 ? NONE : OWN);
  const choose = (value: string) => {
    const picked = PRESETS.find((each) => each.id === value);
    if (picked) change({ type: "set inputs", inputs: picked.apply(inputs, current, background) });
    else if (value === NONE) change({ type: "set trouble", trouble: [] });
  };
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-table font-medium text-ink">What goes wrong</label>
      <select id={id} value={chosen} aria-describedby={`${id}-what`} onChange={(event) => { choose(event.target.value); }} className="h-9 w-full min-w-0 truncate rounded border border-line-strong bg-surface px-2 text-table font-medium text-ink">
        <option value={NONE}>Nothing: the days as they are</option>
        {PRESETS.map(({ id: value, name }) => <option key={value} value={value}>{name}</option>)}
        {chosen === OWN ? <option value={OWN}>As planned under Failures</option> : null}
      </select>
      <p id={`${id}-what`} className="text-caption text-subtle">{preset?.what ?? (chosen === NONE ? "Only what fails by chance, as your record has it." : "Troubles that you planned yourself, or that came with the link.")}</p>
    </div>
  );
}
