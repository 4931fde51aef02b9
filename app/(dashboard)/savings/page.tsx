import type { Metadata } from "next";
import { Caveat } from "@/components/notice";
import { ExportLinks } from "@/components/export-links";
import { PageHeader } from "@/components/page-header";
import { PanelSlot } from "@/components/panel-slot";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { ScopeControls } from "@/components/scope-controls";
import { describeScope } from "@/components/scope-line";
import { SelectLink } from "@/components/select-link";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listProfiles } from "@/lib/reports/profiles";
import { getSavings } from "@/lib/reports/savings";
import { findBaseline, listBaselineNames } from "@/lib/reports/savings-baselines";
import { firstValues, parseView, prepareScope, type SearchParams, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { Profiles, Total, Waterfall } from "./panels";

export const metadata: Metadata = { title: "Savings" };

export default async function SavingsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const params = await searchParams;
  const view = parseView(params, now, team.timeZone);
  const asked = firstValues(params).baseline || null;
  const [profiles, names, picked] = await Promise.all([
    listProfiles(getDb(), member.teamId),
    listBaselineNames(getDb(), member.teamId),
    asked === null ? null : findBaseline(getDb(), member.teamId, asked),
  ]);
  const baseline = picked?.name ?? null;
  const hrefOf = (change: Partial<typeof view>, to = baseline) => viewHref("/savings", { ...view, ...change }, { baseline: to });
  // The panels are made of the same rows, so that they agree: read once.
  const savings = withTimeLimit(getSavings(getDb(), prepareScope(member.teamId, view, profiles), picked));
  savings.catch(() => undefined);
  const chosen = profiles.filter(({ slug }) => view.profile === null || slug === view.profile);
  const common = { savings, view };
  return (
    <>
      <PageHeader title="Savings" scope={describeScope({ ...view, now, version: view.profile === null ? null : chosen[0]?.version })}>
        <ScopeControls {...prepareScopeControls(view, profiles, (change) => hrefOf(change))} />
      </PageHeader>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3 text-table text-muted">
        <p>What the same tokens would have cost at one endpoint, and where the difference comes from.</p>
        <div className="flex flex-wrap items-center gap-3">
          <SelectLink
            label="Change baseline"
            current={baseline ?? ""}
            options={[
              { value: "", label: "Each profile's own", href: hrefOf({}, null) },
              ...names.map((name) => ({ value: name, label: name, href: hrefOf({}, name) })),
            ]}
          />
          <ExportLinks what="the savings" hrefOf={(format) => viewHref("/api/export/savings", view, { baseline, format })} />
        </div>
      </div>
      {asked !== null && picked === null ? (
        <Caveat label="Unknown baseline">
          The team has no endpoint <strong className="font-semibold text-ink">{asked.slice(0, 200)}</strong> that ever had a price. Shown against each profile&rsquo;s own baseline.
        </Caveat>
      ) : null}
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-12">
        <PanelSlot title="Savings" className={TOTAL}><Total {...common} against={baseline ?? describeOwn(chosen)} baseline={baseline} className={TOTAL} /></PanelSlot>
        <PanelSlot title="From the baseline to what was spent" className={STEPS}><Waterfall {...common} className={STEPS} /></PanelSlot>
        <PanelSlot title="By profile" className={TABLE}><Profiles {...common} profiles={profiles} baseline={baseline} className={TABLE} /></PanelSlot>
      </div>
    </>
  );
}

const TOTAL = "min-h-80 xl:min-h-96 xl:col-span-5";
const STEPS = "min-h-96 xl:col-span-7";
const TABLE = "min-h-60 xl:col-span-12";

/** "openai/gpt-4o", or that each profile has its own. */
function describeOwn(profiles: readonly { baseline: string | null }[]): string {
  const [only, ...others] = new Set(profiles.flatMap(({ baseline }) => baseline ?? []));
  if (others.length > 0) return "each profile's own baseline";
  return only ?? "the profile's baseline";
}
