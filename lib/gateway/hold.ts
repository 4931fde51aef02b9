import { formatUsd, type Pico } from "@/lib/core/money";
import type { Fare } from "@/lib/core/purse";
import type { Report } from "@/lib/core/tier-guard";
import type { AttemptRecord } from "@/lib/ledger/record";
import type { Reserve } from "./reserve";
import type { Pass } from "./routing-state";

/** What an attempt has of the call's budgets; null where none applies. */
export type Reserved = { reserve: Reserve; fare: Fare } | null;

/**
 * What an attempt holds while it is under way: its place under the tier's caps and breaker, and its bound in the call's
 * budgets. What routing learns of it is not worth the call: where telling it fails, the place is given back all the same.
 */
export class Hold {
  private isPlaceFree = false;

  /** @param report takes a fault of our own */
  constructor(
    private readonly pass: Pass,
    private readonly reserved: Reserved,
    private readonly report: (error: unknown) => void,
  ) {}

  learn(limits: Parameters<Pass["learn"]>[0]): void {
    this.tell((pass) => {
      pass.learn(limits);
    });
  }

  speaks(): void {
    this.tell((pass) => {
      pass.speaks();
    });
  }

  /** The attempt is over. An unknown cost may be as large as its bound, so budgets take it for that. */
  end(costPico: Pico | null, judge: () => Report): void {
    this.reserved?.reserve.settle(this.reserved.fare, costPico);
    this.tell((pass) => {
      pass.end(judge());
    });
  }

  /** Nobody was asked: it never happened. */
  giveUp(): void {
    this.reserved?.reserve.settle(this.reserved.fare, 0n);
    this.tell((pass) => {
      pass.giveUp();
    });
  }

  /** What an unknown cost leaves in the attempt's record, so that budgets hold it after a restart too. */
  noteUnknown(attempt: AttemptRecord): void {
    if (!this.reserved) return;
    const [first] = this.reserved.fare;
    attempt.heldPico = first?.reservation.pico ?? 0n;
    attempt.detail = `${attempt.detail}; up to ${formatUsd(attempt.heldPico)} stays reserved in its budgets, since its cost is not known`;
  }

  private tell(told: (pass: Pass) => void): void {
    if (this.isPlaceFree) return;
    try {
      told(this.pass);
    } catch (error) {
      this.report(error);
      this.isPlaceFree = true;
      this.pass.giveUp();
    }
  }
}
