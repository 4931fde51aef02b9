import { createHash } from "node:crypto";
import type { Month } from "@/lib/core/month";
import type { Transaction } from "@/lib/db";
import { verifyFrozenFocus } from "../focus/frozen/read-frozen";
import type { MonthReport } from "../month-report";
import { canonicalJson } from "./canonical-json";

/** A month as it was closed: `document` is the canonical JSON of `report`, `sha256` of the document's bytes. */
export type ClosedMonth = {
  month: Month;
  version: number;
  zone: string;
  document: string;
  sha256: string;
  closedAt: Date;
  /** A user's id, `operator`, or `calendar`. */
  closedBy: string;
  report: MonthReport;
};

/** A month's closed version. @param version the last one unless given */
export async function findClosedMonth(tx: Transaction, { teamId, month, version }: { teamId: string; month: Month; version?: number }): Promise<ClosedMonth | null> {
  const row = await tx.closedMonth.findFirst({
    where: { teamId, month, ...(version === undefined ? {} : { version }) },
    orderBy: { version: "desc" },
  });
  if (!row) return null;
  const { zone, document, sha256, closedAt, closedBy } = row;
  return { month, version: row.version, zone, document, sha256, closedAt, closedBy, report: JSON.parse(document) as MonthReport };
}

/** In hex. */
export function hashOf(document: string): string {
  return createHash("sha256").update(document, "utf8").digest("hex");
}

/** Whether a closed month is what it was when it was closed. */
export type Verified = {
  month: Month;
  version: number;
  /** As it was kept. */
  sha256: string;
  /** Of the bytes that are kept now. */
  sha256Now: string;
  /** The document, read and written again, has the same bytes: forms that are made of it are of what was closed. */
  isRegenerated: boolean;
  /** Of what FOCUS is made of again; null where nothing of it was kept. */
  focusSha256: string | null;
  isFocusIntact: boolean;
  /** All of it. */
  isIntact: boolean;
};

/** Every version of a closed month, held against its hash bit by bit; none for a month that was never closed. */
export async function verifyClosedMonth(tx: Transaction, { teamId, month }: { teamId: string; month: Month }): Promise<Verified[]> {
  const rows = await tx.closedMonth.findMany({ where: { teamId, month }, orderBy: { version: "asc" } });
  const verified: Verified[] = [];
  for (const { version, document, sha256 } of rows) {
    const focus = await verifyFrozenFocus(tx, { teamId, month, version });
    const [sha256Now, isRegenerated, isFocusIntact] = [hashOf(document), rewrite(document) === document, focus?.isIntact ?? true];
    verified.push({ month, version, sha256, sha256Now, isRegenerated, focusSha256: focus?.sha256 ?? null, isFocusIntact, isIntact: sha256 === sha256Now && isRegenerated && isFocusIntact });
  }
  return verified;
}

function rewrite(document: string): string | null {
  try {
    return canonicalJson(JSON.parse(document));
  } catch {
    return null;
  }
}
