import Link from "next/link";

/** The two pages of one profile. */
export function ProfileTabs({ slug, current }: { slug: string; current: "rules" | "versions" }) {
  const tabs = [
    { key: "rules", label: "Rules", href: `/profiles/${slug}` },
    { key: "versions", label: "Versions", href: `/profiles/${slug}/versions` },
  ];
  return (
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
  );
}
