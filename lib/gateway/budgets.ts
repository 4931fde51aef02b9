import type { LoadedBudget } from "@/lib/accounts/budgets/load-budgets";
import { BudgetAccount } from "@/lib/core/budget-account";
import { floorQuarterMs } from "@/lib/core/period";
import { Purse, type Due } from "@/lib/core/purse";
import { type Db, ONE_MOMENT } from "@/lib/db";
import { listBooked, listQuarterSpend, type QuarterSpend } from "@/lib/ledger/list-quarter-spend";

/** How stale what other gateways have spent may be. Their journals take up to 0.2 s more. */
const REFRESH_MS = 2_000;
/** Everything is read again so often: a record of long ago may have come late, from a gateway that was cut off. */
const REREAD_MS = 600_000;
/** A call's quarter-hour may be this old when it is booked, without a fault. */
const RECENT_MS = 3_600_000;
/** Longer than any period, in the longest month and its zone. */
const REACH_MS = 32 * 86_400_000;
const IDS_AT_ONCE = 5_000;
/** As many as a journal of the default size holds. Beyond it the oldest count for good. */
const MAX_PENDING = 1_000_000;

/** A call that is in the journal, and in the ledger's sums soon. */
type Pending = { teamId: string; callId: string; dues: Due[] };

/** Which calls are under a budget. */
type Subject = { teamId: string; profileSlug: string; apiKeyId: string; memberId: string; tags: Readonly<Record<string, string>> };

/**
 * The budgets of all teams as this gateway keeps to them. What is spent is what the ledger's sums say, which is read every
 * two seconds and never by a call, and what this gateway has settled and not seen in them: both are read as of one moment,
 * so that a call is never in both and never in neither.
 */
export class Budgets {
  private readonly accounts = new Map<string, BudgetAccount>();
  private byTeam: ReadonlyMap<string, readonly LoadedBudget[]> = new Map();
  private pending: Pending[] = [];
  private timer: NodeJS.Timeout | undefined;
  private refreshing: Promise<void> | null = null;
  private again = false;
  private rereadAtMs = 0;
  private isClosed = false;

  /** @param share of how many gateways on one port this is one */
  constructor(private readonly options: { db: Db; share: number; log: (line: string) => void }) {}

  /** Takes what was configured: what changed applies to the next attempt, and what a new budget has spent is read. */
  configure(byTeam: ReadonlyMap<string, readonly LoadedBudget[]>): void {
    this.byTeam = byTeam;
    const all = [...byTeam.values()].flat();
    const kept = new Set(all.map(({ id }) => id));
    for (const id of this.accounts.keys()) if (!kept.has(id)) this.accounts.delete(id);
    let hasNew = false;
    for (const budget of all) {
      const account = this.accounts.get(budget.id);
      if (account) account.terms = budget;
      else {
        this.accounts.set(budget.id, new BudgetAccount(budget, this.options.share));
        hasNew = true;
      }
    }
    if (hasNew) this.rereadAtMs = 0;
    this.watch(hasNew);
  }

  /** What applies to a call; null where nothing does, which costs a call one look-up. */
  openPurse(subject: Subject, startedAtMs: number): Purse | null {
    const budgets = this.byTeam.get(subject.teamId);
    if (!budgets) return null;
    const accounts = budgets.flatMap((budget) => (isUnder(budget, subject) ? (this.accounts.get(budget.id) ?? []) : []));
    return accounts.length === 0 ? null : new Purse(accounts, startedAtMs);
  }

  /**
   * Keeps a call's spend until the ledger has it. To be told before the call goes to the journal.
   * @returns to be called when the journal did not take it: no ledger will ever have it, so it counts here for good
   */
  keep(purse: Purse, teamId: string, callId: string): () => void {
    const entry: Pending = { teamId, callId, dues: purse.listDues() };
    if (entry.dues.length > 0) this.pending.push(entry);
    if (this.pending.length > MAX_PENDING) this.pending.splice(0, MAX_PENDING / 10);
    return () => {
      this.pending = this.pending.filter((other) => other !== entry);
    };
  }

  /** The same for all of every period, as after other processes' journals have been drained. */
  reread(): Promise<void> {
    this.rereadAtMs = 0;
    return this.refresh();
  }

  /** Reads what is spent; resolves when that is known, or cannot be read now. */
  refresh(): Promise<void> {
    if (this.refreshing) {
      this.again = true;
      return this.refreshing;
    }
    this.refreshing = this.readAgain().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.refreshing;
  }

  /** Nobody asks the database where there is no budget. */
  private watch(now: boolean): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.accounts.size === 0 || this.isClosed) return;
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS);
    this.timer.unref();
    if (now) void this.refresh();
  }

  private async readAgain(): Promise<void> {
    do {
      this.again = false;
      try {
        await this.read(Date.now());
      } catch (error) {
        for (const account of this.accounts.values()) account.missBooks();
        this.options.log(`what budgets have spent could not be read again, what was known and was settled since counts: ${String(error)}`);
        return;
      }
    } while (this.again && !this.isClosed);
  }

  private async read(nowMs: number): Promise<void> {
    const accounts = [...this.accounts.values()];
    if (accounts.length === 0) return;
    const isWhole = nowMs >= this.rereadAtMs;
    const sinceMs = isWhole ? floorQuarterMs(nowMs - REACH_MS) : this.earliestOpenMs(nowMs);
    const spenders = [...this.byTeam.values()].flat().map(({ id, teamId, scope, subject }) => ({ id, teamId, scope, subject }));
    // Before it is read: a budget that comes meanwhile asks for all of it once more.
    if (isWhole) this.rereadAtMs = nowMs + REREAD_MS;
    const { spend, booked } = await this.options.db.$transaction(
      async (tx) => ({ spend: await listQuarterSpend(tx, spenders, new Date(sinceMs)), booked: await this.findBooked(tx) }),
      ONE_MOMENT,
    ).catch((error: unknown) => {
      if (isWhole) this.rereadAtMs = 0;
      throw error;
    });
    this.take(spend, booked, sinceMs, nowMs);
  }

  /** The first quarter-hour whose sums may have changed. */
  private earliestOpenMs(nowMs: number): number {
    let earliestMs = floorQuarterMs(nowMs - RECENT_MS);
    for (const { dues } of this.pending) for (const { quarterMs } of dues) earliestMs = Math.min(earliestMs, quarterMs);
    return earliestMs;
  }

  /** The oldest first, and on for as long as they are there: the journal is drained in its order. */
  private async findBooked(tx: Parameters<typeof listBooked>[0]): Promise<Set<string>> {
    const found = new Set<string>();
    for (let at = 0; at < this.pending.length; at += IDS_AT_ONCE) {
      const asked = this.pending.slice(at, at + IDS_AT_ONCE);
      const booked = await listBooked(tx, [...new Set(asked.map(({ teamId }) => teamId))], asked.map(({ callId }) => callId));
      for (const id of booked) found.add(id);
      if (booked.size === 0) break;
    }
    return found;
  }

  /** In one turn: no call comes between what is in the sums now and what is no longer ours to count. */
  private take(spend: QuarterSpend, booked: ReadonlySet<string>, sinceMs: number, nowMs: number): void {
    for (const [id, sums] of spend) this.accounts.get(id)?.book(sinceMs, sums);
    for (const { callId, dues } of this.pending) {
      if (booked.has(callId)) for (const { account, quarterMs, pico } of dues) account.moveToBooked(quarterMs, pico);
    }
    if (booked.size > 0) this.pending = this.pending.filter(({ callId }) => !booked.has(callId));
    for (const account of this.accounts.values()) account.forgetBefore(nowMs - REACH_MS - RECENT_MS);
  }
}

function isUnder({ scope, mark }: LoadedBudget, { profileSlug, apiKeyId, memberId, tags }: Subject): boolean {
  switch (scope) {
    case "team":
      return true;
    case "profile":
      return mark === profileSlug;
    case "key":
      return mark === apiKeyId;
    case "member":
      return mark === memberId;
    case "tag": {
      const at = mark.indexOf("=");
      const name = mark.slice(0, at);
      return Object.hasOwn(tags, name) && tags[name] === mark.slice(at + 1);
    }
  }
}
