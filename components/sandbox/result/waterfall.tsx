"use client";

import { useState } from "react";
import { Panel } from "../../panel";
import { prepareWaterfall, type Waterfall as Prepared, type WaterfallSplit, type WaterfallStep } from "./prepare-waterfall";
import type { ShownProfile } from "./shown-profile";
import { TableToggle } from "../../chart/table-toggle";

type WaterfallProps = { current: ShownProfile; candidate: ShownProfile; className?: string };

const SPLITS = [{ split: "parts", label: "By part" }, { split: "tiers", label: "By endpoint" }] as const;

/** Where the change in effective cost comes from. */
export function Waterfall({ current, candidate, className = "" }: WaterfallProps) {
  const [split, setSplit] = useState<WaterfallSplit>("parts");
  const waterfall = prepareWaterfall(current, candidate, split);
  return (
    <Panel
      title="Change in effective cost"
      subtitle={`${candidate.name} against ${current.name}, USD per million tokens; the steps add up`}
      aside={waterfall ? <SplitChoice split={split} choose={setSplit} /> : undefined}
      className={className}
    >
      {waterfall ? <Steps waterfall={waterfall} current={current.name} candidate={candidate.name} /> : <p className="text-table text-muted">A price is not known, so the effective cost of one of the two is not either.</p>}
    </Panel>
  );
}

function SplitChoice({ split, choose }: { split: WaterfallSplit; choose: (split: WaterfallSplit) => void }) {
  return (
    <div role="group" aria-label="Split" className="flex rounded border border-line-strong text-table">
      {SPLITS.map(({ split: one, label }) => (
        <button key={one} type="button" aria-pressed={one === split} onClick={() => { choose(one); }} className="min-h-6 px-2 py-0.5 text-muted hover:text-ink aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-ink">
          {label}
        </button>
      ))}
    </div>
  );
}

function Steps({ waterfall: { before, after, steps, equation, summary, table }, current, candidate }: { waterfall: Prepared; current: string; candidate: string }) {
  return (
    <>
      <p className="sr-only">{summary}</p>
      <Total label={current} value={before} />
      <ol className="my-3 grid grid-cols-1 gap-2.5 border-y border-line py-3">
        {steps.map((step) => <Step key={step.key} step={step} />)}
      </ol>
      <Total label={candidate} value={after} />
      <p className="mt-2 text-caption text-subtle">{equation}</p>
      <TableToggle name="Change in effective cost" table={table} />
    </>
  );
}

function Total({ label, value }: { label: string; value: string }) {
  return (
    <p className="flex justify-between gap-3 text-body font-semibold text-ink">
      <span className="min-w-0 truncate" title={label}>{label}</span>
      <span>{value}</span>
    </p>
  );
}

const FILLS = { more: "fill-premium", less: "fill-saving", same: "" } as const;

function Step({ step: { label, value, kind, x, width } }: { step: WaterfallStep }) {
  return (
    <li>
      <p className="flex justify-between gap-3 text-table text-muted">
        <span className="min-w-0 truncate" title={label}>{label}</span>
        <span className="whitespace-nowrap">{value}</span>
      </p>
      <svg width="100%" height="10" className="mt-1 block" aria-hidden="true">
        <rect width="100%" height="10" className="fill-sunken" />
        {kind === "same" ? null : <rect x={`${Math.min(x, 99.6)}%`} width={`${Math.max(width, 0.4)}%`} height="10" className={FILLS[kind]} />}
      </svg>
    </li>
  );
}
