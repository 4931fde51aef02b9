import { TextInput } from "@tremor/react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { type FormState, problemOf, stampOf, typedOf } from "./form-state";

type FieldProps<Name extends string> = {
  name: Name;
  label: string;
  /** Of the form: what was typed and what is wrong with it. Left out where the browser keeps what was typed. */
  state?: FormState<Name>;
  /** What stands in it before anything is typed. */
  initial?: string | undefined;
  hint?: ReactNode;
  id?: string;
  className?: string;
};

type TextFieldProps<Name extends string> = FieldProps<Name> &
  Pick<ComponentProps<typeof TextInput>, "type" | "autoComplete" | "maxLength" | "required" | "readOnly" | "placeholder" | "inputMode"> & { list?: string };

/** A text; what was typed stays when the form is refused. */
export function TextField<Name extends string>({ name, label, state = { status: "idle" }, initial = "", hint, id, className, ...input }: TextFieldProps<Name>) {
  const ownId = useId();
  const field = { id: id ?? ownId, label, hint, className, problem: problemOf(state, name) };
  return (
    <Labelled {...field}>
      <TextInput
        placeholder=""
        autoComplete="off"
        spellCheck={false}
        maxLength={4_096}
        {...input}
        name={name}
        defaultValue={typedOf(state, name, initial)}
        error={field.problem !== null}
        {...describedBy(field)}
        className="min-w-0 border-line-strong has-[input:read-only]:bg-sunken has-aria-invalid:border-danger"
      />
    </Labelled>
  );
}

/** A day and a time of it, on a quarter-hour as all prices have it; what was typed stays when the form is refused. */
export function TimeField<Name extends string>({ name, label, state = { status: "idle" }, initial = "", hint, id, className, required }: FieldProps<Name> & { required?: boolean }) {
  const ownId = useId();
  const field = { id: id ?? ownId, label, hint, className, problem: problemOf(state, name) };
  return (
    <Labelled {...field}>
      <input key={stampOf(state)} type="datetime-local" step={900} name={name} required={required} defaultValue={typedOf(state, name, initial)} {...describedBy(field)} className={SELECT} />
    </Labelled>
  );
}

export const SELECT = "h-[38px] min-w-0 rounded-tremor-default border border-line-strong px-3 text-body text-ink disabled:opacity-60";

type SelectFieldProps<Name extends string> = FieldProps<Name> & { options: readonly { value: string; label: string }[] };

/** One of a few; what was chosen stays when the form is refused. */
export function SelectField<Name extends string>({ name, label, state = { status: "idle" }, initial = "", hint, id, className, options }: SelectFieldProps<Name>) {
  const ownId = useId();
  const field = { id: id ?? ownId, label, hint, className, problem: problemOf(state, name) };
  return (
    <Labelled {...field}>
      <select key={stampOf(state)} name={name} defaultValue={typedOf(state, name, initial)} {...describedBy(field)} className={SELECT}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </Labelled>
  );
}

type LabelledProps = { id: string; label: string; problem: string | null; hint: ReactNode; className: string | undefined };

/** A label, its control, and below it what is wrong with its value, and what it means. */
function Labelled({ id, label, problem, hint, className = "", children }: LabelledProps & { children: ReactNode }) {
  return (
    <div className={`grid min-w-0 content-start gap-1 ${className}`}>
      <label htmlFor={id} className="text-table font-medium text-ink">{label}</label>
      {children}
      <p id={`${id}-problem`} role="alert" className="text-table text-danger empty:hidden">{problem}</p>
      <p id={`${id}-hint`} className="text-caption text-subtle empty:hidden">{hint}</p>
    </div>
  );
}

/** What a control says of itself. */
function describedBy({ id, problem }: Pick<LabelledProps, "id" | "problem">) {
  return { id, "aria-invalid": problem !== null, "aria-describedby": `${id}-problem ${id}-hint` };
}
