import { closeSync, openSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createSite, PRICES, type Site } from "@/lib/gateway/testing/installation";
import { newId } from "@/lib/ledger/new-id";
import { THREADS } from "../start/build-gateway.mjs";
import { bundle } from "../start/bundle.mjs";
import { ROOT } from "../start/root.mjs";
import { SERVER_VARIABLE } from "../testing/database";
import { startGatewayProcess, type GatewayProcess } from "../testing/gateway-process";
import type { PostgresServer } from "./postgres-server";

type LoggedRequest = ReturnType<Site["practice"]["account"]>["requests"][number];
export type Health = { workers: number; calls: { under_way: number }; ledger: { pending_calls: number; journal_bytes: number; unrecorded_calls: number } };

/** The providers keep their last 10,000 requests, and a call makes three at most. */
const READ_EVERY_CALLS = 1_500;
const IDLE_MS = 60_000;
/** How old it may be what one worker knows of another. */
const NEWS_MS = 1_500;

/** A database, practice providers and a gateway's process, one after the other, on one data folder. */
export class Stage {
  private current: GatewayProcess | null = null;
  private readonly processes: GatewayProcess[] = [];
  private readonly book = new Map<string, LoggedRequest>();
  private nextCall = 0;
  private readAtCall = 0;

  private constructor(readonly site: Site, private readonly program: string) {}

  /** `cascade` has a first tier that fails now and then, `steady` has none. */
  static async open(server: PostgresServer): Promise<Stage> {
    const [program = ""] = await bundle(ROOT, ["scripts/gateway.ts", ...THREADS], join(server.folder, "gateway"));
    const stage = new Stage(await createSiteOn(server), program);
    const { site } = stage;
    for (const [name, usd] of Object.entries(PRICES)) {
      site.practice.setScript(`${name}/llama`, { promptTokens: "count", answerTokens: 10_000, price: { input: usd, output: usd } });
    }
    await site.publish("cascade", ["alpha", "beta", "gamma"]);
    await site.publish("steady", ["delta"]);
    // So that a clock which is put back does not come before the prices.
    const prices = await site.db.price.findMany();
    await site.db.price.createMany({ data: prices.map((price) => ({ ...price, id: newId(), validFrom: new Date("2020-01-01T00:00:00Z") })) });
    return stage;
  }

  get gateway(): GatewayProcess {
    if (!this.current) throw new Error("no gateway has been started");
    return this.current;
  }

  get isRunning(): boolean {
    const { exitCode, signalCode } = this.gateway.child;
    return exitCode === null && signalCode === null;
  }

  get journalDir(): string {
    return join(this.site.dataDir, "journal");
  }

  get logFile(): string {
    return join(this.site.dataDir, "gateway.log");
  }

  get pid(): number {
    return this.gateway.child.pid ?? 0;
  }

  /** Starts it as `npm start` does, in a process group of its own. @param preload files of `preload/` to be run before it */
  async start(env: Record<string, string> = {}, preload: string[] = []): Promise<GatewayProcess> {
    const imports = preload.map((name) => `--import ${new URL(`preload/${name}.mjs`, import.meta.url).href}`);
    const log = openSync(this.logFile, "a");
    try {
      const NODE_OPTIONS = [process.env["NODE_OPTIONS"] ?? "", ...imports].join(" ").trim();
      this.current = await startGatewayProcess(this.site, { NODE_OPTIONS, ...env }, { program: [this.program], detached: true, stderr: log });
    } finally {
      closeSync(log);
    }
    this.processes.push(this.current);
    return this.current;
  }

  /** Of a call: no other has it. */
  nextNumber(): number {
    if (this.nextCall - this.readAtCall >= READ_EVERY_CALLS) this.readBook();
    return this.nextCall++;
  }

  async health(): Promise<Health> {
    const response = await fetch(`http://127.0.0.1:${this.gateway.port}/api/health`, { headers: { connection: "close" }, signal: AbortSignal.timeout(10_000) });
    return (await response.json()) as Health;
  }

  /** Nothing is under way any more, and all that was is in the database. @returns how long that took, in ms */
  async untilIdle(): Promise<number> {
    const startedAt = performance.now();
    let idleSince: number | null = null;
    for (;;) {
      const health = await this.health();
      const isIdle = health.calls.under_way === 0 && health.ledger.pending_calls === 0;
      idleSince = isIdle ? (idleSince ?? performance.now()) : null;
      if (idleSince !== null && performance.now() - idleSince >= (health.workers > 1 ? NEWS_MS : 0)) return idleSince - startedAt;
      if (performance.now() - startedAt > IDLE_MS) throw new Error(`not idle after a minute: ${JSON.stringify(health)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** All that is waiting for the database now is in it, whatever comes meanwhile. @returns how many calls were waiting, and how long it took */
  async untilDrained(): Promise<{ calls: number; ms: number }> {
    const startedAt = performance.now();
    const [{ ledger }, written] = await Promise.all([this.health(), this.site.db.call.count()]);
    const enough = written + ledger.pending_calls;
    while ((await this.site.db.call.count()) < enough) {
      if (performance.now() - startedAt > IDLE_MS) throw new Error("the journal is not drained after a minute");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { calls: ledger.pending_calls, ms: performance.now() - startedAt };
  }

  /** The providers' own books, request by request. */
  readBook(): ReadonlyMap<string, LoggedRequest> {
    this.readAtCall = this.nextCall;
    for (const request of this.site.practice.account().requests) this.book.set(request.id, request);
    return this.book;
  }

  /** Ends the gateway as an operator does. @returns its exit code */
  async stop(): Promise<number | null> {
    const { child, exit } = this.gateway;
    child.kill("SIGTERM");
    return exit;
  }

  /** Stops the gateway, and says what is not as it should be then. */
  async endWell(): Promise<string[]> {
    const failures: string[] = [];
    const exitCode = await this.stop();
    if (exitCode !== 0) failures.push(`the gateway ended with ${exitCode}`);
    const left = (await this.listJournal()).filter((name) => !name.startsWith("quarantine"));
    if (left.length > 0) failures.push(`its journal still has ${left.join(", ")}`);
    return failures;
  }

  listJournal(): Promise<string[]> {
    return readdir(this.journalDir);
  }

  /** Until no process of any gateway runs, workers included. */
  async untilGone(): Promise<void> {
    for (let waited = 0; this.processes.some(({ child }) => isGroupAlive(child.pid)); waited += 25) {
      if (waited > IDLE_MS) throw new Error("a gateway does not end");
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async close(): Promise<void> {
    for (const { child } of this.processes) killGroup(child.pid);
    await Promise.all(this.processes.map(({ exit }) => exit));
    await this.site.close();
  }
}

/** `kill -9` of a gateway and all that it has started. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of them are gone.
  }
}

function isGroupAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(-pid, 0);
  } catch {
    return false;
  }
}

async function createSiteOn({ url }: PostgresServer): Promise<Site> {
  const others = process.env[SERVER_VARIABLE];
  process.env[SERVER_VARIABLE] = url;
  try {
    return await createSite();
  } finally {
    if (others === undefined) Reflect.deleteProperty(process.env, SERVER_VARIABLE);
    else process.env[SERVER_VARIABLE] = others;
  }
}

/** What a process has in memory now, in MiB (proc_pid_status(5)). */
export function readRssMib(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1024;
}
