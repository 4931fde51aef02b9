"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { RANGE_PRESETS, type RangePreset } from "@/lib/core/period";
import { RANGE_NAMES } from "../range-names";

type ScenarioScopeProps = {
  profile: string;
  profiles: readonly string[];
  /** null: a period of its own, as a shared link has. */
  range: RangePreset | null;
};

/** Which profile is in question, and which history it is held against. Another range keeps what was set; another profile begins anew. */
export function ScenarioScope({ profile, profiles, range }: ScenarioScopeProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const go = (key: "profile" | "range", value: string) => {
    const query = new URLSearchParams(window.location.search);
    query.set(key, value);
    if (key === "profile") query.delete("s");
    else for (const end of ["from", "to"]) query.delete(end);
    startTransition(() => { router.push(`/sandbox?${query}`); });
  };
  return (
    <div aria-busy={isPending} className="flex flex-wrap items-center gap-3 aria-busy:opacity-60 print:hidden">
      <Choice label="Profile" value={profile} options={profiles.map((slug) => ({ value: slug, label: slug }))} onChange={(value) => { go("profile", value); }} />
      <Choice label="History" value={range ?? ""} options={[...(range === null ? [{ value: "", label: "That of the link" }] : []), ...RANGE_PRESETS.map((preset) => ({ value: preset, label: RANGE_NAMES[preset] }))]} onChange={(value) => { go("range", value); }} />
    </div>
  );
}

type ChoiceProps = { label: string; value: string; options: readonly { value: string; label: string }[]; onChange: (value: string) => void };

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="flex min-w-0 items-center gap-2 text-table text-muted">
      <span className="shrink-0">{label}</span>
      <select value={value} onChange={(event) => { onChange(event.target.value); }} className="h-8 max-w-56 min-w-0 truncate rounded border border-line-strong px-2 text-table text-ink">
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </label>
  );
}
