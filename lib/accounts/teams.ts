import { changeOf, OPERATOR } from "@/lib/core/change";
import { labelProblem, slugProblem } from "@/lib/core/name";
import type { Db, Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { AccountError, refuseDuplicate } from "./account-error";
import { newId, recordChange } from "./audit";

export type Team = { id: string; slug: string; name: string; demo: boolean; /** An IANA name. */ timeZone: string };
export type TeamOfUser = Team & { role: Role };

const FIELDS = { id: true, slug: true, name: true, demo: true, timeZone: true } as const;

export type NewTeam = { slug: string; name: string; demo?: boolean };

/** Makes a team from the command line. @throws AccountError for a slug that is taken or malformed */
export function createTeam(db: Db, team: NewTeam): Promise<Team> {
  return db.$transaction((tx) => writeTeam(tx, OPERATOR, team));
}

/**
 * The same, as a part of the caller's transaction.
 * @param actor a user's id, or OPERATOR
 */
export async function writeTeam(tx: Transaction, actor: string, { slug, name, demo = false }: NewTeam): Promise<Team> {
  const [slugFault, nameFault] = [slugProblem(slug), labelProblem(name)];
  if (slugFault !== null) throw new AccountError(`The slug of a team ${slugFault}`);
  if (nameFault !== null) throw new AccountError(`The name of a team ${nameFault}`);
  const created: Team = { id: newId(), slug, name, demo, timeZone: "UTC" };
  const { id: teamId, ...values } = created;
  await refuseDuplicate(tx.team.create({ data: created }), `There is already a team with the slug ${slug}`);
  await recordChange(tx, { teamId, actor }, changeOf("team", slug, null, values));
  return created;
}

/** All teams but those of drills, by slug. */
export function listTeams(db: Transaction): Promise<Team[]> {
  return db.team.findMany({ where: { drillOf: null }, select: FIELDS, orderBy: { slug: "asc" } });
}

/** The teams that a person is a member of, teams of their own before the demonstration, then by slug. */
export async function listTeamsOfUser(db: Transaction, userId: string): Promise<TeamOfUser[]> {
  const rows = await db.member.findMany({
    where: { userId },
    select: { role: true, team: { select: FIELDS } },
    orderBy: [{ team: { demo: "asc" } }, { team: { slug: "asc" } }],
  });
  return rows.map(({ role, team }) => ({ ...team, role }));
}
