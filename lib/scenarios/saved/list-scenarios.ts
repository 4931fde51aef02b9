import { type Member, requirePermission } from "@/lib/accounts/member";
import type { Db } from "@/lib/db";
import type { ScenarioNote } from "./saved-scenario";

/** The team's scenarios, by name. @throws NotAllowedError */
export async function listScenarios(db: Db, member: Member): Promise<ScenarioNote[]> {
  requirePermission(member, "read the ledger");
  const select = { id: true, name: true, updatedBy: true, updatedAt: true };
  const rows = await db.savedScenario.findMany({ where: { teamId: member.teamId }, select, orderBy: { name: "asc" } });
  const ids = [...new Set(rows.map(({ updatedBy }) => updatedBy))].filter((by) => by.includes("-"));
  const people = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...row, updatedBy: names.get(row.updatedBy) ?? row.updatedBy }));
}
