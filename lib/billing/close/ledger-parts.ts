import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import { listLines } from "../month-lists";
import { readMonthNames } from "../month-names";
import { listMonthAttempts, listMonthCalls } from "../month-rows";
import { type CorrectionPart, partOf } from "./correction-parts";

/** What the ledger says of a range now, at the finest grain that is kept of a closed month. */
export async function readLedgerParts(tx: Transaction, teamId: string, range: Range): Promise<CorrectionPart[]> {
  const attempts = await listMonthAttempts(tx, teamId, range);
  const calls = await listMonthCalls(tx, teamId, range);
  return listLines(attempts, await readMonthNames(tx, teamId, calls, range.to)).map(partOf);
}
