import Link from "next/link";

/** The two pages of one profile, and the way to try it elsewhere. */
export function ProfileTabs({ slug, current }: { slug: string; current: "rules" | "versions" }) {
  const tabs = [
    { key: "rules", label: "Rules", href: `/profiles/${slug}` },
    { key: "versions", label: "Versions", href: `/profiles/${slug}/versions` },
  ];
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Link href={`/sandbox?${new URLSearchParams({ profile: slug })}`} className="text-table text-brand underline underline-offset-2">Open in sandbox</Link>
      <nav aria-label="Profile" className="flex rounded border border-line bg-sunken p-0.5">
        {tabs.map(({ key, label, href }) => (
          <Link
            key={key}
            href={href}
            aria-current={key === current ? "page" : undefined}
            className="flex h-8 items-center rounded px-3 text-table text-muted hover:text-ink aria-[current]:bg-brand-faint aria-[current]:font-medium aria-[current]:text-brand-strong"
          >
            {label}
          </Link>
        ))}
      </nav>
    </div>
  );
}
