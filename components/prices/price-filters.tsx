import Link from "next/link";
import { SearchForm } from "../search-form";
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
      <SearchForm action="/prices" text={text} label="Search models and providers" placeholder="Model or provider" kept={kept} />
      <SelectLink label="Provider" options={providers} current={provider} />
      {text === "" && provider === "" ? null : <Link href={clearHref} className="text-table text-brand underline-offset-2 hover:underline">Clear</Link>}
    </section>
  );
}
