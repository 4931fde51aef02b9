import { AccountError, refuseDuplicate } from "@/lib/accounts/account-error";
import { newId, recordChange } from "@/lib/accounts/audit";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { changeOf } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import type { Prisma } from "@/prisma/generated/client";
import type { ScenarioRequest } from "../request-schema";
import { parseRequest } from "../parse-request";
import { describeProblem, describeScenario, FORMAT, keyOf, nameTaken, notThere, readName } from "./saved-scenario";

/** More than a team keeps an overview of. */
const MAX_SCENARIOS = 500;

/**
 * Saves a scenario for the member's team.
 * @param given.id of the one that is overwritten; a new one when left out
 * @returns its id
 * @throws NotAllowedError, AccountError when the name is taken, the scenario gone, or nobody could open it again
 */
export async function saveScenario(db: Db, member: Member, { id: known, name: typed, request }: { id?: string; name: string; request: ScenarioRequest }): Promise<string> {
  requirePermission(member, "save scenarios");
  const { teamId, userId } = member;
  const name = readName(typed);
  const parsed = parseRequest(request);
  if ("problems" in parsed) throw new AccountError(`The scenario cannot be kept as it is (${describeProblem(parsed.problems)})`);
  const id = known ?? newId();
  // A JSON document by its schema; Prisma's type asks for an index signature.
  const document = request as unknown as Prisma.InputJsonObject;
  const written = { name, format: FORMAT, document, updatedBy: userId, updatedAt: new Date() };
  const write = db.$transaction(async (tx) => {
    const former = await tx.savedScenario.findUnique({ where: keyOf(teamId, id) });
    if (former === null && known !== undefined) throw notThere();
    if (former === null && (await tx.savedScenario.count({ where: { teamId } })) >= MAX_SCENARIOS) {
      throw new AccountError(`The team has ${MAX_SCENARIOS} scenarios, which is as many as are kept: delete some first`);
    }
    if (former === null) await tx.savedScenario.create({ data: { teamId, id, createdBy: userId, ...written } });
    else await tx.savedScenario.update({ where: keyOf(teamId, id), data: written });
    await recordChange(tx, writerOf(member), changeOf("scenario", name, former && describeScenario(former.name, former), describeScenario(name, written)));
  });
  await refuseDuplicate(write, nameTaken(name));
  return id;
}
