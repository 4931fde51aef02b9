"use client";

import { useLayoutEffect, useRef, useState } from "react";
import { DEFAULT_TIMERS, STRATEGIES } from "@/lib/core/profile";
import { strategyWords } from "../../profiles/strategy-words";
import { CountField } from "../inputs/count-field";
import { useSandbox } from "../sandbox-context";
import { AddEndpoint } from "./add-endpoint";
import { CandidateTierCard } from "./candidate-tier-card";

const CONTROL = "h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-table text-ink";

/** One candidate's rules that matter most to its cost, in place. */
export function CandidateEditor({ index }: { index: number }) {
  const { state, current, background, change } = useSandbox();
  const [told, setTold] = useState("");
  const focused = useRef<HTMLElement | null>(null);
  const candidate = state.candidates[index];
  const tiers = candidate?.tiers;
  // A node that is put elsewhere in the page loses the focus.
  useLayoutEffect(() => {
    focused.current?.focus();
    focused.current = null;
  }, [tiers]);
  if (!candidate || !tiers) return null;
  const known = new Set(background.endpoints.map(({ endpoint }) => endpoint.name));
  const move = (endpoint: string, to: number) => {
    const place = Math.min(Math.max(to, 0), tiers.length - 1);
    if (tiers[place]?.endpoint === endpoint) return;
    if (document.activeElement instanceof HTMLElement) focused.current = document.activeElement;
    change({ type: "move tier", index, endpoint, to: place });
    setTold(`${endpoint} is now tier ${place + 1} of ${tiers.length}.`);
  };
  const remove = (endpoint: string) => {
    change({ type: "remove tier", index, endpoint });
    setTold(`${endpoint} is removed. ${tiers.length - 1} left.`);
  };
  return (
    <div className="mt-3 grid gap-3">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_auto]">
        <label className="grid content-start gap-1 text-table font-medium">
          Name
          <input value={candidate.name} maxLength={40} autoComplete="off" onChange={(event) => { if (event.target.value !== "") change({ type: "edit candidate", index, fields: { name: event.target.value } }); }} className={`${CONTROL} font-normal`} />
        </label>
        <label className="grid content-start gap-1 text-table font-medium">
          Strategy
          <select value={candidate.strategy} onChange={(event) => { change({ type: "edit candidate", index, fields: { strategy: STRATEGIES.find((each) => each === event.target.value) ?? "ordered" } }); }} className={`${CONTROL} font-normal`}>
            {STRATEGIES.map((strategy) => <option key={strategy} value={strategy}>{strategyWords(strategy).name}</option>)}
          </select>
        </label>
        <CountField
          label="First token within, ms"
          value={candidate.firstTokenMs}
          min={1}
          max={86_400_000}
          onChange={(ms) => { change({ type: "edit candidate", index, fields: { firstTokenMs: ms ?? DEFAULT_TIMERS.firstTokenMs } }); }}
        />
        <button type="button" onClick={() => { change({ type: "remove candidate", index }); }} className="h-8 self-end rounded border border-line-strong px-3 text-table font-medium text-danger hover:bg-hover">
          Remove
        </button>
      </div>
      <p className="text-caption text-subtle">Use the buttons, or press Alt with ↑ or ↓ anywhere in a tier. Rules that are not here stay as version {current.version} has them.</p>
      <ol aria-label={`Tiers of ${candidate.name}`} className="grid gap-2">
        {tiers.map((tier, at) => (
          <CandidateTierCard
            key={tier.endpoint}
            tier={tier}
            place={at}
            count={tiers.length}
            isWeighted={candidate.strategy === "weighted"}
            isKnown={known.has(tier.endpoint)}
            onMove={(to) => { move(tier.endpoint, to); }}
            onRemove={() => { remove(tier.endpoint); }}
            onChange={(fields) => { change({ type: "edit tier", index, endpoint: tier.endpoint, fields }); }}
          />
        ))}
      </ol>
      <p role="status" className="sr-only">{told}</p>
      <AddEndpoint
        endpoints={[...known].filter((name) => !tiers.some(({ endpoint }) => endpoint === name))}
        onAdd={(endpoint) => {
          change({ type: "add tier", index, endpoint });
          setTold(`${endpoint} is tier ${tiers.length + 1}.`);
        }}
      />
    </div>
  );
}
