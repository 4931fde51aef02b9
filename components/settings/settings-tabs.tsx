"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

const TABS = [
  { href: "/settings", label: "Team" },
  { href: "/settings/account", label: "Account" },
  { href: "/settings/sessions", label: "Sessions" },
  { href: "/settings/audit", label: "Audit log" },
] as const;

/** The sections of the settings, each at an address of its own. */
export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="mb-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {TABS.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={pathname === href ? "page" : undefined}
              className="flex h-9 items-center border-b-2 border-transparent px-3 text-body whitespace-nowrap text-muted -outline-offset-2 hover:text-ink aria-[current]:border-brand aria-[current]:font-medium aria-[current]:text-brand-strong"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
