import type { Db } from "@/lib/db";
import type { Account } from "@/bench/upstream";
import { OURS } from "./subjects";

/** Pico-USD a token: of 0.59 and 0.79 USD a million. */
const PROMPT_PICO = 590_000n;
const COMPLETION_PICO = 790_000n;

/** What the ledger has beside what the upstream itself says it has served and refused. */
export type Books = {
  /** Served or refused, and in no row. Below zero: rows of nothing. */
  lostAttempts: number;
  /** Answered to the load, and in no row. */
  lostCalls: number;
  /** The ledger's sum less the upstream's, in pico-USD; of the rows, and of their rollups. */
  differencePico: { rows: bigint; rollups: bigint };
};

/** @param answered how many whole answers the load has had from us */
export async function compareBooks(db: Db, accounts: Record<string, Account>, answered: number): Promise<Books> {
  const own = Object.entries(accounts).filter(([asker]) => asker.startsWith(`${OURS}-`)).map(([, account]) => account);
  const sum = (of: (account: Account) => number) => own.reduce((total, account) => total + of(account), 0);
  const owedPico = BigInt(sum((account) => account.promptTokens)) * PROMPT_PICO + BigInt(sum((account) => account.completionTokens)) * COMPLETION_PICO;
  const [attempts, calls] = [await db.attempt.count(), await db.call.count({ where: { outcome: "served" } })];
  return {
    lostAttempts: sum(({ served, refused }) => served + refused) - attempts,
    lostCalls: answered - calls,
    differencePico: { rows: (await sumPico(db, "attempts")) - owedPico, rollups: (await sumPico(db, "attempt_rollups")) - owedPico },
  };
}

async function sumPico(db: Db, table: "attempts" | "attempt_rollups"): Promise<bigint> {
  const [row] = await db.$queryRawUnsafe<{ sum: string }[]>(`SELECT coalesce(sum(cost_pico), 0)::text AS sum FROM ${table}`);
  return BigInt(row?.sum ?? 0);
}
