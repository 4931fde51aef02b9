import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { describePrice, upsertPrice } from "@/lib/catalog/prices";
import { lockCatalog, recordChange } from "@/lib/catalog/record-change";
import type { Values } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import { parseStoredPrice } from "./stored-price";

/**
 * Approves what a feed proposed, which makes it the list price from the next quarter-hour on, or refuses it: then it is
 * not proposed again until the feed says something else.
 * @throws NotAllowedError, CatalogError when somebody has decided it already or it cannot be kept at all
 */
export async function decideProposal(db: Db, member: Member, { id, approved }: { id: string; approved: boolean }, now: Date): Promise<void> {
  requirePermission(member, "change the catalog");
  const { teamId } = member;
  await db.$transaction(async (tx) => {
    await lockCatalog(tx, teamId);
    const where = { teamId_id: { teamId, id } };
    const proposal = await tx.priceProposal.findUnique({ where });
    if (proposal === null || proposal.approved !== null) throw new CatalogError("Somebody has decided this already");
    if (proposal.lapsed) throw new CatalogError("The feed has said something else since: look again");
    const endpoint = await tx.endpoint.findUnique({ where: { teamId_id: { teamId, id: proposal.endpointId } }, include: { provider: true } });
    if (endpoint === null) throw new CatalogError("There is no such endpoint any more");
    const [name, { price, said }] = [`${endpoint.provider.slug}/${endpoint.model}`, parseStoredPrice(proposal.price)];
    if (approved && price === null) throw new CatalogError("This price cannot be kept: enter the right one at the endpoint");
    await tx.priceProposal.update({ where, data: { approved, decidedBy: member.userId, decidedAt: now } });
    if (approved && price) await upsertPrice(tx, writerOf(member), { id: endpoint.id, name }, { price, source: `${proposal.source}, approved`.slice(0, 200), now });
    const before: Values = { source: proposal.source, decision: null, ...(price ? describePrice(price) : { said }) };
    await recordChange(tx, writerOf(member), { kind: "updated", what: "price proposal", name, before, after: { ...before, decision: approved ? "approved" : "refused" } });
  });
}
