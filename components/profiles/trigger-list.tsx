"use client";

import { useId, useState } from "react";
import { CAUSES } from "@/lib/core/outcome";
import { causeName } from "../causes";
import { triggerName } from "./describe-changes";
import { ProblemOf } from "./field";

type TriggerListProps = {
  path: string;
  label: string;
  /** Causes and statuses. */
  triggers: readonly string[];
  /** Those of the other list: none can be in both. */
  others: readonly string[];
  onChange: (triggers: string[]) => void;
};

const CONTROL = "h-8 rounded border border-line-strong bg-surface px-2 text-table text-ink";

/** Failures by cause or by HTTP status, added and taken away one by one. */
export function TriggerList({ path, label, triggers, others, onChange }: TriggerListProps) {
  const [status, setStatus] = useState("");
  const id = useId();
  const add = (trigger: string) => {
    const given = trigger.trim();
    if (given !== "" && !triggers.includes(given)) onChange([...triggers, given]);
    setStatus("");
  };
  const offered = CAUSES.filter((cause) => !triggers.includes(cause) && !others.includes(cause));
  return (
    <div role="group" aria-labelledby={id} className="grid gap-1.5">
      <p id={id} className="text-table font-medium text-ink">{label}</p>
      {triggers.length === 0 ? null : (
        <ul className="flex flex-wrap gap-1.5">
          {triggers.map((trigger) => (
            <li key={trigger} className="flex items-center rounded border border-line bg-sunken pl-2 text-table text-ink">
              {triggerName(trigger)}
              <button
                type="button"
                aria-label={`Remove ${triggerName(trigger)}`}
                onClick={() => { onChange(triggers.filter((other) => other !== trigger)); }}
                className="size-7 rounded text-muted hover:text-danger"
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <select aria-label={`${label}: add a cause`} value="" onChange={(event) => { add(event.target.value); }} className={`${CONTROL} max-w-full`}>
          <option value="">Add a cause…</option>
          {offered.map((cause) => <option key={cause} value={cause}>{causeName(cause)}</option>)}
        </select>
        <input
          aria-label={`${label}: HTTP status`}
          value={status}
          placeholder="or a status, 418"
          inputMode="numeric"
          onChange={(event) => { setStatus(event.target.value); }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add(status);
          }}
          className={`${CONTROL} w-32 placeholder:text-subtle`}
        />
        <button type="button" aria-label={`${label}: add the status`} onClick={() => { add(status); }} className={`${CONTROL} font-medium hover:bg-hover`}>Add</button>
      </div>
      <ProblemOf path={path} />
    </div>
  );
}
