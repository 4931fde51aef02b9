"use client";

import { TextInput } from "@tremor/react";

type FieldProps = {
  name: string;
  label: string;
  type: "text" | "email" | "password";
  autoComplete: string;
  /** What it must be, below the field. */
  hint?: string;
  /** What is wrong with what was typed; takes the hint's place. */
  problem?: string | undefined;
  minLength?: number;
  maxLength?: number;
};

/** A field that must be filled in, with its label and what is wrong with it. */
export function Field({ name, label, type, autoComplete, hint, problem, minLength, maxLength }: FieldProps) {
  const noteId = `${name}-note`;
  const hasNote = problem !== undefined || hint !== undefined;
  return (
    <div className="grid gap-1">
      <label htmlFor={name} className="text-table font-medium text-ink">{label}</label>
      <TextInput
        id={name}
        name={name}
        type={type}
        autoComplete={autoComplete}
        required
        placeholder=""
        error={problem !== undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={hasNote ? noteId : undefined}
        {...(minLength === undefined ? {} : { minLength })}
        {...(maxLength === undefined ? {} : { maxLength })}
        className="border-line-strong"
      />
      {hasNote ? <p id={noteId} role={problem === undefined ? undefined : "alert"} className={`text-caption ${problem === undefined ? "text-muted" : "text-danger"}`}>{problem ?? hint}</p> : null}
    </div>
  );
}
