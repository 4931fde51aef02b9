import { SavingsPanel } from "@/components/savings/savings-panel";
import { SavingsTable } from "@/components/savings/savings-table";
import { WaterfallPanel } from "@/components/savings/waterfall-panel";
import type { ProfileChoice } from "@/lib/reports/profiles";
import type { Savings } from "@/lib/reports/savings";
import { type View, viewHref } from "@/lib/reports/scope";

type PanelProps = { savings: Promise<Savings>; view: View; className: string };

/** @param against what the calls are held against, in words; @param baseline the one that is picked: whom it leaves out no filter of calls tells */
export async function Total({ savings, view, against, baseline, className }: PanelProps & { against: string; baseline: string | null }) {
  const { total } = await savings;
  return <SavingsPanel steps={total} against={against} leftOutHref={baseline === null ? viewHref("/calls", view, { uncompared: "1" }) : null} className={className} />;
}

export async function Waterfall({ savings, className }: PanelProps) {
  return <WaterfallPanel steps={(await savings).total} className={className} />;
}

/** @param baseline the one that is picked; null is each profile's own */
export async function Profiles({ savings, view, profiles, baseline, className }: PanelProps & { profiles: readonly ProfileChoice[]; baseline: string | null }) {
  const { total, profiles: found } = await savings;
  const rows = found.map((figures) => {
    const choice = profiles.find(({ id }) => id === figures.profileId);
    const ofProfile = { ...view, profile: choice?.slug ?? view.profile };
    return {
      ...figures,
      name: choice?.slug ?? "unknown profile",
      baselineName: baseline ?? choice?.baseline ?? "no baseline",
      href: viewHref("/calls", ofProfile),
      leftOutHref: viewHref("/calls", ofProfile, baseline === null ? { uncompared: "1" } : {}),
      unservedHref: viewHref("/calls", ofProfile, { unserved: "1" }),
    };
  });
  rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  return <SavingsTable rows={rows} total={total} className={className} />;
}
