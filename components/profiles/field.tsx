"use client";

import { createContext, type ReactNode, use } from "react";
import type { FlagDraft, Problems } from "@/lib/core/profile-draft";

/** What is wrong with the draft's fields by their place; each field reads its own. */
export const ProblemsContext = createContext<Problems>({});

type FieldProps = { /** In the draft, such as `tiers.0.retries`. */ path: string; label: string; hint?: ReactNode };

const CONTROL = "h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-table text-ink disabled:opacity-70 aria-invalid:border-danger";

function idOf(path: string): string {
  return `field-${path.replaceAll(".", "-")}`;
}

function Labelled({ path, label, hint, children }: FieldProps & { children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={idOf(path)} className="text-table font-medium text-ink">{label}</label>
      {children}
      {hint === undefined ? null : <p id={`${idOf(path)}-hint`} className="text-caption text-subtle">{hint}</p>}
      <ProblemOf path={path} />
    </div>
  );
}

/** What is wrong at this place, said as soon as it is found. */
export function ProblemOf({ path }: { path: string }) {
  const problem = use(ProblemsContext)[path];
  return <p id={`${idOf(path)}-problem`} role="alert" className="text-caption text-danger empty:hidden">{problem}</p>;
}

type TextFieldProps = FieldProps & { value: string; placeholder?: string; onChange: (value: string) => void; numeric?: boolean };

export function TextField({ path, label, hint, value, placeholder, onChange, numeric = false }: TextFieldProps) {
  const isWrong = path in use(ProblemsContext);
  return (
    <Labelled path={path} label={label} hint={hint}>
      <input
        id={idOf(path)}
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        inputMode={numeric ? "decimal" : undefined}
        aria-invalid={isWrong}
        aria-describedby={`${hint === undefined ? "" : `${idOf(path)}-hint `}${idOf(path)}-problem`}
        onChange={(event) => { onChange(event.target.value); }}
        className={`${CONTROL} placeholder:text-subtle`}
      />
    </Labelled>
  );
}

type SelectFieldProps = FieldProps & { value: string; options: readonly { value: string; label: string }[]; onChange: (value: string) => void };

export function SelectField({ path, label, hint, value, options, onChange }: SelectFieldProps) {
  return (
    <Labelled path={path} label={label} hint={hint}>
      <select
        id={idOf(path)}
        value={value}
        aria-describedby={`${idOf(path)}-problem`}
        onChange={(event) => { onChange(event.target.value); }}
        className={CONTROL}
      >
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </Labelled>
  );
}

const FLAGS = [
  { value: "", label: "Any call" },
  { value: "true", label: "Only with" },
  { value: "false", label: "Only without" },
] as const;

/** Whether a tier takes calls with something, without it, or both. */
export function FlagField({ path, label, value, onChange }: { path: string; label: string; value: FlagDraft; onChange: (value: FlagDraft) => void }) {
  const choose = (chosen: string) => { onChange(FLAGS.find((flag) => flag.value === chosen)?.value ?? ""); };
  return <SelectField path={path} label={label} value={value} options={FLAGS} onChange={choose} />;
}

export function CheckField({ path, label, hint, checked, onChange }: FieldProps & { checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <div className="flex min-w-0 items-start gap-2">
      <input id={idOf(path)} type="checkbox" checked={checked} onChange={(event) => { onChange(event.target.checked); }} className="mt-0.5 size-4 shrink-0" />
      <label htmlFor={idOf(path)} className="min-w-0 text-table text-ink">
        <span className="font-medium">{label}</span>
        {hint === undefined ? null : <span className="block text-caption text-subtle">{hint}</span>}
      </label>
    </div>
  );
}
