import cluster, { type Worker } from "node:cluster";
import type { ProcessStatus } from "@/lib/gateway/process-status";
import { isMessage, type Siblings, type Told } from "./messages";

/** Before a worker is started again that did not live long: once at once, then ever more slowly. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const LONG_LIFE_MS = 30_000;

type Options = { count: number; log: (line: string) => void };

/** The workers of a gateway: processes on one port, each with its own journal. */
export class Workers {
  private readonly statuses = new Map<number, ProcessStatus>();
  private stopping = false;
  /** Lives in a row that were short. */
  private shortLives = 0;

  private constructor(private readonly log: Options["log"]) {}

  /** Resolves with the port when all are ready. @throws what the first one to fail says */
  static async start({ count, log }: Options): Promise<{ workers: Workers; port: number }> {
    // Costs of calls are bigints, which JSON has not.
    cluster.setupPrimary({ serialization: "advanced" });
    const workers = new Workers(log);
    const ports = await Promise.all(Array.from({ length: count }, () => workers.fork()));
    return { workers, port: ports[0] ?? 0 };
  }

  /** Lets every worker finish, as each would alone. */
  async stop(): Promise<void> {
    this.stopping = true;
    const running = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(
      running.map((worker) => {
        const exited = new Promise((resolve) => worker.once("exit", resolve));
        worker.process.kill("SIGTERM");
        return exited;
      }),
    );
  }

  private fork(): Promise<number> {
    const worker = cluster.fork();
    const bornAt = performance.now();
    let isReady = false;
    return new Promise((resolve, reject) => {
      worker.on("message", (message: unknown) => {
        if (isMessage<Extract<Told, { type: "ready" }>>(message, "ready")) {
          isReady = true;
          resolve(message.port);
        } else if (isMessage<Extract<Told, { type: "failed" }>>(message, "failed")) reject(new Error(message.message));
        else if (isMessage<Extract<Told, { type: "status" }>>(message, "status")) this.statuses.set(worker.id, message.status);
        if (isReady) this.tellOthersTo(worker);
      });
      worker.once("exit", (code: number | null, signal: string | null) => {
        this.statuses.delete(worker.id);
        const how = signal ?? `exit code ${code}`;
        reject(new Error(`a worker ended before it was ready (${how})`));
        if (isReady) this.restart(how, performance.now() - bornAt);
      });
    });
  }

  /** What it has left in its journal is taken over by the next one that starts. */
  private restart(how: string, lifeMs: number): void {
    if (this.stopping) return;
    this.shortLives = lifeMs < LONG_LIFE_MS ? this.shortLives + 1 : 0;
    const waitMs = this.shortLives <= 1 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.shortLives - 2));
    this.log(`a worker ended by itself (${how}). Starting another.`);
    setTimeout(() => {
      if (this.stopping) return;
      this.fork().catch((error: unknown) => {
        this.restart(error instanceof Error ? error.message : String(error), 0);
      });
    }, waitMs);
  }

  private tellOthersTo(worker: Worker): void {
    const statuses = [...this.statuses].filter(([id]) => id !== worker.id).map(([, status]) => status);
    const message: Siblings = { type: "siblings", statuses };
    if (worker.isConnected()) worker.send(message, () => undefined);
  }
}
