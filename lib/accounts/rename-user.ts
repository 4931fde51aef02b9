import { changeOf } from "@/lib/core/change";
import { labelProblem } from "@/lib/core/name";
import type { Db } from "@/lib/db";
import { AccountError } from "./account-error";
import { recordOwnChange } from "./record-own-change";

/** Changes by what name a person is shown. @throws AccountError */
export async function renameUser(db: Db, userId: string, given: string): Promise<void> {
  const name = given.trim();
  const problem = labelProblem(name);
  if (problem !== null) throw new AccountError(`Your name ${problem}`);
  await db.$transaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true, name: true } });
    await tx.user.update({ where: { id: userId }, data: { name } });
    await recordOwnChange(tx, userId, changeOf("account", before.email, { name: before.name }, { name }));
  });
}
