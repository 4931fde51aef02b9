import Link from "next/link";
import { SearchForm } from "../search-form";
import { SelectLink } from "../select-link";

type PriceFiltersProps = {
  text: string;
  /** What else the address says and a search keeps: name and value. */
  kept: readonly (readonly [string, string])[];
  providers: readonly { value: string; label: string; href: string }[];
  provider: string;
  /** Whether only what the team uses is shown, and the address of the other way. */
  used: boolean;
  usedHref: string;
  clearHref: string;
};

/** A search, a provider and whether it is used, all in the address. */
export function PriceFilters({ text, kept, providers, provider, used, usedHref, clearHref }: PriceFiltersProps) {
  return (
    <section aria-label="Filters" className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <SearchForm action="/prices" text={text} label="Search models and providers" placeholder="Model or provider" kept={kept} />
      <SelectLink label="Provider" options={providers} current={provider} />
      <Link href={usedHref} aria-current={used ? "true" : undefined} className="inline-flex h-8 items-center rounded border border-line-strong px-2.5 text-table font-medium hover:bg-hover aria-[current]:border-brand aria-[current]:text-brand">
        {used ? "Show all weights" : "Only what I use"}
      </Link>
      {text === "" && provider === "" && !used ? null : <Link href={clearHref} className="text-table text-brand underline-offset-2 hover:underline">Clear</Link>}
    </section>
  );
}
