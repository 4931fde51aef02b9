import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { upsertPrice } from "@/lib/catalog/prices";
import { lockCatalog } from "@/lib/catalog/record-change";
import type { Change } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import type { ConfigPrice } from "./schema";
import { StaleChangeError } from "./stale-change";
import { toPrice } from "./write-config";

export type GivenPrice = {
  endpointId: string;
  price: ConfigPrice;
  /** Where it was read, for people. */
  source: string;
  /** The id of the last list price that the person saw, in force or to come; empty for none. */
  read: string;
};

/**
 * Sets a list price of the member's team: the first from the quarter-hour that has begun, a change from the next one. Prices
 * that were in force are never touched.
 * @returns the change, whose `after` says from when it is in force
 * @throws NotAllowedError, CatalogError (StaleChangeError when another price was set meanwhile)
 */
export async function savePrice(db: Db, member: Member, { endpointId, price, source, read }: GivenPrice, now: Date): Promise<Change> {
  requirePermission(member, "change the catalog");
  const { teamId } = member;
  return db.$transaction(async (tx) => {
    await lockCatalog(tx, teamId);
    const endpoint = await tx.endpoint.findUnique({
      where: { teamId_id: { teamId, id: endpointId } },
      select: { model: true, provider: { select: { slug: true } }, prices: { where: { kind: "list" }, orderBy: { validFrom: "desc" }, take: 1 } },
    });
    if (endpoint === null) throw new CatalogError("There is no such endpoint");
    const name = `${endpoint.provider.slug}/${endpoint.model}`;
    const [latest] = endpoint.prices;
    if ((latest?.id ?? "") !== read) {
      throw new StaleChangeError(`The price of ${name}`, { from: latest?.validFrom.toISOString() ?? null, source: latest?.source ?? null });
    }
    return upsertPrice(tx, writerOf(member), { id: endpointId, name }, { price: toPrice(price), source, now });
  });
}
