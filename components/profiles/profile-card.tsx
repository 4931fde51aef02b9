import Link from "next/link";
import type { Strategy } from "@/lib/core/profile";
import { Figure } from "../figure";
import { strategyWords } from "./strategy-words";
import { TierChips } from "./tier-chips";

export type ProfileCardProps = {
  name: string;
  slug: string;
  /** null when its current version cannot be read. */
  strategy: Strategy | null;
  endpoints: readonly string[];
  version: number;
  /** "Published 22 Nov 2026, 14:05 by Ada" */
  published: string;
  /** Why; empty when nobody said. */
  note: string;
  calls: { text: string; href: string };
  warc: { label: string; text: string; href: string };
  editHref: string;
  versionsHref: string;
  editLabel: string;
};

const LINK = "text-brand underline underline-offset-2";

/** A profile as the list shows it: what it does, since when and why, and what came of it. */
export function ProfileCard(props: ProfileCardProps) {
  const { name, slug, strategy, endpoints, version, published, note, calls, warc, editHref, versionsHref, editLabel } = props;
  return (
    <article aria-label={slug} className="grid gap-3 rounded-card border border-line bg-surface p-4 lg:grid-cols-[minmax(0,1fr)_auto] lg:gap-6">
      <div className="grid min-w-0 content-start gap-2">
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <h2 className="text-section font-semibold text-ink">
            <Link href={editHref} data-row className="underline-offset-2 hover:underline">{slug}</Link>
          </h2>
          {name === slug ? null : <span className="text-body text-muted">{name}</span>}
          <span className="text-table text-muted">{strategy === null ? "Its current version cannot be read" : strategyWords(strategy).name}</span>
        </div>
        <TierChips endpoints={endpoints} />
        <p className="text-table text-muted">
          <Link href={versionsHref} className={LINK}>Version {version}</Link>. {published}
          {note === "" ? ", without a note." : <>: <q className="text-ink">{note}</q></>}
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <Figure label="Calls" value={calls.text}><Link href={calls.href} className={LINK}>Show them</Link></Figure>
        <Figure label={warc.label} value={warc.text}><Link href={warc.href} className={LINK}>How it comes about</Link></Figure>
        <Link
          href={editHref}
          aria-label={`${editLabel} ${slug}`}
          className="flex h-9 items-center self-center rounded border border-line-strong px-4 text-body font-medium text-ink hover:bg-hover"
        >
          {editLabel}
        </Link>
      </div>
    </article>
  );
}
