import type { Socket } from "node:net";
import { Client, type buildConnector } from "undici";

/** As undici's own, which says nothing in its types of the socket that it gives back. */
export type Connect = (...given: Parameters<buildConnector.connector>) => Socket;

/** Headers beyond this are a fault of the provider's. */
const MAX_HEADER_BYTES = 32_768;
/** An idle connection is given up sooner when its provider says so. */
const IDLE_MS = 60_000;
const MAX_IDLE_MS = 600_000;

/** What a request hears of its connection. A kept one may have to connect anew. */
export type ConnectionListener = {
  onConnecting: () => void;
  onConnected: () => void;
  /** The provider ends it: undici, which hears it next, throws out of any call when its parser is paused then. */
  onEnding: () => void;
};

/**
 * One connection to a provider, for one request after another: undici's client with a single socket, and what that
 * client does not tell: when the socket stood, what came over it, and how it broke.
 */
export class Connection {
  readonly client: Client;
  private socket: Socket | null = null;
  /** That is not connected yet: undici would let it wait for its provider for ever. */
  private opening: Socket | null = null;
  /** Of the request that is under way. */
  listener: ConnectionListener | null = null;
  /** Why the socket broke, as Node says it. */
  fault: Error | null = null;

  /** @param onClosed told whenever its socket is gone; the next request would open another */
  constructor(origin: string, connect: Connect, onClosed: () => void) {
    this.client = new Client(origin, {
      pipelining: 1,
      // All times are ours to keep: see request-timers.ts.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: MAX_IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      connect: (options, callback) => {
        this.fault = null;
        this.listener?.onConnecting();
        this.opening = connect(options, (error, socket) => {
          this.opening = null;
          if (socket) this.attach(socket, onClosed);
          if (error) callback(error, null);
          else callback(null, socket);
        });
      },
    });
  }

  private attach(socket: Socket, onClosed: () => void): void {
    this.socket = socket;
    socket
      .on("error", (error: NodeJS.ErrnoException) => {
        this.fault = error;
        if (error.code !== "ECONNRESET") return;
        // undici takes a reset for an end where one would do, and throws from this event while its parser is paused.
        this.fault = Object.assign(new Error(error.message), { code: error.code });
        delete error.code;
      })
      .once("end", () => this.listener?.onEnding())
      .once("close", onClosed);
    this.listener?.onConnected();
  }

  /** Whether its socket stands, from a request before, and has sent all of it: some are answered before they are read. */
  get isOpen(): boolean {
    return this.socket !== null && !this.socket.destroyed && this.socket.writable && this.socket.writableLength === 0;
  }

  get bytesRead(): number {
    return this.socket?.bytesRead ?? 0;
  }

  /** Ends whatever is under way on it. */
  destroy(reason: Error): void {
    this.opening?.destroy();
    this.client.destroy(reason, () => undefined);
  }
}
