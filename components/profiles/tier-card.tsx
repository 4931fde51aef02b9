"use client";

import { type KeyboardEvent, type ReactNode, useState } from "react";
import { tierFill } from "../tier-colour";
import type { EndpointFacts } from "./endpoint-facts";
import { ProblemOf } from "./field";

type TierCardProps = {
  endpoint: string;
  /** From 0. */
  index: number;
  count: number;
  facts: EndpointFacts | undefined;
  isReadOnly: boolean;
  /** To a place from 0. */
  onMove: (endpoint: string, to: number) => void;
  onRemove: () => void;
  children: ReactNode;
};

const BUTTON = "h-7 rounded border border-line-strong px-2 text-caption font-medium text-ink hover:bg-hover aria-disabled:opacity-40";

/** A tier: who it is, what it costs and how it did, and its rules below. Dragged, or moved by Alt and an arrow key. */
export function TierCard({ endpoint, index, count, facts, isReadOnly, onMove, onRemove, children }: TierCardProps) {
  const [isOver, setIsOver] = useState(false);
  const moveByKey = (event: KeyboardEvent) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (step === undefined || isReadOnly) return;
    event.preventDefault();
    onMove(endpoint, index + step);
  };
  return (
    <li
      onKeyDown={moveByKey}
      onDragOver={(event) => {
        if (isReadOnly || !event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => { setIsOver(false); }}
      onDrop={(event) => {
        setIsOver(false);
        const dragged = event.dataTransfer.getData(DRAGGED);
        if (dragged === "") return;
        event.preventDefault();
        onMove(dragged, index);
      }}
      className={`rounded-card border bg-surface ${isOver ? "border-brand" : "border-line"}`}
    >
      <div
        draggable={!isReadOnly}
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAGGED, endpoint);
          event.dataTransfer.effectAllowed = "move";
        }}
        className={`flex flex-wrap items-start justify-between gap-x-4 gap-y-2 p-3 ${isReadOnly ? "" : "cursor-grab active:cursor-grabbing"}`}
      >
        <div className="flex min-w-0 items-start gap-2">
          <svg width="12" height="12" className="mt-1 shrink-0" aria-hidden="true">
            <rect width="12" height="12" rx="2" className={tierFill(index)} />
          </svg>
          <div className="min-w-0">
            <h3 className="text-body font-semibold break-all text-ink"><span className="font-normal text-muted">Tier {index + 1}</span> {endpoint}</h3>
            <Facts facts={facts} />
          </div>
        </div>
        {isReadOnly ? null : (
          <div className="flex gap-1.5">
            <button type="button" aria-label={`Move ${endpoint} up`} aria-disabled={index === 0} onClick={() => { onMove(endpoint, index - 1); }} className={BUTTON}>Move up</button>
            <button type="button" aria-label={`Move ${endpoint} down`} aria-disabled={index === count - 1} onClick={() => { onMove(endpoint, index + 1); }} className={BUTTON}>Move down</button>
            <button type="button" aria-label={`Remove ${endpoint}`} onClick={onRemove} className={`${BUTTON} text-danger`}>Remove</button>
          </div>
        )}
      </div>
      <div className="px-3"><ProblemOf path={`tiers.${index}.endpoint`} /></div>
      <div className="border-t border-line px-3">{children}</div>
    </li>
  );
}

/** Only our own cards are taken when they are dropped. */
const DRAGGED = "application/x-routeledger-tier";

function Facts({ facts }: { facts: EndpointFacts | undefined }) {
  if (!facts) return <p className="text-table text-danger">This endpoint is not there any more.</p>;
  return (
    <dl className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-caption text-muted">
      <Fact term="Price">{facts.price ?? <span className="text-warning">Unknown price</span>}</Fact>
      <Fact term="Success, 7 days">{facts.success}</Fact>
      <Fact term="p95">{facts.p95}</Fact>
      <Fact term="Fails with">{facts.failureDomain}</Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-1">
      <dt className="text-subtle">{term}:</dt>
      <dd className="text-ink">{children}</dd>
    </div>
  );
}
