import { randomBytes } from "node:crypto";
import { auditRow, type Change, type Writer } from "@/lib/core/change";
import { uuidv7 } from "@/lib/core/uuidv7";
import type { Transaction } from "@/lib/db";

/** A new id for a row of today. */
export function newId(): string {
  return uuidv7(Date.now(), randomBytes(10));
}

/** Writes the change to the audit log, in the transaction that made it; nothing for an unchanged thing. */
export async function recordChange(tx: Transaction, writer: Writer, change: Change): Promise<void> {
  if (change.kind !== "unchanged") await tx.auditEntry.create({ data: auditRow(newId(), writer, change) });
}
