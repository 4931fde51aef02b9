import { hostname } from "node:os";
import type { Db } from "@/lib/db";
import { newId } from "@/lib/ledger/new-id";
import type { Gateway } from "./gateway";

const BEAT_MS = 10_000;
const DAY_MS = 86_400_000;
/** A row that stays behind a process that ended in order would look like one that died: but nobody waits for it long. */
const FAREWELL_MS = 1_000;

/** An endpoint that is left alone for now, and since when this process has seen it so. */
export type OpenBreaker = { teamId: string; endpointId: string; endpoint: string; since: string };

/**
 * Tells the database every few seconds how this process is: what pages and alerts know of its memory. Beside the calls,
 * none of which waits for it; a database that is away hears it later.
 */
export class Pulse {
  private readonly id = `${hostname()} ${process.pid} ${newId()}`;
  private readonly since = new Map<string, Date>();
  private readonly timer: NodeJS.Timeout;
  private beating: Promise<void> | null = null;

  constructor(private readonly gateway: Gateway) {
    this.timer = setInterval(() => {
      this.beating ??= this.beat(new Date()).catch(() => undefined).finally(() => { this.beating = null; });
    }, BEAT_MS).unref();
  }

  /** Once, now. */
  async beat(now: Date): Promise<void> {
    const { db, ledger } = this.gateway;
    const { pendingCalls, oldestPendingMs } = ledger.status();
    const values = { at: now, waitingCalls: pendingCalls, oldestWaitingMs: Math.round(oldestPendingMs ?? 0), openBreakers: this.listOpen(now) };
    await db.gatewayPulse.upsert({ where: { id: this.id }, create: { id: this.id, ...values }, update: values });
    await forgetOld(db, now);
  }

  /** Takes the row away: this process ends in order. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    const gone = this.gateway.db.gatewayPulse.deleteMany({ where: { id: this.id } }).catch(() => undefined);
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, FAREWELL_MS).unref())]);
  }

  private listOpen(now: Date): OpenBreaker[] {
    const { live, routing } = this.gateway;
    const open = new Set(routing.listOpenBreakers());
    for (const id of this.since.keys()) if (!open.has(id)) this.since.delete(id);
    for (const id of open) if (!this.since.has(id)) this.since.set(id, now);
    return [...open].flatMap((endpointId) => {
      const found = live.findEndpoint(endpointId);
      return found === null ? [] : [{ ...found, endpointId, since: (this.since.get(endpointId) ?? now).toISOString() }];
    });
  }
}

async function forgetOld(db: Db, now: Date): Promise<void> {
  await db.gatewayPulse.deleteMany({ where: { at: { lt: new Date(now.getTime() - DAY_MS) } } });
}
