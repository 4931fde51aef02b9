import { recordChange } from "@/lib/accounts/audit";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { removalOf } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import { describeScenario, keyOf, notThere } from "./saved-scenario";

/** @throws NotAllowedError, AccountError when it is gone already */
export async function deleteScenario(db: Db, member: Member, id: string): Promise<void> {
  requirePermission(member, "save scenarios");
  const where = keyOf(member.teamId, id);
  await db.$transaction(async (tx) => {
    const former = await tx.savedScenario.findUnique({ where });
    if (former === null) throw notThere();
    await tx.savedScenario.delete({ where });
    await recordChange(tx, writerOf(member), removalOf("scenario", former.name, describeScenario(former.name, former)));
  });
}
