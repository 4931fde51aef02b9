import Link from "next/link";
import { RangeForm, type RangeFormProps } from "../range-form";
import { SelectLink } from "../select-link";
import type { AuditChoice } from "./prepare-audit-filters";

type AuditFiltersProps = {
  choices: readonly AuditChoice[];
  subject: string;
  /** What the search sends along: the rest of the address. */
  kept: readonly (readonly [string, string])[];
  form: RangeFormProps;
  isCustom: boolean;
  /** The address without filters; null when there are none. */
  clearHref: string | null;
};

/** Whose changes, of what, when. All of it is in the address. */
export function AuditFilters({ choices, subject, kept, form, isCustom, clearHref }: AuditFiltersProps) {
  return (
    <section aria-label="Filters" className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      {choices.map((choice) => <SelectLink key={choice.label} {...choice} />)}
      <RangeForm key={`${form.from}/${form.to}/${form.zone}`} {...form} isCustom={isCustom} />
      <form action={form.path} role="search" className="flex min-w-0 items-center gap-2 text-table text-muted">
        {kept.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        <label htmlFor="audit-subject" className="shrink-0">Name has</label>
        <input
          key={subject}
          id="audit-subject"
          name="subject"
          aria-label="Search: name has"
          type="search"
          maxLength={200}
          autoComplete="off"
          defaultValue={subject}
          data-shortcut="/"
          className="h-8 w-40 min-w-0 rounded border border-line-strong bg-surface px-2 text-table text-ink"
        />
        <button type="submit" className="h-8 rounded border border-line-strong bg-surface px-2.5 font-medium text-ink hover:bg-hover">Search</button>
      </form>
      {clearHref === null ? null : <Link href={clearHref} className="text-table text-brand underline-offset-2 hover:underline">Clear filters</Link>}
    </section>
  );
}
