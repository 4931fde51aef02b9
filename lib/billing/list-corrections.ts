import type { Month } from "@/lib/core/month";
import type { Transaction } from "@/lib/db";
import { usd } from "./amounts";
import type { CorrectionLine } from "./month-report";

/** What was charged to a month for others that were closed before, the earliest first. */
export async function listCorrections(tx: Transaction, teamId: string, inMonth: Month): Promise<{ lines: CorrectionLine[]; sumPico: bigint }> {
  const rows = await tx.correction.findMany({ where: { teamId, inMonth }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  const lines = rows.map(({ id, ofMonth, kind, reason, amountPico, createdAt }): CorrectionLine => ({
    id, ofMonth, kind: kind === "price" ? "price" : "late", reason, amountUsd: usd(BigInt(amountPico.toFixed())), at: createdAt.toISOString(),
  }));
  return { lines, sumPico: rows.reduce((all, { amountPico }) => all + BigInt(amountPico.toFixed()), 0n) };
}
