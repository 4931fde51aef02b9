import Link from "next/link";
import { RefreshButton } from "./refresh-button";
import { SelectLink } from "./select-link";

export type RangeLink = { label: string; href: string; isCurrent: boolean };

export type ScopeControlsProps = {
  ranges: readonly RangeLink[];
  profiles: readonly { value: string; label: string; href: string }[];
  profile: string;
};

/** Profile and range. Both live in the address, so that a link shows what its sender saw. */
export function ScopeControls({ ranges, profiles, profile }: ScopeControlsProps) {
  return (
    <div className="flex w-full min-w-0 flex-wrap items-center gap-2 md:w-auto">
      <div className="min-w-0 flex-1 md:flex-none"><SelectLink label="Profile" options={profiles} current={profile} /></div>
      <nav aria-label="Range" className="order-last min-w-0 md:order-none max-w-full overflow-x-auto rounded border border-line bg-sunken p-0.5">
        <ul className="flex">
          {ranges.map(({ label, href, isCurrent }) => (
            <li key={label}>
              <Link
                href={href}
                aria-current={isCurrent ? "true" : undefined}
                className="flex h-7 items-center rounded px-2.5 text-table whitespace-nowrap text-muted hover:text-ink aria-[current]:bg-brand-faint aria-[current]:font-medium aria-[current]:text-brand-strong"
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <RefreshButton />
    </div>
  );
}
