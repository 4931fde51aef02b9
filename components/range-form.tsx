"use client";

import { type SubmitEvent, useState } from "react";
import { CalendarIcon } from "./icons";
import { rangeProblem, zoneProblem } from "./range-problems";

export type RangeFormProps = {
  /** Of the page. */
  path: string;
  /** What its address says, `range`, `from`, `to` and `zone` among it. */
  kept: readonly (readonly [string, string])[];
  /** The range in force, as wall times of the zone. */
  from: string;
  to: string;
  zone: string;
};

const FIELD = "mt-1 block h-8 w-full rounded border border-line-strong bg-surface px-2 text-table text-ink";
const BUTTON = "mt-3 h-8 w-full rounded border border-line-strong text-table font-medium text-ink hover:bg-hover";

/** A range of one's own and the zone, as two forms that lead to an address: nothing is lost without a script. */
export function RangeForm({ path, kept, from, to, zone, isCustom }: RangeFormProps & { isCustom: boolean }) {
  const [zones, setZones] = useState<string[]>([]);
  const [problem, setProblem] = useState<{ of: "range" | "zone"; text: string } | null>(null);
  const check = (of: "range" | "zone", find: (typed: (name: string) => string) => string | null) => (event: SubmitEvent<HTMLFormElement>) => {
    const form = new FormData(event.currentTarget);
    const text = find((name) => String(form.get(name)));
    if (text !== null) event.preventDefault();
    setProblem(text === null ? null : { of, text });
  };
  return (
    <>
      <button
        type="button"
        popoverTarget="range-form"
        onClick={() => { setZones(["UTC", ...Intl.supportedValuesOf("timeZone")]); }}
        aria-label={isCustom ? "Own range, in force, and zone" : "Own range and zone"}
        className={`inline-flex size-8 shrink-0 items-center justify-center rounded border ${isCustom ? "border-brand bg-brand-faint text-brand-strong" : "border-line-strong bg-surface text-muted"} hover:bg-hover hover:text-ink`}
      >
        <CalendarIcon />
      </button>
      <div
        id="range-form"
        popover="auto"
        role="dialog"
        aria-label="Own range and zone"
        className="explain-layer w-64 rounded-card border border-line bg-surface p-4 text-table text-muted shadow-tremor-dropdown"
      >
        <form action={path} onSubmit={check("range", (typed) => rangeProblem(typed("from"), typed("to"), zone))}>
          <Kept kept={kept} without={["range", "from", "to"]} />
          <label className="block">From<input type="datetime-local" name="from" required defaultValue={from} className={FIELD} /></label>
          <label className="mt-2 block">Up to<input type="datetime-local" name="to" required defaultValue={to} className={FIELD} /></label>
          <p className="mt-1 text-caption text-subtle">Times in {zone}, in whole quarter-hours.</p>
          {problem?.of === "range" ? <Wrong text={problem.text} /> : null}
          <button type="submit" className={BUTTON}>Show this range</button>
        </form>
        <form action={path} onSubmit={check("zone", (typed) => zoneProblem(typed("zone")))} className="mt-4 border-t border-line pt-3">
          <Kept kept={kept} without={["zone"]} />
          <label className="block">
            Time zone
            <input name="zone" list="range-form-zones" required defaultValue={zone} autoComplete="off" className={FIELD} />
          </label>
          <datalist id="range-form-zones">{zones.map((name) => <option key={name} value={name} />)}</datalist>
          {problem?.of === "zone" ? <Wrong text={problem.text} /> : null}
          <button type="submit" className={BUTTON}>Show in this zone</button>
        </form>
      </div>
    </>
  );
}

function Wrong({ text }: { text: string }) {
  return <p role="alert" className="mt-2 text-caption text-danger">{text}</p>;
}

function Kept({ kept, without }: { kept: RangeFormProps["kept"]; without: readonly string[] }) {
  return kept
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
