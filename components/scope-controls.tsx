import Link from "next/link";
import { ChevronIcon } from "./icons";
import { LiveSwitch } from "./live-switch";
import { RangeForm, type RangeFormProps } from "./range-form";
import { RefreshButton } from "./refresh-button";
import { SelectLink } from "./select-link";

export type RangeLink = { label: string; href: string; isCurrent: boolean };

export type ScopeControlsProps = {
  ranges: readonly RangeLink[];
  profiles: readonly { value: string; label: string; href: string }[];
  profile: string;
  /** The periods before and after; null where there is none. */
  before: string | null;
  after: string | null;
  /** When the page was read, where calls of this moment are in its range: it can be followed live. */
  liveSinceMs: number | null;
  isCustom: boolean;
  form: RangeFormProps;
};

/** Profile, range and zone. All live in the address, so that a link shows what its sender saw. */
export function ScopeControls({ ranges, profiles, profile, before, after, liveSinceMs, isCustom, form }: ScopeControlsProps) {
  return (
    <div className="flex w-full min-w-0 flex-wrap items-center gap-2 md:w-auto print:hidden">
      <div className="min-w-0 flex-1 md:flex-none"><SelectLink label="Profile" options={profiles} current={profile} /></div>
      <div className="order-last flex max-w-full min-w-0 items-center gap-1 md:order-none">
        <Step label="Period before" href={before} shortcut="[" turn="rotate-90" />
        <nav aria-label="Range" className="min-w-0 overflow-x-auto rounded border border-line bg-sunken p-0.5">
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
        <Step label="Period after" href={after} shortcut="]" turn="-rotate-90" />
        <RangeForm key={`${form.from}/${form.to}/${form.zone}`} {...form} isCustom={isCustom} />
      </div>
      {liveSinceMs === null ? null : <LiveSwitch readAtMs={liveSinceMs} />}
      <RefreshButton />
    </div>
  );
}

const STEP = "inline-flex size-8 shrink-0 items-center justify-center rounded border border-line-strong bg-surface";

/** Where there is no such period the place stays, so that nothing moves. */
function Step({ label, href, shortcut, turn }: { label: string; href: string | null; shortcut: string; turn: string }) {
  const icon = <ChevronIcon className={`size-4 ${turn}`} />;
  if (href === null) return <span aria-hidden="true" className={`${STEP} opacity-40`}>{icon}</span>;
  return <Link href={href} aria-label={label} data-shortcut={shortcut} className={`${STEP} text-muted hover:bg-hover hover:text-ink`}>{icon}</Link>;
}
