import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/page-header";
import { PanelSlot } from "@/components/panel-slot";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { ScopeControls } from "@/components/scope-controls";
import { describeScope } from "@/components/scope-line";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listProfiles } from "@/lib/reports/profiles";
import { parseView, prepareScope, type SearchParams, viewHref } from "@/lib/reports/scope";
import { ProfileList } from "./profile-list";

export const metadata: Metadata = { title: "Profiles" };

export default async function ProfilesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const view = parseView(await searchParams, now, team.timeZone);
  const profiles = await listProfiles(getDb(), member.teamId);
  return (
    <>
      <PageHeader title="Profiles" scope={describeScope({ ...view, now })}>
        <ScopeControls {...prepareScopeControls(view, profiles, (change) => viewHref("/profiles", { ...view, ...change }))} />
      </PageHeader>
      {isAllowed(member.role, "change the catalog") ? (
        <p className="mb-4 flex justify-end">
          <Link
            href="/profiles/new"
            data-shortcut="n"
            className="flex h-9 items-center rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong"
          >
            New profile
          </Link>
        </p>
      ) : null}
      <PanelSlot title="Profiles" className="min-h-96">
        <ProfileList member={member} view={view} scope={prepareScope(member.teamId, view, profiles)} />
      </PanelSlot>
    </>
  );
}
