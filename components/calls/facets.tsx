import Link from "next/link";
import { CheckIcon } from "../icons";
import type { FacetGroup, FacetLink } from "./prepare-facets";

/** Everything that calls can be narrowed to, as links. On a small screen all of it stands behind one button. */
export function Facets({ groups }: { groups: readonly FacetGroup[] }) {
  return (
    <>
      <details className="lg:hidden">
        <summary className="min-h-6 rounded py-0.5 text-table font-medium text-ink">Narrow the calls</summary>
        <Groups groups={groups} className="mt-3 grid gap-4 sm:grid-cols-2" />
      </details>
      <Groups groups={groups} className="hidden gap-4 lg:grid" />
    </>
  );
}

function Groups({ groups, className }: { groups: readonly FacetGroup[]; className: string }) {
  return (
    <div className={className}>
      {groups.map(({ title, note, links, more }) => (
        <nav key={title} aria-label={`Narrow by ${title.toLowerCase()}`} className="min-w-0">
          <h3 className="mb-0.5 flex items-baseline gap-1.5 px-1.5 text-caption font-semibold text-ink">
            {title}
            {note === null ? null : <span className="font-normal text-subtle">{note.toLowerCase()}</span>}
          </h3>
          <List links={links} />
          {more.length === 0 ? null : (
            <details>
              <summary className="min-h-6 w-fit rounded px-1.5 py-1 text-caption text-muted hover:text-ink">{more.length} more</summary>
              <List links={more} />
            </details>
          )}
        </nav>
      ))}
    </div>
  );
}

function List({ links }: { links: readonly FacetLink[] }) {
  return (
    <ul>
      {links.map(({ label, count, href, isCurrent }) => (
        <li key={label}>
          <Link
            href={href}
            prefetch={false}
            aria-current={isCurrent ? "true" : undefined}
            className="flex min-h-6 items-center gap-2 rounded px-1.5 py-0.5 text-table text-muted hover:bg-hover hover:text-ink aria-[current]:bg-brand-faint aria-[current]:font-medium aria-[current]:text-brand-strong"
          >
            {isCurrent ? <CheckIcon className="size-3.5 shrink-0" /> : null}
            <span className="min-w-0 flex-1 truncate" title={label}>{label}</span>
            {count === null ? null : <span className="shrink-0 text-caption">{count}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
