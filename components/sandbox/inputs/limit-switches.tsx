"use client";

import type { LimitsInput } from "@/lib/sandbox/inputs";
import type { ProviderLimits } from "@/lib/sandbox/scenario";
import { useSandbox } from "../sandbox-context";
import { useInputNotes } from "./inputs-context";

type Switch = {
  label: string;
  options: readonly (readonly [label: string, fields: Partial<LimitsInput>])[];
  /** Which of the options the limits have. */
  chosen: (limits: ProviderLimits) => number;
};

/** Documented unlike by each provider: the same "60 a minute" refuses 0.8% as a bucket and 5.1% by fixed minutes. */
const SWITCHES: readonly Switch[] = [
  { label: "Refilled", options: [["All the time (bucket)", { window: "bucket" }], ["At each full minute", { window: "fixed-minute" }]], chosen: ({ window }) => Number(window === "fixed-minute") },
  { label: "Output counts", options: [["As written", { reserves: "actual" }], ["As it may be written (max_tokens)", { reserves: "max-tokens" }]], chosen: ({ reserves }) => Number(reserves === "max-tokens") },
  { label: "Cached input", options: [["Counts", { countsCachedInput: true }], ["Does not count", { countsCachedInput: false }]], chosen: ({ countsCachedInput }) => Number(!countsCachedInput) },
  { label: "A refusal", options: [["Says when to come back", { saysRetryAfter: true }], ["Says nothing", { saysRetryAfter: false }]], chosen: ({ saysRetryAfter }) => Number(!saysRetryAfter) },
  { label: "Answers", options: [["Do not say what is left", { saysWhatIsLeft: false }], ["Say what is left", { saysWhatIsLeft: true }]], chosen: ({ saysWhatIsLeft }) => Number(saysWhatIsLeft) },
];

/** How the limits are counted; nothing to choose while there is none. */
export function LimitSwitches({ endpoint, limits }: { endpoint: string; limits: ProviderLimits | null }) {
  const { inputs, change } = useSandbox();
  const { isSaid } = useInputNotes();
  const path = `endpoints.${endpoint}.limits`;
  if (!limits) return isSaid(path) ? null : <p className="text-caption text-subtle">No limit: how it would be counted is asked once one is typed.</p>;
  const typed = inputs.endpoints[endpoint]?.limits ?? {};
  return (
    <div className="grid gap-2">
      {SWITCHES.map(({ label, options, chosen }) => (
        <label key={label} className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-2 text-table">
          {label}
          <select
            value={chosen(limits)}
            onChange={(event) => { change({ type: "set endpoint", name: endpoint, fields: { limits: { ...typed, ...options[Number(event.target.value)]?.[1] } } }); }}
            className="h-8 min-w-0 rounded border border-line-strong bg-surface px-2 text-table text-ink"
          >
            {options.map(([text], index) => <option key={text} value={index}>{text}</option>)}
          </select>
        </label>
      ))}
      <button type="button" onClick={() => { change({ type: "reset", path }); }} className="h-8 rounded border border-line-strong px-3 text-table font-medium hover:bg-hover">Remove all limits of {endpoint}</button>
    </div>
  );
}
