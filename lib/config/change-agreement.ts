import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { endAgreement, upsertAgreement } from "@/lib/catalog/agreements";
import { CatalogError } from "@/lib/catalog/catalog-error";
import type { PricedEndpoint } from "@/lib/catalog/prices";
import { lockCatalog } from "@/lib/catalog/record-change";
import type { Change } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import type { ConfigPrice } from "./schema";
import { toPrice } from "./write-config";

export type GivenAgreement = { endpointId: string; price: ConfigPrice; from: Date; until: Date | null; /** Where it was agreed, for people. */ source: string };

/** Dates a negotiated price of the member's team in advance. @throws NotAllowedError, CatalogError */
export async function saveAgreement(db: Db, member: Member, { endpointId, price, ...terms }: GivenAgreement, now: Date): Promise<Change> {
  requirePermission(member, "change the catalog");
  return db.$transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, member.teamId, endpointId);
    return upsertAgreement(tx, writerOf(member), endpoint, { price: toPrice(price), ...terms }, now);
  });
}

/**
 * Ends a negotiated price of the member's team from a quarter-hour that is still to come; one that begins no sooner is
 * taken back. @throws NotAllowedError, CatalogError
 */
export async function stopAgreement(db: Db, member: Member, { endpointId, id, at }: { endpointId: string; id: string; at: Date }, now: Date): Promise<Change> {
  requirePermission(member, "change the catalog");
  return db.$transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, member.teamId, endpointId);
    return endAgreement(tx, writerOf(member), endpoint, id, at, now);
  });
}

async function lockEndpoint(tx: Transaction, teamId: string, id: string): Promise<PricedEndpoint> {
  await lockCatalog(tx, teamId);
  const endpoint = await tx.endpoint.findUnique({ where: { teamId_id: { teamId, id } }, select: { model: true, provider: { select: { slug: true } } } });
  if (endpoint === null) throw new CatalogError("There is no such endpoint");
  return { id, name: `${endpoint.provider.slug}/${endpoint.model}` };
}
