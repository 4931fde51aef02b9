import Link from "next/link";
import { CrossIcon } from "../icons";
import { SelectLink } from "../select-link";

export type FilterChoice = { label: string; current: string; options: { value: string; label: string; href: string }[] };
export type FilterChip = { label: string; href: string };

/** Choices above, what is chosen below: each chip removes itself. Everything is in the address. */
export function CallFilters({ choices, chips, clearHref }: { choices: readonly FilterChoice[]; chips: readonly FilterChip[]; clearHref: string }) {
  return (
    <section aria-label="Filters" className="mb-4 grid gap-3">
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {choices.map((choice) => <SelectLink key={choice.label} {...choice} />)}
      </div>
      {chips.length === 0 ? null : (
        <ul className="flex flex-wrap items-center gap-2">
          {chips.map(({ label, href }) => (
            <li key={label}>
              <Link
                href={href}
                aria-label={`Remove filter: ${label}`}
                className="inline-flex h-7 items-center gap-1.5 rounded-full border border-line-strong bg-surface px-2.5 text-caption text-ink hover:bg-hover"
              >
                {label}
                <CrossIcon className="size-3" />
              </Link>
            </li>
          ))}
          <li>
            <Link href={clearHref} className="text-caption text-brand underline-offset-2 hover:underline">Clear all</Link>
          </li>
        </ul>
      )}
    </section>
  );
}
