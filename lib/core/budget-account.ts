import { budgetRange, type Budget } from "./budget";
import type { Pico } from "./money";
import { floorQuarterMs } from "./period";
import { QuarterSums } from "./quarter-sums";

/** A budget as a gateway holds calls to it. */
export type BudgetTerms = Budget & { /** Whose days, weeks and months a calendar budget follows. */ timeZone: string };

/** Which calls count together: half-open, milliseconds since the epoch. */
type Span = { fromMs: number; toMs: number };

/** How a budget stands for a call. */
export type Standing = {
  /** In the ledger, or settled here and on its way there. */
  spentPico: Pico;
  /** Held for attempts that are under way. */
  reservedPico: Pico;
  /** What a further attempt may cost at the most; never negative. */
  leftPico: Pico;
};

/** When an attempt's call began, by whose quarter-hour it counts as in the ledger, and what time it is now. */
export type Moment = { startedAtMs: number; nowMs: number };

/** What is held of a budget for one attempt. */
export type Reservation = { readonly pico: Pico; readonly quarterMs: number; settled: boolean };

/**
 * What is spent of one budget, and what is held for attempts that may still spend it. Three sums by quarter-hour: what the
 * ledger's own sums say (`book`), what was settled here and is not in those yet, and what is reserved. Times are
 * milliseconds since the epoch, as arguments. To be asked and told in the same turn, so that nobody comes between.
 */
export class BudgetAccount {
  private readonly booked = new QuarterSums();
  private readonly settled = new QuarterSums();
  private readonly reserved = new QuarterSums();
  private span: (Span & { ofMs: number; terms: BudgetTerms }) | null = null;
  private spend: "to be read" | "unreadable" | "read" = "to be read";
  /** Attempts that cost more than was reserved for them: their bound did not hold. */
  overruns = 0;
  /** Held for attempts of unknown cost. */
  heldPico: Pico = 0n;

  /** @param share of how many gateways with one port this is one: each may use its part of what is left */
  constructor(
    public terms: BudgetTerms,
    private readonly share = 1,
  ) {}

  standing(moment: Moment): Standing {
    const { fromMs, toMs } = this.spanOf(moment);
    const booked = this.booked.sumIn(fromMs, toMs);
    const settled = this.settled.sumIn(fromMs, toMs);
    const reservedPico = this.reserved.sumIn(fromMs, toMs);
    const left = this.isShut ? 0n : (this.terms.amountPico - booked) / BigInt(this.share) - settled - reservedPico;
    return { spentPico: booked + settled, reservedPico, leftPico: left > 0n ? left : 0n };
  }

  /** Holds an amount, whether or not there is room for it. */
  reserve(pico: Pico, { startedAtMs }: Moment): Reservation {
    const quarterMs = floorQuarterMs(startedAtMs);
    this.reserved.add(quarterMs, pico);
    return { pico, quarterMs, settled: false };
  }

  /**
   * Puts what the attempt cost in the place of what was held for it; null is not known, and what was held counts as spent,
   * here and in the ledger's sums. A second time changes nothing.
   * @returns what now waits to be booked
   */
  settle(reservation: Reservation, costPico: Pico | null): Pico {
    if (reservation.settled) return 0n;
    reservation.settled = true;
    const { pico, quarterMs } = reservation;
    this.reserved.add(quarterMs, -pico);
    this.settled.add(quarterMs, costPico ?? pico);
    if (costPico === null) this.heldPico += pico;
    else if (costPico > pico) this.overruns += 1;
    return costPico ?? pico;
  }

  /** What was settled here is in the ledger's sums now: to be told in the same turn as those. */
  moveToBooked(quarterMs: number, pico: Pico): void {
    this.settled.add(quarterMs, -pico);
  }

  /** What the ledger's sums say, by quarter-hour, in place of what they said before from `sinceMs` on. */
  book(sinceMs: number, sums: Iterable<readonly [quarterMs: number, pico: Pico]>): void {
    this.booked.replaceFrom(sinceMs, sums);
    this.spend = "read";
  }

  /** The ledger's sums cannot be read: one that stops and of which nothing was ever known leaves nothing until they are. */
  missBooks(): void {
    if (this.spend === "to be read") this.spend = "unreadable";
  }

  /** Forgets what no period reaches any more. */
  forgetBefore(beforeMs: number): void {
    for (const sums of [this.booked, this.settled, this.reserved]) sums.forgetBefore(beforeMs);
  }

  /** When so much is left, if nothing else is spent: the next period, or as old spend leaves a rolling one; null is never. */
  resetsAtMs(needPico: Pico, moment: Moment): number | null {
    const { amountPico, rolling } = this.terms;
    const { fromMs, toMs } = this.spanOf(moment);
    if (needPico > amountPico / BigInt(this.share)) return null;
    if (this.isShut) return moment.nowMs;
    if (!rolling) return toMs;
    let over = this.standing(moment).spentPico + needPico - amountPico;
    for (const quarterMs of this.quartersIn(fromMs, toMs)) {
      if (over <= 0n) break;
      over -= this.booked.at(quarterMs) + this.settled.at(quarterMs);
      if (over <= 0n) return quarterMs + (toMs - fromMs);
    }
    return moment.nowMs;
  }

  private get isShut(): boolean {
    return this.spend === "unreadable" && this.terms.action === "stop";
  }

  private quartersIn(fromMs: number, toMs: number): number[] {
    const quarters = new Set([...this.booked.quarters(), ...this.settled.quarters()]);
    return [...quarters].filter((quarterMs) => quarterMs >= fromMs && quarterMs < toMs).sort((a, b) => a - b);
  }

  /** A calendar's period is that of the call's start, as in the ledger; a rolling one is that of now. */
  private spanOf({ startedAtMs, nowMs }: Moment): Span {
    const ofMs = floorQuarterMs(this.terms.rolling ? Math.max(startedAtMs, nowMs) : startedAtMs);
    if (this.span?.ofMs === ofMs && this.span.terms === this.terms) return this.span;
    const { from, to } = budgetRange(this.terms, new Date(ofMs), this.terms.timeZone);
    this.span = { ofMs, terms: this.terms, fromMs: from.getTime(), toMs: to.getTime() };
    return this.span;
  }
}
