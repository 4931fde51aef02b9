import { createInvitation, revokeInvitation } from "@/lib/accounts/invitations";
import type { Member } from "@/lib/accounts/member";
import { changeRole, leaveTeam, removeMember } from "@/lib/accounts/members";
import { changePassword } from "@/lib/accounts/password-change";
import { renameUser } from "@/lib/accounts/rename-user";
import { revokeOtherSessions, revokeOwnSession } from "@/lib/accounts/session-list";
import { createSession } from "@/lib/accounts/sessions";
import { createTeamOf, updateTeam } from "@/lib/accounts/team-settings";
import type { Db } from "@/lib/db";
import { type ActionEntry, addPerson, ADMINS, EVERYBODY, fresh, now, secret, tellSecret } from "./try-action";

const settingsOf = async (db: Db, of: Member) => {
  const { name, timeZone } = await db.team.findUniqueOrThrow({ where: { id: of.teamId } });
  return { name, timeZone };
};

/** Those of teams, accounts and sessions. */
export const ACCOUNT_ACTIONS: Readonly<Record<string, ActionEntry>> = {
  "settings/(team)#updateTeam": {
    calls: [updateTeam], may: ADMINS, records: ["team.updated"],
    prepare: async (db, of) => {
      const read = await settingsOf(db, of);
      return (by) => updateTeam(db, by, { ...read, name: fresh("Acme") }, read);
    },
  },
  "settings/(team)#createTeam": {
    calls: [createTeamOf], may: ["owner"], records: ["team.created", "member.created"], isOfNoTeam: true,
    prepare: (db) => Promise.resolve((by) => createTeamOf(db, by, { slug: fresh("team"), name: "Another" })),
  },
  "settings/account#renameAccount": {
    calls: [renameUser], may: EVERYBODY, records: ["account.updated"], isOfNoTeam: true,
    prepare: (db) => Promise.resolve((by) => renameUser(db, by.userId, fresh("Ada"))),
  },
  "settings/account#changePassword": {
    // Who has no password here gets as far as the rule: hashing takes its time, and settings.db.test.ts has the rest.
    calls: [changePassword], may: [], records: [], isOfNoTeam: true,
    prepare: (db) => Promise.resolve((by) =>
      changePassword(db, secret, { userId: by.userId, sessionId: "", current: "", next: "canary-password-of-somebody", address: "127.0.0.1" }, now)),
  },
  "settings/sessions#endSession": {
    calls: [revokeOwnSession], may: EVERYBODY, records: ["session.updated"], isOfNoTeam: true,
    prepare: async (db, of) => {
      const { id } = await createSession(db, of.userId, now);
      return (by) => revokeOwnSession(db, by.userId, id, now);
    },
  },
  "settings/sessions#endOtherSessions": {
    calls: [revokeOtherSessions], may: EVERYBODY, records: ["session.updated"], isOfNoTeam: true,
    prepare: async (db, of) => {
      await createSession(db, of.userId, now);
      return async (by) => revokeOtherSessions(db, by.userId, (await createSession(db, by.userId, now)).id, now);
    },
  },
  "team#invite": {
    calls: [createInvitation], may: ADMINS, records: ["invitation.created"],
    prepare: (db) => Promise.resolve(async (by) => tellSecret((await createInvitation(db, by, { email: `${fresh("new")}@example.com`, role: "member" }, now)).token)),
  },
  "team#revokeInvitation": {
    calls: [revokeInvitation], may: ADMINS, records: ["invitation.updated"],
    prepare: async (db, of) => {
      const inviting = await addPerson(db, of.teamId, "owner");
      const { id } = await createInvitation(db, inviting, { email: `${fresh("new")}@example.com`, role: "member" }, now);
      return (by) => revokeInvitation(db, by, id, now);
    },
  },
  "team#changeRole": {
    calls: [changeRole], may: ADMINS, records: ["member.updated"],
    prepare: async (db, of) => {
      const { userId } = await addPerson(db, of.teamId, "viewer");
      return (by) => changeRole(db, by, userId, "member");
    },
  },
  "team#removeMember": {
    calls: [removeMember], may: ADMINS, records: ["member.removed"],
    prepare: async (db, of) => {
      const { userId } = await addPerson(db, of.teamId, "member");
      return (by) => removeMember(db, by, userId);
    },
  },
  "team#leaveTeam": {
    calls: [leaveTeam], may: EVERYBODY, records: ["member.removed"],
    prepare: (db) => Promise.resolve((by) => leaveTeam(db, by)),
  },
};
