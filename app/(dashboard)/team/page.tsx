import type { Metadata } from "next";
import { plural } from "@/components/counts";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelBoundary } from "@/components/panel-boundary";
import { PanelGroup } from "@/components/panel-group";
import { InvitationsTable } from "@/components/team/invitations-table";
import { InviteForm } from "@/components/team/invite-form";
import { MembersTable } from "@/components/team/members-table";
import { PermissionsTable } from "@/components/team/permissions-table";
import { preparePeople } from "@/components/team/prepare-people";
import { listInvitations } from "@/lib/accounts/invitations";
import { listPeople } from "@/lib/accounts/list-people";
import { isAllowed, listPermissions, ROLES } from "@/lib/accounts/permissions";
import { requireMember, type SignedIn } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { changeRole, invite, leaveTeam, removeMember, revokeInvitation } from "./actions";

export const metadata: Metadata = { title: "Team" };

const MEMBERS_CLASS = "min-h-66 sm:min-h-36 xl:col-span-2";

export default async function TeamPage() {
  const signedIn = await requireMember();
  const { member, team } = signedIn;
  const may = permissionsOf(signedIn);
  return (
    <>
      <PageHeader title="Team" scope={`Who belongs to ${team.name}. Times in ${team.timeZone}.`} />
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <PanelGroup waiting={[{ title: "Members", className: MEMBERS_CLASS }]}>
          <PanelBoundary title="Members" className={MEMBERS_CLASS}><MembersPanel {...signedIn} /></PanelBoundary>
          {may.manage ? (
            <Panel title="Invite" subtitle="By a link that works once, within 7 days, for this e-mail alone.">
              <InviteForm roles={may.manageOwners ? ROLES : ROLES.filter((role) => role !== "owner")} invite={invite.bind(null, team.id)} />
            </Panel>
          ) : (
            <Panel title="Invite">
              <p className="text-body text-muted">Your role ({member.role}) may see who is here. Admins and owners invite people, change roles and remove members.</p>
            </Panel>
          )}
          <PanelBoundary title="Open invitations" className="min-h-28"><InvitationsPanel {...signedIn} /></PanelBoundary>
          <Panel title="What each role may do" subtitle="Roles are of this team alone: elsewhere a person may have another." className="xl:col-span-2">
            <PermissionsTable roles={ROLES} permissions={listPermissions()} />
          </Panel>
        </PanelGroup>
      </div>
    </>
  );
}

function permissionsOf({ member: { role } }: SignedIn) {
  return { manage: isAllowed(role, "manage members"), manageOwners: isAllowed(role, "manage owners") };
}

async function MembersPanel(signedIn: SignedIn) {
  const { member, team } = signedIn;
  const people = await withTimeLimit(listPeople(getDb(), member, new Date()));
  const may = permissionsOf(signedIn);
  const viewer = { userId: member.userId, mayManage: may.manage, mayManageOwners: may.manageOwners };
  const actions = {
    changeRole: changeRole.bind(null, team.id), removeMember: removeMember.bind(null, team.id), leaveTeam: leaveTeam.bind(null, team.id),
  };
  return (
    <Panel title="Members" subtitle={`${plural(people.length, "person", "people")}, in the order in which they came.`} className={MEMBERS_CLASS}>
      <MembersTable people={preparePeople(people, viewer, ROLES)} team={team.name} zone={team.timeZone} actions={actions} />
    </Panel>
  );
}

async function InvitationsPanel(signedIn: SignedIn) {
  const { member, team } = signedIn;
  const invitations = await withTimeLimit(listInvitations(getDb(), member, new Date()));
  const may = permissionsOf(signedIn);
  const rows = invitations.map((row) => ({ ...row, mayRevoke: may.manage && (row.role !== "owner" || may.manageOwners) }));
  return (
    <Panel title="Open invitations" subtitle="Sent, and not accepted yet." className="min-h-28">
      {rows.length === 0 ? (
        <p className="py-4 text-body text-muted">None.</p>
      ) : (
        <InvitationsTable invitations={rows} zone={team.timeZone} revokeInvitation={revokeInvitation.bind(null, team.id)} />
      )}
    </Panel>
  );
}
