import { openFocus } from "@/lib/billing/focus/open-focus";
import { readCharges, readExceptions } from "@/lib/billing/focus/render-focus";
import { addMonths } from "@/lib/core/month";
import type { Db } from "@/lib/db";

/** Amounts in pico-USD, and attempts of unknown cost. */
type Books = { pico: bigint; unknown: number };

/** What the files of a run of months say together: the same as the rows, in whatever zone, unless something waits for the job. */
export async function addUpFocus(db: Db, teamId: string, months: { first: string; count: number }, now: Date): Promise<Books> {
  const books: Books = { pico: 0n, unknown: 0 };
  for (let index = 0; index < months.count; index++) {
    const source = await openFocus(db, { teamId, month: addMonths(months.first, index), now });
    if (!source) throw new Error("there is no export");
    for await (const { contractedPico } of readCharges(source)) books.pico += contractedPico;
    for await (const { attempts } of readExceptions(source)) books.unknown += attempts;
  }
  return books;
}

/** What they should say: every attempt of the ledger by its row, and every price that was corrected. */
export async function addUpRows(db: Db, teamId: string): Promise<Books> {
  const attempts = await db.attempt.findMany({ where: { teamId }, select: { costPico: true, basis: true } });
  const prices = await db.correction.findMany({ where: { teamId, kind: "price" }, select: { amountPico: true } });
  return {
    pico: attempts.reduce((all, { costPico }) => all + (costPico ?? 0n), 0n) + prices.reduce((all, { amountPico }) => all + BigInt(amountPico.toFixed()), 0n),
    unknown: attempts.filter(({ basis }) => basis === "unknown").length,
  };
}
