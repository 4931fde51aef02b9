import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LoadedBudget } from "@/lib/accounts/budgets/load-budgets";
import type { Db } from "@/lib/db";
import { Budgets } from "./budgets";

const NOON = Date.UTC(2026, 10, 23, 12);
const SUBJECT = { teamId: "t", profileSlug: "p", apiKeyId: "k", memberId: "m", tags: {} };

/** A ledger in which every team has spent 600 early this month, and which answers when it is told to. */
class Books {
  isAway = false;
  private readonly waiting: (() => void)[] = [];
  readonly db = {
    $transaction: (read: (tx: unknown) => Promise<unknown>) => new Promise((resolve, reject) => {
      this.waiting.push(() => {
        if (this.isAway) reject(new Error("away"));
        else resolve(read({ $queryRaw: (_text: unknown, ids: string[], _teams: unknown, since: Date) => Promise.resolve(spentBy(ids, since)) }));
      });
    }),
  } as unknown as Db;

  async answer(): Promise<void> {
    for (const reply of this.waiting.splice(0)) reply();
    await vi.advanceTimersByTimeAsync(0);
  }
}

function spentBy(ids: readonly string[], since: Date) {
  const bucket = new Date(NOON - 10 * 86_400_000);
  return bucket < since ? [] : ids.map((id) => ({ id, bucket, pico: "600" }));
}

const budgetOf = (id: string, action: LoadedBudget["action"] = "stop"): LoadedBudget => ({
  id, name: id, teamId: "t", scope: "team", subject: "", mark: "", amountPico: 1_000n, period: "month", rolling: false, thresholds: [], action, timeZone: "UTC",
});

describe("the budgets of a gateway", () => {
  let books: Books;
  let budgets: Budgets;
  beforeEach(() => {
    vi.useFakeTimers({ now: NOON });
    books = new Books();
    budgets = new Budgets({ db: books.db, share: 1, log: () => undefined });
  });
  afterEach(async () => {
    const closed = budgets.close();
    await books.answer();
    await closed;
    vi.useRealTimers();
  });
  const configure = (...list: LoadedBudget[]) => {
    budgets.configure(new Map([["t", list]]));
  };
  const allowance = () => budgets.openPurse(SUBJECT, NOON)?.allowance(NOON);

  it("read all of a period for one that is made while others are being read", async () => {
    configure(budgetOf("a"));
    configure(budgetOf("a"), { ...budgetOf("b"), amountPico: 900n });
    await books.answer();
    await books.answer();
    expect(allowance()).toBe(300n);
  });

  it("leave nothing of one that is made while the ledger cannot be read, and what they knew of the others", async () => {
    configure(budgetOf("a"));
    await books.answer();
    books.isAway = true;
    configure(budgetOf("a"), budgetOf("b"));
    await books.answer();
    expect(allowance()).toBe(0n);
    configure(budgetOf("a"));
    expect(allowance()).toBe(400n);
    configure(budgetOf("a"), budgetOf("b"));
    await books.answer();
    books.isAway = false;
    await vi.advanceTimersByTimeAsync(2_000);
    await books.answer();
    expect(allowance()).toBe(400n);
  });
});
