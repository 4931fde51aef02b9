import Link from "next/link";
import { SelectLink } from "../select-link";

type PriceFiltersProps = {
  text: string;
  /** What else the address says and a search keeps: name and value. */
  kept: readonly (readonly [string, string])[];
  providers: readonly { value: string; label: string; href: string }[];
  provider: string;
  clearHref: string;
};

/** A search and a provider, both in the address. */
export function PriceFilters({ text, kept, providers, provider, clearHref }: PriceFiltersProps) {
  return (
    <section aria-label="Filters" className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <form action="/prices" role="search" className="flex min-w-0 items-center gap-2">
        {kept.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        <input
          type="search"
          name="q"
          defaultValue={text}
          key={text}
          aria-label="Search models and providers"
          placeholder="Model or provider"
          data-shortcut="/"
          maxLength={200}
          className="h-8 w-56 min-w-0 rounded border border-line-strong bg-surface px-2.5 text-table text-ink placeholder:text-subtle"
        />
        <button type="submit" className="h-8 rounded border border-line-strong bg-surface px-3 text-table font-medium hover:bg-hover">Search</button>
      </form>
      <SelectLink label="Provider" options={providers} current={provider} />
      {text === "" && provider === "" ? null : <Link href={clearHref} className="text-table text-brand underline-offset-2 hover:underline">Clear</Link>}
    </section>
  );
}
