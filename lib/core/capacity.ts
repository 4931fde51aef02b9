import { LastMinute, type Second } from "./last-minute";
import { formatUsd, type Pico } from "./money";
import type { Caps } from "./profile";

const DAY_MS = 86_400_000;
const WHOLE = new Intl.NumberFormat("en-US");

/** What a call is expected to use, or has used. */
export type Amount = { tokens: number; pico: Pico };

/** Which cap stands in the way of a call, in words, and when it frees (at the soonest, for calls at a time); null is never. */
export type Capped = { cap: string; freeAtMs: number | null };

/** A place taken under a tier's caps: to be settled once the attempt is over. */
export type Ticket = { readonly second: Second; readonly day: Day; readonly estimate: Amount; settled: boolean };

/** What was spent or is reserved of one UTC day. */
type Day = { number: number; pico: Pico };

/** Whether any cap is set: most tiers have none. */
export function hasCaps({ requestsPerMinute, tokensPerMinute, concurrent, picoPerDay }: Caps): boolean {
  return requestsPerMinute !== null || tokensPerMinute !== null || concurrent !== null || picoPerDay !== null;
}

/**
 * What one tier uses of its own caps. All times are milliseconds since the epoch, as arguments: no clock is read.
 * It is changed in place, since every call at a capped tier takes and settles a ticket, and a copy of a minute's slots
 * for each would cost more than all else here.
 */
export class Capacity {
  private readonly minute = new LastMinute();
  private day: Day = { number: -Infinity, pico: 0n };
  private underWay = 0;

  /** Which cap this call would go over, the one that frees last if several; null when there is room. */
  findCap(caps: Caps, estimate: Amount, nowMs: number): Capped | null {
    const { requestsPerMinute, tokensPerMinute, concurrent, picoPerDay } = caps;
    let capped: Capped | null = null;
    if (requestsPerMinute !== null) capped = this.findMinuteCap("requests", 1, requestsPerMinute, nowMs);
    if (tokensPerMinute !== null) capped = later(capped, this.findMinuteCap("tokens", estimate.tokens, tokensPerMinute, nowMs));
    if (concurrent !== null && this.underWay >= concurrent) {
      capped = later(capped, { cap: `${formatCount(concurrent, "calls")} at a time`, freeAtMs: nowMs });
    }
    return picoPerDay === null ? capped : later(capped, this.findDayCap(picoPerDay, estimate.pico, nowMs));
  }

  /** What was used of the minute, see `LastMinute`. */
  minuteStanding(nowMs: number): ReturnType<LastMinute["standing"]> {
    return this.minute.standing(nowMs);
  }

  /** Takes a place, whether or not there is room: to be asked in the same turn, so that nobody comes between. */
  reserve(estimate: Amount, nowMs: number): Ticket {
    const day = this.today(nowMs);
    day.pico += estimate.pico;
    this.underWay += 1;
    return { second: this.minute.use(1, estimate.tokens, nowMs), day, estimate, settled: false };
  }

  /**
   * Puts what was really used in place of the estimate; null is nothing, and the request still counts, as it does at the
   * provider. Where an amount is not known, `ticket.estimate` has the best one. A second time changes nothing.
   */
  settle(ticket: Ticket, used: Amount | null, nowMs: number): void {
    if (ticket.settled) return;
    ticket.settled = true;
    this.underWay -= 1;
    const { second, day, estimate } = ticket;
    const excess = (used?.tokens ?? 0) - estimate.tokens;
    // Tokens that nobody expected came in the course of the answer: they count from now, when the last of them has come.
    if (excess > 0) this.minute.use(0, excess, nowMs);
    else second.tokens += excess;
    // Of the day on which the attempt began, as in the ledger.
    day.pico += (used?.pico ?? 0n) - estimate.pico;
  }

  /** Adds what earlier processes spent on the UTC day that begins at `dayStartMs`. */
  addSpent(dayStartMs: number, pico: Pico, nowMs: number): void {
    const day = this.today(nowMs);
    if (day.number === Math.floor(dayStartMs / DAY_MS)) day.pico += pico;
  }

  private findMinuteCap(what: "requests" | "tokens", need: number, most: number, nowMs: number): Capped | null {
    const freeAtMs = need > most ? null : this.minute.findFreeAtMs(what, need, most, nowMs);
    if (need <= most && freeAtMs === null) return null;
    const cap = `${formatCount(most, what)} a minute`;
    return { cap: need > most ? `${cap}, and this call alone needs ${WHOLE.format(need)}` : cap, freeAtMs };
  }

  private findDayCap(most: Pico, need: Pico, nowMs: number): Capped | null {
    const day = this.today(nowMs);
    if (day.pico + need <= most) return null;
    const cap = `${formatUsd(most)} a day (UTC)`;
    if (need > most) return { cap: `${cap}, and this call alone may cost ${formatUsd(need)}`, freeAtMs: null };
    return { cap, freeAtMs: (day.number + 1) * DAY_MS };
  }

  private today(nowMs: number): Day {
    const number = Math.floor(nowMs / DAY_MS);
    // A clock set back over midnight must not open a day's cap anew; one that was days ahead must not close it for days.
    if (number > this.day.number) this.day = { number, pico: 0n };
    else if (number < this.day.number - 1) this.day.number = number;
    return this.day;
  }
}

/** The one that frees last; null frees never, as far as is known. */
export function later(a: Capped | null, b: Capped | null): Capped | null {
  if (!a || !b) return a ?? b;
  return a.freeAtMs === null || (b.freeAtMs !== null && a.freeAtMs >= b.freeAtMs) ? a : b;
}

/** "1 request", "60 requests". */
export function formatCount(n: number, things: string): string {
  return `${WHOLE.format(n)} ${n === 1 ? things.slice(0, -1) : things}`;
}
