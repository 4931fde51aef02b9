import { readFileSync } from "node:fs";
import { type Cluster, startCluster } from "../postgres/cluster.mjs";
import { signalProcess } from "../start/processes.mjs";
import { ROOT } from "../start/root.mjs";
import { startTestServer, type TestServer } from "../testing/postgres";

/** A PostgreSQL that can be killed, stopped and frozen. At the product's settings: what it says is committed is on the disk. */
export class PostgresServer {
  private frozen: number[] = [];

  private constructor(private readonly server: TestServer, private cluster: Cluster) {}

  static async start(): Promise<PostgresServer> {
    const server = await startTestServer("faults", []);
    return new PostgresServer(server, server.cluster);
  }

  /** A folder of this run, removed at its end. */
  get folder(): string {
    return this.server.dataDir;
  }

  get url(): string {
    return this.cluster.url;
  }

  /** `kill -9`; resolves when it is gone. */
  async kill(): Promise<void> {
    signalProcess(this.cluster.pid, "SIGKILL");
    await this.cluster.exited;
  }

  stop(): Promise<void> {
    return this.cluster.stop();
  }

  /** On the port that it had. */
  async restart(): Promise<void> {
    this.cluster = await startCluster({ root: ROOT, dataDir: this.server.dataDir, port: this.cluster.port });
  }

  /** Every process of it: connections stay, take what fits into their buffers, and never answer. */
  freeze(): void {
    const { pid } = this.cluster;
    // The one that makes the others first, so that none comes after the list was made.
    signalProcess(pid, "SIGSTOP");
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter((text) => text !== "").map(Number);
    for (const child of children) signalProcess(child, "SIGSTOP");
    this.frozen = [...children, pid];
    // Frozen processes would outlive a run that is interrupted: nothing but SIGKILL ends them.
    process.once("exit", this.thaw);
  }

  readonly thaw = (): void => {
    process.off("exit", this.thaw);
    for (const pid of this.frozen) signalProcess(pid, "SIGCONT");
    this.frozen = [];
  };

  async close(): Promise<void> {
    this.thaw();
    await this.server.tearDown();
  }
}
