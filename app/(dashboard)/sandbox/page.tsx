import type { Metadata } from "next";
import Link from "next/link";
import { Caveat } from "@/components/notice";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { ScenarioScope } from "@/components/sandbox/scenario-scope";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { NIL_ID } from "@/lib/core/profile";
import { getDb } from "@/lib/db";
import { listProfiles, type ProfileChoice } from "@/lib/reports/profiles";
import { firstValues, parseView, prepareScope, type SearchParams, type View } from "@/lib/reports/scope";
import { listProfileFigures } from "@/lib/reports/version-figures";
import { readState } from "./read-state";
import { SandboxSlot } from "./sandbox-slot";

export const metadata: Metadata = { title: "Sandbox" };

export default async function SandboxPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const address = firstValues(await searchParams);
  const view = parseView({ range: "30d", ...defined(address) }, new Date(), team.timeZone);
  const profiles = (await listProfiles(getDb(), member.teamId)).filter(({ id, version }) => id !== NIL_ID && version !== null);
  const profile = profiles.find(({ slug }) => slug === view.profile) ?? (await findBusiest(member.teamId, view, profiles));
  const read = readState(address.s);
  return (
    <>
      <PageHeader title="Sandbox" scope="What a profile will cost, and hold, before it goes live.">
        {profile ? <ScenarioScope profile={profile.slug} profiles={profiles.map(({ slug }) => slug)} range={view.preset} /> : null}
      </PageHeader>
      {view.profile !== null && profile && profile.slug !== view.profile ? (
        <Caveat label="Unknown profile">There is no profile <strong className="font-semibold text-ink">{view.profile}</strong> that serves. Shown is {profile.slug}.</Caveat>
      ) : null}
      {"problem" in read ? <Caveat label="The address was not read">{read.problem}</Caveat> : null}
      {profile ? (
        <PanelSlot title="Scenario" className="min-h-128">
          <SandboxSlot member={member} team={team} profile={profile} view={view} given={"state" in read ? read.state : null} replay={address.replay} />
        </PanelSlot>
      ) : (
        <NoProfile mayChange={isAllowed(member.role, "change the catalog")} />
      )}
    </>
  );
}

function NoProfile({ mayChange }: { mayChange: boolean }) {
  return (
    <Panel title="No profile yet">
      <p className="max-w-prose text-body text-muted">
        The sandbox runs a profile through traffic and outages before it serves a call. It needs no history: prices come
        from the catalogue, and what calls are like can be typed.{" "}
        {mayChange ? (
          <Link href="/profiles/new" className="text-brand underline underline-offset-2">Make a profile</Link>
        ) : (
          "Ask an admin or an owner to make a profile."
        )}
      </p>
    </Panel>
  );
}

/** The one with the most calls in the range; the first by name where there are none. */
async function findBusiest(teamId: string, view: View, profiles: readonly ProfileChoice[]): Promise<ProfileChoice | undefined> {
  if (profiles.length < 2) return profiles[0];
  const figures = await listProfileFigures(getDb(), prepareScope(teamId, { ...view, profile: null }, [...profiles]));
  const callsOf = ({ id }: ProfileChoice) => figures.get(id)?.calls.all ?? 0;
  return [...profiles].sort((a, b) => callsOf(b) - callsOf(a))[0];
}

function defined(address: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(address).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
