import { TextInput } from "@tremor/react";
import type { ComponentProps, ReactNode } from "react";

type FieldProps = { id: string; label: string; problem?: string | null; hint?: ReactNode; children: ReactNode };

/** A label, its control, and below it what is wrong with its value, or what it means. */
export function Field({ id, label, problem = null, hint, children }: FieldProps) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-table font-medium text-ink">{label}</label>
      {children}
      <p id={`${id}-problem`} role="alert" className="text-table text-danger empty:hidden">{problem}</p>
      {hint === undefined ? null : <p id={`${id}-hint`} className="text-caption text-subtle">{hint}</p>}
    </div>
  );
}

/** What a control of a Field says of itself. */
export function describedBy(id: string, problem: string | null | undefined) {
  return { id, "aria-invalid": problem != null, "aria-describedby": `${id}-problem ${id}-hint` };
}

type TextFieldProps = Omit<FieldProps, "children"> & { name: string } & Pick<
    ComponentProps<typeof TextInput>,
    "type" | "defaultValue" | "autoComplete" | "maxLength" | "minLength" | "required" | "placeholder"
  > & { list?: string };

export function TextField({ id, label, problem = null, hint, ...input }: TextFieldProps) {
  return (
    <Field id={id} label={label} problem={problem} hint={hint}>
      <TextInput placeholder="" {...input} {...describedBy(id, problem)} error={problem !== null} className="border-line-strong" />
    </Field>
  );
}

export const SELECT = "h-[38px] min-w-0 rounded-tremor-default border border-line-strong px-3 text-body text-ink disabled:opacity-60";
