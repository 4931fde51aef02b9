"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import {
  AlertsIcon, BudgetsIcon, CallsIcon, KeyIcon, OverviewIcon, PricesIcon, ProfilesIcon, ProvidersIcon, ReportsIcon, SandboxIcon, SavingsIcon,
  SettingsIcon, TeamIcon, WasteIcon,
} from "../icons";
import { keepView } from "./keep-view";

/** `shortcut` follows `g`. */
const GROUPS = [
  {
    name: "Cost",
    pages: [
      { href: "/", label: "Overview", shortcut: "o", Icon: OverviewIcon },
      { href: "/calls", label: "Calls", shortcut: "c", Icon: CallsIcon },
      { href: "/waste", label: "Waste", shortcut: "w", Icon: WasteIcon },
      { href: "/savings", label: "Savings", shortcut: "s", Icon: SavingsIcon },
      { href: "/reports", label: "Reports", shortcut: "r", Icon: ReportsIcon },
    ],
  },
  {
    name: "Routing",
    pages: [
      { href: "/profiles", label: "Profiles", shortcut: "p", Icon: ProfilesIcon },
      { href: "/prices", label: "Prices", shortcut: "i", Icon: PricesIcon },
      { href: "/sandbox", label: "Sandbox", shortcut: "x", Icon: SandboxIcon },
    ],
  },
  {
    name: "Set-up",
    pages: [
      { href: "/providers", label: "Providers", shortcut: "v", Icon: ProvidersIcon },
      { href: "/budgets", label: "Budgets", shortcut: "b", Icon: BudgetsIcon },
      { href: "/keys", label: "API keys", shortcut: "k", Icon: KeyIcon },
      { href: "/alerts", label: "Alerts", shortcut: "a", Icon: AlertsIcon },
      { href: "/team", label: "Team", shortcut: "t", Icon: TeamIcon },
      { href: "/settings", label: "Settings", shortcut: "e", Icon: SettingsIcon },
    ],
  },
] as const;

/** A row on a narrow screen, a column beside the page on a wide one. Pages about a range lead to each other with it. */
export function NavLinks() {
  const pathname = usePathname();
  const search = useSearchParams();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <nav ref={nav} aria-label="Main" className="-mx-1 overflow-x-auto px-1">
      <ul className="flex gap-1 lg:flex-col lg:gap-4">
        {GROUPS.map(({ name, pages }) => (
          <li key={name}>
            <p className="hidden px-2.5 pb-1 text-caption font-medium text-subtle lg:block">{name}</p>
            <ul aria-label={name} className="flex gap-1 lg:flex-col lg:gap-0.5">
              {pages.map(({ href, label, shortcut, Icon }) => (
                <li key={href}>
                  <Link
                    href={keepView(href, { pathname, search })}
                    aria-current={isBelow(pathname, href) ? "page" : undefined}
                    data-shortcut={`g ${shortcut}`}
                    className="flex h-9 items-center gap-2.5 rounded px-2.5 text-body whitespace-nowrap text-muted hover:bg-hover hover:text-ink lg:h-8 aria-[current]:bg-brand-faint aria-[current]:font-medium aria-[current]:text-brand-strong"
                  >
                    <Icon />
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function isBelow(pathname: string, href: string): boolean {
  return pathname === href || (href !== "/" && pathname.startsWith(`${href}/`));
}
