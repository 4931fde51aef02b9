import { type ReactNode, useId } from "react";
import type { Background } from "@/lib/sandbox/background";
import type { QuestionDraft, QuestionField, QuestionProblems } from "./question-form";

type QuestionFieldsProps = {
  draft: QuestionDraft;
  problems: QuestionProblems;
  background: Background;
  /** Whether a tier of the profile has caps, so that there is something to choose. */
  hasCaps: boolean;
  change: (fields: Partial<QuestionDraft>) => void;
};

const INPUT = "h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-right text-table text-ink placeholder:text-subtle aria-invalid:border-danger";
const SELECT = "h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-table text-ink";

/** What the cheapest profile must keep, and what it may be made of. */
export function QuestionFields({ draft, problems, background, hasCaps, change }: QuestionFieldsProps) {
  const priced = background.endpoints.filter(({ prices }) => prices.length > 0).map(({ endpoint }) => endpoint);
  const models = [...new Set(priced.map(({ model }) => model))];
  const toggle = (list: readonly string[], name: string) => (list.includes(name) ? list.filter((each) => each !== name) : [...list, name]);
  return (
    <div className="grid gap-4">
      <div className="grid gap-3 sm:grid-cols-3 lg:grid-cols-1">
        <Amount field="availability" label="Availability, at least" unit="%" draft={draft} problems={problems} change={change} hint="Of all calls. Empty asks for none." />
        <Amount field="firstTokenMs" label="p95 first token, at most" unit="ms" draft={draft} problems={problems} change={change} hint="Failed attempts included. Empty: any." />
        <Amount field="monthlyUsd" label="Spend in 30 days, at most" unit="USD" draft={draft} problems={problems} change={change} hint="Of this traffic. Empty: any." />
      </div>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1">
        <Labelled label="Retries of a tier, tried">
          {(id) => (
            <select id={id} value={draft.retries} onChange={(event) => { change({ retries: event.target.value === "2" ? "2" : event.target.value === "1" ? "1" : "0" }); }} className={SELECT}>
              <option value="0">none</option>
              <option value="1">0 and 1</option>
              <option value="2">0, 1 and 2</option>
            </select>
          )}
        </Labelled>
        {hasCaps ? (
          <Labelled label="Caps of the profile's tiers">
            {(id) => (
              <select id={id} value={draft.caps} onChange={(event) => { change({ caps: event.target.value === "both" ? "both" : event.target.value === "without" ? "without" : "kept" }); }} className={SELECT}>
                <option value="kept">kept</option>
                <option value="without">left out</option>
                <option value="both">with and without, tried</option>
              </select>
            )}
          </Labelled>
        ) : null}
      </div>
      <Boxes legend="Endpoints that may be used" names={priced.map(({ name }) => name)} chosen={draft.endpoints} problem={problems.endpoints} toggle={(name) => { change({ endpoints: toggle(draft.endpoints, name) }); }} />
      <Boxes legend="Models that are good enough" names={models} chosen={draft.models} problem={problems.models} toggle={(name) => { change({ models: toggle(draft.models, name) }); }} />
    </div>
  );
}

type AmountProps = Pick<QuestionFieldsProps, "draft" | "problems" | "change"> & { field: QuestionField & keyof Pick<QuestionDraft, "availability" | "firstTokenMs" | "monthlyUsd">; label: string; unit: string; hint: string };

function Amount({ field, label, unit, hint, draft, problems, change }: AmountProps) {
  const problem = problems[field];
  return (
    <Labelled label={label} note={problem ?? hint} isWrong={problem !== undefined}>
      {(id) => (
        <span className="grid grid-cols-[minmax(0,1fr)_2.25rem] items-center gap-2">
          <input id={id} inputMode="decimal" autoComplete="off" value={draft[field]} aria-invalid={problem !== undefined} aria-describedby={`${id}-note`} onChange={(event) => { change({ [field]: event.target.value }); }} className={INPUT} />
          <span className="text-caption text-subtle">{unit}</span>
        </span>
      )}
    </Labelled>
  );
}

function Labelled({ label, note, isWrong = false, children }: { label: string; note?: string; isWrong?: boolean; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <label htmlFor={id} className="text-table font-medium text-ink">{label}</label>
      {children(id)}
      <p id={`${id}-note`} role={isWrong ? "alert" : undefined} className={`text-caption empty:hidden ${isWrong ? "text-danger" : "text-subtle"}`}>{note}</p>
    </div>
  );
}

type BoxesProps = { legend: string; names: readonly string[]; chosen: readonly string[]; problem: string | undefined; toggle: (name: string) => void };

function Boxes({ legend, names, chosen, problem, toggle }: BoxesProps) {
  const id = useId();
  return (
    <fieldset aria-describedby={`${id}-problem`} className="min-w-0">
      <legend className="text-table font-medium text-ink">{legend}</legend>
      <div className="mt-1 grid max-h-56 gap-0.5 overflow-y-auto rounded border border-line px-2 py-1">
        {names.length === 0 ? <p className="text-table text-muted">None has a price.</p> : null}
        {names.map((name) => (
          <label key={name} className="flex min-h-6 items-center gap-2 text-table text-ink">
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => { toggle(name); }} className="size-4 shrink-0 accent-brand" />
            <span className="min-w-0 break-all">{name}</span>
          </label>
        ))}
      </div>
      <p id={`${id}-problem`} role="alert" className="mt-0.5 text-caption text-danger empty:hidden">{problem}</p>
    </fieldset>
  );
}
