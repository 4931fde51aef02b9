import Link from "next/link";
import { SearchForm } from "../search-form";
import { SelectLink } from "../select-link";

export const KEY_STATES = ["active", "revoked"] as const;

type KeyFiltersProps = {
  text: string;
  kept: readonly (readonly [string, string])[];
  state: string;
  hrefOf: (change: { q?: string | null; state?: string | null }) => string;
};

/** A search and a state, both in the address. */
export function KeyFilters({ text, kept, state, hrefOf }: KeyFiltersProps) {
  return (
    <section aria-label="Filters" className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <SearchForm action="/keys" text={text} label="Search keys" placeholder="Name, key or owner" kept={kept} />
      <SelectLink
        label="State"
        current={state}
        options={[
          { value: "", label: "All", href: hrefOf({ state: null }) },
          { value: "active", label: "Active", href: hrefOf({ state: "active" }) },
          { value: "revoked", label: "Revoked or expired", href: hrefOf({ state: "revoked" }) },
        ]}
      />
      {text === "" && state === "" ? null : <Link href={hrefOf({ q: null, state: null })} className="text-table text-brand underline-offset-2 hover:underline">Clear</Link>}
    </section>
  );
}
