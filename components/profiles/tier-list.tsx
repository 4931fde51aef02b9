"use client";

import { type Dispatch, useLayoutEffect, useRef, useState } from "react";
import type { ProfileDraft } from "@/lib/core/profile-draft";
import { AddTier } from "./add-tier";
import type { DraftChange } from "./draft";
import type { EndpointFacts } from "./endpoint-facts";
import { ProblemOf } from "./field";
import { TierCard } from "./tier-card";
import { TierRules } from "./tier-rules";

type TierListProps = { draft: ProfileDraft; endpoints: ReadonlyMap<string, EndpointFacts>; isReadOnly: boolean; change: Dispatch<DraftChange> };

/** The tiers in their order. What moves keeps the focus, and is told. */
export function TierList({ draft, endpoints, isReadOnly, change }: TierListProps) {
  const { tiers } = draft;
  const [told, setTold] = useState("");
  const focused = useRef<HTMLElement | null>(null);
  const addField = useRef<HTMLInputElement>(null);
  // A node that is put elsewhere in the page loses the focus.
  useLayoutEffect(() => {
    focused.current?.focus();
    focused.current = null;
  }, [tiers]);
  const move = (endpoint: string, to: number) => {
    const place = Math.min(Math.max(to, 0), tiers.length - 1);
    if (tiers[place]?.endpoint === endpoint) return;
    if (document.activeElement instanceof HTMLElement) focused.current = document.activeElement;
    change({ type: "move tier", endpoint, to: place });
    setTold(`${endpoint} is now tier ${place + 1} of ${tiers.length}.`);
  };
  const remove = (endpoint: string) => {
    change({ type: "remove tier", endpoint });
    setTold(`${endpoint} is removed. ${tiers.length - 1} left.`);
    addField.current?.focus();
  };
  const taken = new Set(tiers.map(({ endpoint }) => endpoint));
  return (
    <div className="grid gap-3">
      {isReadOnly ? null : <p className="text-caption text-subtle">Drag a tier, use its buttons, or press Alt with ↑ or ↓ anywhere in it.</p>}
      <ol aria-label="Tiers" className="grid gap-3">
        {tiers.map((tier, index) => (
          <TierCard
            key={tier.endpoint}
            endpoint={tier.endpoint}
            index={index}
            count={tiers.length}
            facts={endpoints.get(tier.endpoint)}
            isReadOnly={isReadOnly}
            onMove={move}
            onRemove={() => { remove(tier.endpoint); }}
          >
            <fieldset disabled={isReadOnly} className="min-w-0">
              <legend className="sr-only">Rules of tier {index + 1}, {tier.endpoint}</legend>
              <TierRules tier={tier} path={`tiers.${index}`} profile={draft} onChange={(fields) => { change({ type: "set tier", endpoint: tier.endpoint, fields }); }} />
            </fieldset>
          </TierCard>
        ))}
      </ol>
      <ProblemOf path="tiers" />
      <p role="status" className="sr-only">{told}</p>
      {isReadOnly ? null : (
        <AddTier
          endpoints={[...endpoints.values()].filter(({ name }) => !taken.has(name))}
          field={addField}
          onAdd={(endpoint) => {
            change({ type: "add tier", endpoint });
            setTold(`${endpoint} is tier ${tiers.length + 1}.`);
          }}
        />
      )}
    </div>
  );
}
