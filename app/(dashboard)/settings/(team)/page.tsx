import type { Metadata } from "next";
import { Panel } from "@/components/panel";
import { Facts } from "@/components/settings/facts";
import { NewTeamForm } from "@/components/settings/new-team-form";
import { TeamForm } from "@/components/settings/team-form";
import { isAllowed } from "@/lib/accounts/permissions";
import { mayCreateTeams } from "@/lib/accounts/team-settings";
import { requireMember } from "@/lib/auth";
import { listTimeZones } from "@/lib/core/time-zones";
import { getDb } from "@/lib/db";
import { createTeam, updateTeam } from "./actions";

export const metadata: Metadata = { title: "Settings" };

export default async function TeamSettingsPage() {
  const { member, team } = await requireMember();
  const mayChange = isAllowed(member.role, "change the team");
  const { slug, name, timeZone } = team;
  const slugFact = { term: "Slug", value: slug, hint: "Its short name on the command line and in configuration files." };
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Panel title="Team" subtitle={mayChange ? "Every change is in the audit log." : `Your role (${member.role}) may see this. An admin or an owner of the team can change it.`}>
        {mayChange ? (
          <>
            <TeamForm key={slug} team={{ name, timeZone }} zones={listTimeZones()} updateTeam={updateTeam.bind(null, team.id)} />
            <div className="mt-4 border-t border-line pt-4"><Facts rows={[slugFact]} /></div>
          </>
        ) : (
          <Facts rows={[{ term: "Name", value: name }, { term: "Time zone", value: timeZone }, slugFact]} />
        )}
      </Panel>
      <Panel title="New team" subtitle="Teams share nothing: each has its own providers, profiles, keys, calls and members.">
        {(await mayCreateTeams(getDb(), member.userId)) ? (
          <NewTeamForm createTeam={createTeam} />
        ) : (
          <p className="text-body text-muted">Who owns a team can create another one. You own none: ask an owner.</p>
        )}
      </Panel>
    </div>
  );
}
