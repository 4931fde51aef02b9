import { type Change, changeOf, removalOf, type Values, type Writer } from "@/lib/core/change";
import { nextQuarter, QUARTER_MS } from "@/lib/core/period";
import type { Price } from "@/lib/core/price";
import { priceFromRow, priceToRow, simplifyPrice } from "@/lib/core/price-row";
import type { Transaction } from "@/lib/db";
import { CatalogError } from "./catalog-error";
import { describePrice, type PricedEndpoint, writePrice } from "./prices";
import { newId, recordChange } from "./record-change";

const WHAT = "agreed price";

/** A price that was agreed with the team for an endpoint: it wins over the list while it lasts. */
export type Agreement = {
  price: Price;
  /** Both on a quarter-hour; null for one without an end. */
  from: Date;
  until: Date | null;
  /** Where it was agreed, for people. */
  source: string;
};

/**
 * Writes an agreement, named by its endpoint and when it begins. One that is still to come is replaced; one that has
 * begun can only be ended earlier than it would.
 * @throws CatalogError for one that would reach into the past
 */
export async function upsertAgreement(tx: Transaction, writer: Writer, endpoint: PricedEndpoint, { price: given, from, until, source }: Agreement, now: Date): Promise<Change> {
  const price = priceFromRow(priceToRow(simplifyPrice(given)));
  const of = { teamId: writer.teamId, endpointId: endpoint.id, kind: "negotiated" as const };
  const known = await tx.price.findUnique({ where: { teamId_endpointId_kind_validFrom: { ...of, validFrom: from } }, include: { steps: true } });
  const before = known && describeAgreement(priceFromRow(known), known.validFrom, known.validUntil);
  const change = changeOf(WHAT, endpoint.name, before, describeAgreement(price, from, until));
  if (change.kind === "unchanged") return change;
  requireQuarters(from, until);
  if (known === null || known.validFrom > now) {
    requireFuture(from, "begins", now);
    if (known) await tx.price.delete({ where: { teamId_id: { teamId: writer.teamId, id: known.id } } });
    await writePrice(tx, { ...of, id: newId(), validFrom: from, validUntil: until, source }, price);
    return recordChange(tx, writer, change);
  }
  if (JSON.stringify(describePrice(priceFromRow(known))) !== JSON.stringify(describePrice(price))) {
    throw new CatalogError(`the agreed price of ${endpoint.name} from ${words(from)} has begun and is never edited: end it, and add another from then on`);
  }
  await shorten(tx, writer, known, until, now);
  return recordChange(tx, writer, change);
}

/**
 * Ends an agreement at a quarter-hour that is still to come. One that begins no sooner than that is taken back whole.
 * @throws CatalogError when there is none of this id, or it would end in the past or later than it does
 */
export async function endAgreement(tx: Transaction, writer: Writer, endpoint: PricedEndpoint, id: string, at: Date, now: Date): Promise<Change> {
  const known = await tx.price.findUnique({ where: { teamId_id: { teamId: writer.teamId, id } }, include: { steps: true } });
  if (known?.kind !== "negotiated" || known.endpointId !== endpoint.id) throw new CatalogError(`${endpoint.name} has no such agreed price`);
  requireQuarters(at, null);
  const price = priceFromRow(known);
  const before = describeAgreement(price, known.validFrom, known.validUntil);
  if (at <= known.validFrom && known.validFrom > now) {
    await tx.price.delete({ where: { teamId_id: { teamId: writer.teamId, id } } });
    return recordChange(tx, writer, removalOf(WHAT, endpoint.name, before));
  }
  const change = changeOf(WHAT, endpoint.name, before, describeAgreement(price, known.validFrom, at));
  if (change.kind !== "unchanged") await shorten(tx, writer, known, at, now);
  return recordChange(tx, writer, change);
}

async function shorten(tx: Transaction, { teamId }: Writer, { id, validUntil }: { id: string; validUntil: Date | null }, until: Date | null, now: Date): Promise<void> {
  const later = validUntil !== null && (until === null || until > validUntil);
  if (until === null || later) throw new CatalogError("an agreed price that has begun can only be ended earlier: add another one from its end on");
  if (validUntil !== null && validUntil <= now) throw new CatalogError("an agreed price that has ended stays as it was");
  requireFuture(until, "ends", now);
  await tx.price.update({ where: { teamId_id: { teamId, id } }, data: { validUntil: until } });
}

function requireQuarters(from: Date, until: Date | null): void {
  if ([from, until].some((at) => at !== null && at.getTime() % QUARTER_MS !== 0)) {
    throw new CatalogError("an agreed price begins and ends on a quarter-hour, such as 14:00 or 14:15");
  }
  if (until !== null && until <= from) throw new CatalogError("an agreed price must end after it begins");
}

function requireFuture(at: Date, verb: "begins" | "ends", now: Date): void {
  const first = nextQuarter(now);
  if (at >= first) return;
  throw new CatalogError(`an agreed price ${verb} at ${words(first)} at the earliest: calls until then keep the price that they were charged at`);
}

function describeAgreement(price: Price, from: Date, until: Date | null): Values {
  return { ...describePrice(price), from: from.toISOString(), until: until && until.toISOString() };
}

function words(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
