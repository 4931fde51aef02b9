import { type Member, requirePermission } from "@/lib/accounts/member";
import type { Db } from "@/lib/db";
import type { ScenarioRequest } from "../request-schema";
import { keyOf, readDocument } from "./saved-scenario";

/** A scenario of the member's team; null when it is not there. @throws NotAllowedError, AccountError when this version cannot read it */
export async function findScenario(db: Db, member: Member, id: string): Promise<{ id: string; name: string; request: ScenarioRequest } | null> {
  requirePermission(member, "read the ledger");
  const row = await db.savedScenario.findUnique({ where: keyOf(member.teamId, id) });
  return row && { id, name: row.name, request: readDocument(row) };
}
