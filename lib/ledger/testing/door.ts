import { connect, createServer, type Server, type Socket } from "node:net";

/** The end of an answer in PostgreSQL's protocol: ReadyForQuery, outside of a transaction. */
const isReady = (bytes: Buffer) => bytes.length >= 6 && bytes.subarray(-6).equals(Buffer.from("Z\0\0\0\x05I"));
const hasWritten = (bytes: Buffer) => bytes.includes("COMMIT\0") || bytes.includes("INSERT 0 ");

/** A port before Postgres that can be shut, be slow, or keep answers to itself. */
export class Door {
  /** The database's address through this door. */
  readonly url: string;
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** How long every answer takes. */
  delayMs = 0;
  /** What becomes of the answer to a committed insertion: the connection is lost with it, or nothing comes ever again. */
  fate: () => "pass" | "lose" | "hang" = () => "pass";
  swallowed = 0;

  private constructor(target: URL, server: Server, port: number) {
    this.#target = target;
    this.#server = server;
    const url = new URL(target);
    url.port = String(port);
    this.url = url.href;
    server.on("connection", (client) => this.#join(client));
  }

  static async create(databaseUrl: string): Promise<Door> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Door(new URL(databaseUrl), server, (server.address() as { port: number }).port);
  }

  #join(client: Socket): void {
    const upstream = connect(Number(this.#target.port), this.#target.hostname);
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    let hangs = false;
    upstream.on("data", (bytes) => {
      const fate = isReady(bytes) && hasWritten(bytes) ? this.fate() : "pass";
      if (fate !== "pass") this.swallowed += 1;
      if (fate === "lose") client.destroy();
      hangs ||= fate === "hang";
      if (hangs || fate === "lose") return;
      if (this.delayMs > 0) setTimeout(() => client.write(bytes), this.delayMs);
      else client.write(bytes);
    });
  }

  /** Refuses connections, and cuts those that there are. */
  async shut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  open(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(Number(new URL(this.url).port), "127.0.0.1", resolve));
  }
}
