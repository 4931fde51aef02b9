import { type Member, requirePermission } from "@/lib/accounts/member";
import type { Db } from "@/lib/db";
import type { ScenarioRequest } from "../request-schema";
import { notThere, readDocument } from "./saved-scenario";

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A scenario of the member's team. @throws NotAllowedError, AccountError when it is not there, or cannot be read by this version */
export async function getScenario(db: Db, member: Member, id: string): Promise<{ id: string; name: string; request: ScenarioRequest }> {
  requirePermission(member, "read the ledger");
  const row = UUID.test(id) ? await db.savedScenario.findUnique({ where: { teamId_id: { teamId: member.teamId, id } } }) : null;
  if (row === null) throw notThere();
  return { id, name: row.name, request: readDocument(row) };
}
