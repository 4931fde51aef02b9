"use client";

import type { TroubleInput } from "@/lib/sandbox/inputs";
import { useSandbox } from "../sandbox-context";
import { TROUBLE_KINDS, type TroubleKind, newTrouble } from "./new-trouble";
import { TroubleCard } from "./trouble-card";

type TroubleListProps = { domains: readonly string[]; runMinutes: number };

/** What goes wrong in the run, when and for how long. */
export function TroubleList({ domains, runMinutes }: TroubleListProps) {
  const { inputs: { trouble }, current, change } = useSandbox();
  const set = (next: readonly TroubleInput[]) => { change({ type: "set trouble", trouble: next }); };
  const add = (kind: TroubleKind) => { set([...trouble, newTrouble(kind, { runMinutes, domain: domains[0] ?? "", endpoint: current.tiers[0]?.endpoint.name ?? "" })]); };
  return (
    <div className="grid gap-2">
      {trouble.map((each, index) => (
        <TroubleCard
          key={index}
          trouble={each}
          path={`trouble.${index}`}
          domains={domains}
          onChange={(changed) => { set(trouble.map((other, at) => (at === index ? changed : other))); }}
          onRemove={() => { set(trouble.filter((_, at) => at !== index)); }}
        />
      ))}
      <label className="flex items-center gap-2 text-table font-medium">
        <span className="shrink-0">Plan trouble</span>
        <select value="" onChange={(event) => { const kind = TROUBLE_KINDS.find(({ id }) => id === event.target.value); if (kind) add(kind.id); }} className="h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-table font-normal text-ink">
          <option value="">Choose what happens…</option>
          {TROUBLE_KINDS.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
    </div>
  );
}
