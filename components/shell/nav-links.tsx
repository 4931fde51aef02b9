"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { CallsIcon, KeyIcon, OverviewIcon } from "../icons";

const PAGES = [
  { href: "/", label: "Overview", Icon: OverviewIcon },
  { href: "/calls", label: "Calls", Icon: CallsIcon },
  { href: "/keys", label: "API keys", Icon: KeyIcon },
] as const;

/** A row on a narrow screen, a column beside the page on a wide one. */
export function NavLinks() {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="-mx-1 overflow-x-auto px-1">
      <ul className="flex gap-1 lg:flex-col">
        {PAGES.map(({ href, label, Icon }) => {
          const isHere = href === "/" ? pathname === "/" : pathname.startsWith(href);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isHere ? "page" : undefined}
                className="flex h-9 items-center gap-2.5 rounded px-2.5 text-body whitespace-nowrap text-muted hover:bg-hover hover:text-ink aria-[current]:bg-brand-faint aria-[current]:font-medium aria-[current]:text-brand-strong"
              >
                <Icon />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
