import { randomBytes } from "node:crypto";
import { auditRow, type Change, type Writer } from "@/lib/core/change";
import { uuidv7 } from "@/lib/core/uuidv7";
import type { Transaction } from "@/lib/db";

/** A new id for a row of the catalog. */
export function newId(): string {
  return uuidv7(Date.now(), randomBytes(10));
}

/** Writes the change to the audit log, in the transaction that made it; nothing for an unchanged thing. */
export async function recordChange(tx: Transaction, writer: Writer, change: Change): Promise<Change> {
  if (change.kind !== "unchanged") await tx.auditEntry.create({ data: auditRow(newId(), writer, change) });
  return change;
}

/** Lets one writer at a time change a team's catalog, until the end of the transaction. */
export async function lockCatalog(tx: Transaction, teamId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`routeledger.catalog.${teamId}`}, 0))`;
}
