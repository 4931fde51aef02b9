import { refuseDuplicate } from "@/lib/accounts/account-error";
import { recordChange } from "@/lib/accounts/audit";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { changeOf } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import { describeScenario, keyOf, nameTaken, notThere, readName } from "./saved-scenario";

/** @throws NotAllowedError, AccountError when the name is taken or the scenario gone */
export async function renameScenario(db: Db, member: Member, { id, name: typed }: { id: string; name: string }): Promise<void> {
  requirePermission(member, "save scenarios");
  const { teamId, userId } = member;
  const name = readName(typed);
  const where = keyOf(teamId, id);
  const write = db.$transaction(async (tx) => {
    const former = await tx.savedScenario.findUnique({ where });
    if (former === null) throw notThere();
    await tx.savedScenario.update({ where, data: { name, updatedBy: userId, updatedAt: new Date() } });
    await recordChange(tx, writerOf(member), changeOf("scenario", name, describeScenario(former.name, former), describeScenario(name, former)));
  });
  await refuseDuplicate(write, nameTaken(name));
}
