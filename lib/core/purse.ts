import type { BudgetAccount, Moment, Reservation } from "./budget-account";
import type { Pico } from "./money";

/** Which budget stands in the way of an attempt. */
export type Shortage = {
  account: BudgetAccount;
  /** The most that the attempt could cost; null when nobody can say. */
  needPico: Pico | null;
  leftPico: Pico;
  /** When there is room for it at the latest, if nothing else is spent; null is never. */
  resetsAtMs: number | null;
  /** Only attempts that are under way stand in its way: what they leave over is free when they end. */
  isSoonFree: boolean;
};

/** What one attempt holds of every budget that applies to it. */
export type Fare = readonly { account: BudgetAccount; reservation: Reservation }[];

/** What a call has spent of one budget and is not in the ledger's sums yet. */
export type Due = { account: BudgetAccount; quarterMs: number; pico: Pico };

/** All budgets that apply to one call, from its first attempt to its record. All of them must admit an attempt. */
export class Purse {
  private readonly dues = new Map<BudgetAccount, Due>();

  constructor(
    private readonly accounts: readonly BudgetAccount[],
    private readonly startedAtMs: number,
  ) {}

  /** What the tightest budget that stops calls has left; null when none does. */
  allowance(nowMs: number): Pico | null {
    const moment = this.at(nowMs);
    let least: Pico | null = null;
    for (const account of this.accounts) {
      if (account.terms.action !== "stop") continue;
      const { leftPico } = account.standing(moment);
      if (least === null || leftPico < least) least = leftPico;
    }
    return least;
  }

  /** Which budget an attempt of this bound could go over, the one with the least left if several; null when there is room in all. */
  findShortage(needPico: Pico | null, nowMs: number): Shortage | null {
    const moment = this.at(nowMs);
    let found: Shortage | null = null;
    for (const account of this.accounts) {
      if (account.terms.action !== "stop") continue;
      const { leftPico, spentPico, reservedPico } = account.standing(moment);
      if (needPico !== null && needPico <= leftPico) continue;
      if (found && found.leftPico <= leftPico) continue;
      const isSoonFree = needPico !== null && reservedPico > 0n && spentPico + needPico <= account.terms.amountPico;
      found = { account, needPico, leftPico, isSoonFree, resetsAtMs: needPico === null ? null : account.resetsAtMs(needPico, moment) };
    }
    return found;
  }

  /** A budget that is spent and leaves calls their cheaper tiers; null when there is none. */
  findCheaper(nowMs: number): BudgetAccount | null {
    const moment = this.at(nowMs);
    return this.accounts.find((account) => account.terms.action === "cheaper" && account.standing(moment).leftPico === 0n) ?? null;
  }

  /** Holds the bound of one attempt in every budget. */
  reserve(pico: Pico, nowMs: number): Fare {
    const moment = this.at(nowMs);
    return this.accounts.map((account) => ({ account, reservation: account.reserve(pico, moment) }));
  }

  /** @param costPico what the attempt cost; null is not known, and what was held stays held */
  settle(fare: Fare, costPico: Pico | null): void {
    for (const { account, reservation } of fare) {
      const pico = account.settle(reservation, costPico);
      if (pico === 0n) continue;
      const due = this.dues.get(account);
      if (due) due.pico += pico;
      else this.dues.set(account, { account, quarterMs: reservation.quarterMs, pico });
    }
  }

  /** What the call has spent so far, for whoever learns when it is in the ledger's sums. */
  listDues(): Due[] {
    return [...this.dues.values()];
  }

  private at(nowMs: number): Moment {
    return { startedAtMs: this.startedAtMs, nowMs };
  }
}
