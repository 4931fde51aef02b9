import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { CompareVersions } from "@/components/profiles/compare-versions";
import { ProfileTabs } from "@/components/profiles/profile-tabs";
import { requireMember } from "@/lib/auth";
import { listProfileVersions, listPublished } from "@/lib/catalog/profile-versions";
import { getDb } from "@/lib/db";
import { firstValues, parseView, type SearchParams } from "@/lib/reports/scope";
import { findChanges } from "./find-changes";
import { VersionsPanel } from "./versions-panel";

type VersionsPageProps = { params: Promise<{ slug: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: VersionsPageProps): Promise<Metadata> {
  return { title: `Versions of ${(await params).slug}` };
}

export default async function VersionsPage({ params, searchParams }: VersionsPageProps) {
  const { member, team } = await requireMember();
  const { slug } = await params;
  const asked = await searchParams;
  const [profile] = await listPublished(getDb(), member.teamId, slug);
  if (!profile) notFound();
  const versions = await listProfileVersions(getDb(), member.teamId, slug);
  const view = parseView(asked, new Date(), team.timeZone);
  const { base, other, restored } = firstValues(asked);
  const numbers = versions.map(({ version }) => version);
  const choose = (text: string | undefined, standard: number) => numbers.find((version) => String(version) === text) ?? standard;
  const to = choose(other, profile.version);
  const from = choose(base, numbers.find((version) => version < to) ?? to);
  return (
    <>
      <PageHeader title={slug} scope={`Version ${profile.version} serves. Figures are of each version's whole life. Times in ${view.zone}.`}>
        <ProfileTabs slug={slug} current="versions" />
      </PageHeader>
      {restored === String(profile.version) ? <p role="status" className="mb-4 text-body text-ink">Version {profile.version} serves again: calls follow it from now on.</p> : null}
      <div className="grid grid-cols-1 gap-4">
        <PanelSlot title="Versions" className="min-h-48">
          <VersionsPanel member={member} slug={slug} versions={versions} current={profile.version} view={view} />
        </PanelSlot>
        <Panel title="Difference" subtitle="What one version says differently from another.">
          <CompareVersions versions={numbers} base={from} other={to} changes={await findChanges(member.teamId, slug, from, to)} />
        </Panel>
      </div>
    </>
  );
}
