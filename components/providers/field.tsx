import { type ReactNode, useId } from "react";
import type { FormState } from "./form-state";

export const INPUT = "h-9 w-full min-w-0 rounded border border-line-strong bg-surface px-3 text-body text-ink placeholder:text-subtle aria-[invalid=true]:border-danger";

type TextFieldProps = {
  name: string;
  label: string;
  state: FormState;
  /** What stands in it before anything is typed. */
  initial?: string | undefined;
  hint?: ReactNode;
  type?: "text" | "password" | "url";
  required?: boolean;
  readOnly?: boolean;
  placeholder?: string;
  inputMode?: "decimal" | "numeric";
  /** Where several fields share a heading, the label is for screen readers alone. */
  hideLabel?: boolean;
  className?: string;
};

/** One labelled text with its hint and what is wrong with it; keeps what was typed when the form is refused. */
export function TextField({ name, label, state, initial = "", hint, hideLabel = false, className = "", ...input }: TextFieldProps) {
  const refused = state.status === "refused" ? state : null;
  const problem = refused?.problems[name];
  const id = useId();
  return (
    <div className={`grid min-w-0 content-start gap-1 ${className}`}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-table font-medium text-ink"}>{label}</label>
      <input
        id={id}
        name={name}
        autoComplete="off"
        spellCheck={false}
        maxLength={4_096}
        defaultValue={refused?.given[name] ?? initial}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint ${id}-problem`}
        className={`${INPUT} read-only:bg-sunken read-only:text-muted`}
        {...input}
      />
      <p id={`${id}-problem`} role="alert" className="text-table text-danger empty:hidden">{problem}</p>
      <p id={`${id}-hint`} className="text-caption text-subtle empty:hidden">{hint}</p>
    </div>
  );
}

/** What concerns the whole form: saved, or refused and what the thing is now. */
export function FormMessage({ state }: { state: FormState }) {
  return (
    <div role="status" aria-live="polite">
      {state.status === "saved" ? <p className="text-table font-medium text-saving">{state.message}</p> : null}
      {state.status === "refused" && state.message !== null ? (
        <div className="rounded border border-warning-line bg-warning-faint p-3 text-table text-warning">
          <p>{state.message}</p>
          {state.now === undefined ? null : (
            <>
              <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3">
                {state.now.map(({ term, value }) => (
                  <div key={term} className="contents"><dt>{term}</dt><dd className="min-w-0 break-words text-ink">{value}</dd></div>
                ))}
              </dl>
              <p className="mt-2">What you typed is still here and not saved. Reload the page to start from what it is now.</p>
            </>
          )}
        </div>
      ) : null}
    </div>
  );
}

export function SubmitButton({ isPending, children }: { isPending: boolean; children: ReactNode }) {
  return (
    <button type="submit" disabled={isPending} className="h-9 rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong disabled:opacity-60 max-sm:w-full">
      {isPending ? "Saving…" : children}
    </button>
  );
}
