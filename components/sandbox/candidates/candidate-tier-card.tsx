"use client";

import type { KeyboardEvent } from "react";
import { tierFill } from "../../tier-colour";
import { CountField } from "../inputs/count-field";
import type { CandidateTier } from "./candidate";
import { UsdField } from "./usd-field";

type CandidateTierCardProps = {
  tier: CandidateTier;
  /** From 0. */
  place: number;
  count: number;
  isWeighted: boolean;
  /** Whether the team still has its endpoint. */
  isKnown: boolean;
  onMove: (to: number) => void;
  onRemove: () => void;
  onChange: (fields: Partial<Omit<CandidateTier, "endpoint">>) => void;
};

const BUTTON = "h-7 rounded border border-line-strong px-2 text-caption font-medium text-ink hover:bg-hover aria-disabled:opacity-40";

export function CandidateTierCard({ tier, place, count, isWeighted, isKnown, onMove, onRemove, onChange }: CandidateTierCardProps) {
  const { endpoint, caps } = tier;
  const moveByKey = (event: KeyboardEvent) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    onMove(place + step);
  };
  return (
    <li onKeyDown={moveByKey} className="min-w-0 rounded-card border border-line px-3 py-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="flex min-w-0 items-center gap-2 text-table font-semibold break-all text-ink">
          <svg width="12" height="12" className="shrink-0" aria-hidden="true"><rect width="12" height="12" rx="2" className={tierFill(place)} /></svg>
          <span><span className="font-normal text-muted">Tier {place + 1}</span> {endpoint}</span>
        </h3>
        <div className="flex gap-1.5">
          <button type="button" aria-label={`Move ${endpoint} up`} aria-disabled={place === 0} onClick={() => { onMove(place - 1); }} className={BUTTON}>Up</button>
          <button type="button" aria-label={`Move ${endpoint} down`} aria-disabled={place === count - 1} onClick={() => { onMove(place + 1); }} className={BUTTON}>Down</button>
          <button type="button" aria-label={`Remove ${endpoint}`} disabled={count === 1} onClick={onRemove} className={`${BUTTON} text-danger disabled:opacity-40`}>Remove</button>
        </div>
      </div>
      {isKnown ? null : <p className="mt-1 text-caption text-danger">The team has no such endpoint any more: this tier is left out of the figures.</p>}
      <details className="mt-1">
        <summary className="text-table text-brand">{summaryOf(tier, isWeighted)}</summary>
        <div className="mt-2 grid grid-cols-2 gap-3 sm:grid-cols-4">
          <CountField label="Retries" value={tier.retries} min={0} max={10} onChange={(retries) => { onChange({ retries: retries ?? 0 }); }} />
          {isWeighted ? <CountField label="Weight" value={tier.weight} min={1} max={1_000_000} onChange={(weight) => { onChange({ weight: weight ?? 1 }); }} /> : null}
          <CountField label="First token within, ms" value={tier.firstTokenMs} min={1} max={86_400_000} empty="the profile's" onChange={(firstTokenMs) => { onChange({ firstTokenMs }); }} />
          <CountField label="Requests a minute" value={caps.requestsPerMinute} min={1} max={1e9} empty="no cap" onChange={(requestsPerMinute) => { onChange({ caps: { ...caps, requestsPerMinute } }); }} />
          <CountField label="Tokens a minute" value={caps.tokensPerMinute} min={1} max={1e12} empty="no cap" onChange={(tokensPerMinute) => { onChange({ caps: { ...caps, tokensPerMinute } }); }} />
          <CountField label="At a time" value={caps.concurrent} min={1} max={1e6} empty="no cap" onChange={(concurrent) => { onChange({ caps: { ...caps, concurrent } }); }} />
          <UsdField label="USD a day" value={caps.usdPerDay} onChange={(usdPerDay) => { onChange({ caps: { ...caps, usdPerDay } }); }} />
          <label className="col-span-2 flex items-center gap-2 self-end text-table">
            <input type="checkbox" checked={tier.lastResort} onChange={(event) => { onChange({ lastResort: event.target.checked }); }} className="size-4" />
            Last resort: only when all others failed
          </label>
        </div>
      </details>
    </li>
  );
}

/** What is out of the ordinary. */
function summaryOf({ retries, weight, lastResort, firstTokenMs, caps }: CandidateTier, isWeighted: boolean): string {
  const told = [
    isWeighted ? `weight ${weight}` : null,
    retries === 0 ? null : retries === 1 ? "1 retry" : `${retries} retries`,
    lastResort ? "last resort" : null,
    firstTokenMs === null ? null : `first token within ${firstTokenMs} ms`,
    caps.requestsPerMinute === null ? null : `${caps.requestsPerMinute} requests a minute`,
    caps.tokensPerMinute === null ? null : `${caps.tokensPerMinute} tokens a minute`,
    caps.concurrent === null ? null : `${caps.concurrent} at a time`,
    caps.usdPerDay === null ? null : `$${caps.usdPerDay} a day`,
  ].filter((text) => text !== null);
  return told.length === 0 ? "No retries, no caps" : told.join(", ");
}
