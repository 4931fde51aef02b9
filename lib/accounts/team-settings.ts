import { changeOf } from "@/lib/core/change";
import { labelProblem } from "@/lib/core/name";
import { findTimeZone } from "@/lib/core/time-zones";
import type { Db } from "@/lib/db";
import { AccountError } from "./account-error";
import { recordChange } from "./audit";
import { type Member, NotAllowedError, requirePermission, writerOf } from "./member";
import { writeMember } from "./members";
import { isAllowed } from "./permissions";
import { type Team, writeTeam } from "./teams";

/** What a team's admins may change of it. */
export type TeamSettings = { name: string; /** An IANA name. */ timeZone: string };

/** A field of the settings that cannot be what was typed. */
export class TeamSettingsError extends AccountError {
  override name = "TeamSettingsError";
  readonly field: keyof TeamSettings;

  constructor(field: keyof TeamSettings, message: string) {
    super(message);
    this.field = field;
  }
}

/** Somebody else changed the settings since they were read. */
export class StaleTeamError extends AccountError {
  override name = "StaleTeamError";
  readonly current: TeamSettings;

  constructor(current: TeamSettings) {
    super(`Meanwhile somebody else saved the name “${current.name}” and the time zone ${current.timeZone}`);
    this.current = current;
  }
}

/**
 * Changes the settings of the member's team.
 * @param read as they were when the member began to edit them
 * @returns as they are now
 * @throws NotAllowedError, TeamSettingsError, StaleTeamError
 */
export async function updateTeam(db: Db, member: Member, given: TeamSettings, read: TeamSettings): Promise<TeamSettings> {
  requirePermission(member, "change the team");
  const next = checkSettings(given);
  return db.$transaction(async (tx) => {
    const { count } = await tx.team.updateMany({ where: { id: member.teamId, name: read.name, timeZone: read.timeZone }, data: next });
    const { slug, ...current } = await tx.team.findUniqueOrThrow({
      where: { id: member.teamId },
      select: { slug: true, name: true, timeZone: true },
    });
    const isSaved = current.name === next.name && current.timeZone === next.timeZone;
    if (!isSaved) throw new StaleTeamError(current);
    // The same form sent twice finds its own values, and has nothing to record.
    if (count > 0) await recordChange(tx, writerOf(member), changeOf("team", slug, { name: read.name, timeZone: read.timeZone }, next));
    return next;
  });
}

function checkSettings({ name: givenName, timeZone: givenZone }: TeamSettings): TeamSettings {
  const name = givenName.trim();
  const problem = labelProblem(name);
  if (problem !== null) throw new TeamSettingsError("name", `The name of a team ${problem}`);
  const timeZone = findTimeZone(givenZone);
  if (timeZone === null) throw new TeamSettingsError("timeZone", "There is no such time zone: take one of the list, such as Europe/Berlin");
  return { name, timeZone };
}

/** Whether a person may make teams: who owns one may make another. */
export async function mayCreateTeams(db: Db, userId: string): Promise<boolean> {
  const memberships = await db.member.findMany({ where: { userId }, select: { role: true } });
  return memberships.some(({ role }) => isAllowed(role, "create teams"));
}

/**
 * Makes a team whose owner is the member who asks.
 * @throws NotAllowedError, AccountError for a slug that is taken or malformed
 */
export async function createTeamOf(db: Db, { userId, role }: Member, team: { slug: string; name: string }): Promise<Team> {
  if (!(await mayCreateTeams(db, userId))) throw new NotAllowedError(role, "create teams");
  return db.$transaction(async (tx) => {
    const created = await writeTeam(tx, userId, team);
    await writeMember(tx, { teamId: created.id, userId, role: "owner" }, userId, "owner");
    return created;
  });
}
