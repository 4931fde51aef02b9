import { Button } from "@tremor/react";
import { type FormState, problemOf } from "./form-state";

type FormEndProps = {
  label: string;
  busyLabel: string;
  isPending: boolean;
  state: FormState<string>;
  /** As wide as the form, what went wrong above it. */
  isWide?: boolean;
};

/** A form's button, and beside it what became of the form. */
export function FormEnd({ label, busyLabel, isPending, state, isWide = false }: FormEndProps) {
  return (
    <div className="grid gap-3">
      <div className={isWide ? "flex flex-col-reverse gap-4" : "flex flex-wrap items-center gap-x-4 gap-y-2"}>
        <Button type="submit" loading={isPending} loadingText={busyLabel} className={`h-9 ${isWide ? "w-full" : "max-sm:w-full"}`}>{label}</Button>
        <p role="status" className="text-table text-muted empty:hidden">{state.status === "saved" && !isPending ? state.message : null}</p>
        <p role="alert" className="text-table text-danger empty:hidden">{problemOf(state, "form")}</p>
      </div>
      {state.status === "refused" && state.now !== undefined ? <StaleNote now={state.now} /> : null}
    </div>
  );
}

/** For whoever lost a race: what the thing is now. */
function StaleNote({ now }: { now: readonly { term: string; value: string }[] }) {
  return (
    <div className="rounded border border-warning-line bg-warning-faint p-3 text-table text-warning">
      <p>It is now:</p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3">
        {now.map(({ term, value }) => (
          <div key={term} className="contents"><dt>{term}</dt><dd className="min-w-0 break-words text-ink">{value}</dd></div>
        ))}
      </dl>
      <p className="mt-2">What you typed is still here and not saved. Reload the page to start from what it is now.</p>
    </div>
  );
}
