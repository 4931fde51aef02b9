import Link from "next/link";
import { CrossIcon } from "../icons";
import type { Chip } from "./prepare-facets";

/** What is chosen: each chip removes itself. */
export function FilterChips({ chips, clearHref }: { chips: readonly Chip[]; clearHref: string }) {
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="mb-4 flex flex-wrap items-center gap-2">
      {chips.map(({ label, href }) => (
        <li key={label} className="max-w-full">
          <Link
            href={href}
            aria-label={`Remove filter: ${label}`}
            className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full border border-line-strong bg-surface px-2.5 text-caption text-ink hover:bg-hover"
          >
            <span className="min-w-0 truncate">{label}</span>
            <CrossIcon className="size-3 shrink-0" />
          </Link>
        </li>
      ))}
      <li>
        <Link href={clearHref} className="text-caption text-brand underline-offset-2 hover:underline">Clear all</Link>
      </li>
    </ul>
  );
}
