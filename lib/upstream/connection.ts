import type { Socket } from "node:net";
import { Client, type buildConnector } from "undici";

/** As undici's own, which says nothing in its types of the socket that it gives back. */
export type Connect = (...given: Parameters<buildConnector.connector>) => Socket;

/** Headers beyond this are a fault of the provider's. */
const MAX_HEADER_BYTES = 32_768;
/** An idle connection is given up sooner when its provider says so. */
const IDLE_MS = 60_000;
const MAX_IDLE_MS = 600_000;

/**
 * One connection to a provider, for one request after another: undici's client with a single socket, and what that
 * client does not tell: when the socket stood, what came over it, and how it broke.
 */
export class Connection {
  readonly client: Client;
  private socket: Socket | null = null;
  /** That is not connected yet: undici would let it wait for its provider for ever. */
  private opening: Socket | null = null;
  /** Told once when the next socket stands. */
  private onConnected: (() => void) | null = null;
  /** Why the socket broke: an answer that the connection's end delimits would otherwise look whole. */
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
    this.fault = null;
    socket.on("error", (error) => (this.fault = error)).once("close", onClosed);
    this.onConnected?.();
    this.onConnected = null;
  }

  /** Whether its socket stands, from a request before. */
  get isOpen(): boolean {
    return this.socket !== null && !this.socket.destroyed && this.socket.writable;
  }

  get bytesRead(): number {
    return this.socket?.bytesRead ?? 0;
  }

  whenConnected(listener: () => void): void {
    this.onConnected = listener;
  }

  /** Ends whatever is under way on it. */
  destroy(reason: Error): void {
    this.opening?.destroy();
    this.client.destroy(reason, () => undefined);
  }
}
