import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Brand } from "@/components/brand";
import { AccountMenu } from "@/components/shell/account-menu";
import { NavLinks } from "@/components/shell/nav-links";
import { Shortcuts } from "@/components/shell/shortcuts";
import { TeamSwitcher } from "@/components/shell/team-switcher";
import { parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import { requireMember } from "@/lib/auth";
import { signOut, switchTeam } from "./actions";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user, team, teams, member } = await requireMember();
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <div className="min-h-dvh print:block lg:grid lg:grid-cols-[224px_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <Shortcuts />
      <header className="print:hidden grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-4 py-2 lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:items-stretch lg:gap-4 lg:border-r lg:border-b-0 lg:px-3 lg:py-4">
        <div className="lg:px-2"><Brand /></div>
        <TeamSwitcher teams={teams} current={team.slug} switchTeam={switchTeam} />
        <div className="order-last col-span-3 lg:order-none lg:flex-1"><NavLinks /></div>
        <AccountMenu user={user} role={member.role} theme={theme} signOut={signOut} />
      </header>
      <div className="min-w-0">
        {team.demo ? (
          <section aria-label="Demonstration" className="border-b border-line bg-warning-faint px-4 py-1.5 text-table text-warning lg:px-8">
            <strong className="font-semibold">Demonstration.</strong> Practice providers and made-up history: no real
            provider, no real money.
          </section>
        ) : null}
        <main id="main" className="mx-auto max-w-[1440px] px-4 py-5 lg:px-8 lg:py-6">{children}</main>
      </div>
    </div>
  );
}
