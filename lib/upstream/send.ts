import type { Dispatcher } from "undici";
import type { AttemptTimers } from "@/lib/core/deadline";
import type { Cancellation } from "./cancellation";
import type { Connection } from "./connection";
import type { Pool } from "./pool";
import { RequestTimers, type Cut } from "./request-timers";
import type { ResponseHeaders } from "./response-header";

/** Answers of 1xx before the real one; early hints come once or twice. */
const MAX_INFORMATIONAL = 20;
/** How long the last bytes behind a complete answer may take before the connection is given up. */
const DRAIN_MS = 1_000;

/**
 * A connection that was closed as we took it says so within one round trip, and few are longer than this, which is half
 * around the world. Who drops it later had begun to work.
 */
const STALE_MS = 200;

/** What came is no answer in HTTP that may be read on. */
export class UnreadableAnswerError extends Error {
  override name = "UnreadableAnswerError";
}

export type ResponseHead = { status: number; headers: ResponseHeaders };

type SendOptions = {
  path: string;
  /** Name, value, name, value. */
  headers: string[];
  /** What it is sent with, which nobody may be told. */
  credential: string | null;
  body: Uint8Array;
  pool: Pool;
  timers: AttemptTimers;
  /** The timer that runs once the connection stands. */
  waiting: { cause: Cut; ms: number };
  cancellation: Cancellation;
};

/** Takes the bytes of an answer as they come. A promise asks for a pause until it is resolved. */
type TakeBytes = (bytes: Buffer) => Promise<void> | undefined;

/** One HTTP request on its way, and what ended it. There is never another: no redirect is followed, nothing is retried. */
export class Sending implements Dispatcher.DispatchHandler {
  readonly credential: string | null;
  readonly response: Promise<ResponseHead>;
  private readonly pool: Pool;
  private readonly timers: RequestTimers;
  private readonly waiting: SendOptions["waiting"];
  private readonly connectMsAllowed: number;
  private readonly connection: Connection;
  private isReused: boolean;
  private bytesBefore: number;
  private controller: Dispatcher.DispatchController | null = null;
  private connectedAfterMs: number | null = null;
  private informational = 0;
  private isEnded = false;
  private failure: Error | null = null;
  private answer: { resolve: (head: ResponseHead) => void; reject: (error: Error) => void } | null = null;
  /** What came before anybody read it. */
  private held: Buffer[] = [];
  private take: TakeBytes | null = null;
  private reading: { resolve: () => void; reject: (error: Error) => void } | null = null;

  /** @throws RefusedAddressError as its pool does; for what happens later, see `response` */
  constructor({ path, headers, credential, body, pool, timers, waiting, cancellation }: SendOptions) {
    this.credential = credential;
    this.pool = pool;
    this.waiting = waiting;
    this.connectMsAllowed = timers.connectMs;
    this.response = new Promise((resolve, reject) => (this.answer = { resolve, reject }));
    this.response.catch(() => undefined);
    this.connection = pool.take();
    this.isReused = this.connection.isOpen;
    this.bytesBefore = this.connection.bytesRead;
    this.timers = new RequestTimers(timers, cancellation, (by) => {
      this.fail(new Error(`ended: ${by}`));
    });
    if (this.failure) return;
    if (this.isReused) this.connected(0);
    else this.connecting();
    this.connection.listener = {
      // A kept one, too, connects anew when its provider has just closed it.
      onConnecting: () => { this.connecting(); },
      onConnected: () => { this.connected(this.timers.elapsedMs()); },
      onEnding: () => this.controller?.resume(),
    };
    this.connection.client.dispatch({ method: "POST", path, headers, body }, this);
  }

  private connecting(): void {
    this.isReused = false;
    this.bytesBefore = 0;
    this.connectedAfterMs = null;
    this.timers.armInShare("timeout_connect", this.connectMsAllowed);
  }

  private connected(afterMs: number): void {
    this.connectedAfterMs = afterMs;
    this.timers.armInShare(this.waiting.cause, this.waiting.ms);
  }

  /** Milliseconds until the connection stood, 0 on one that was kept; null while it does not. */
  connectMs(): number | null {
    return this.connectedAfterMs;
  }

  /** Why we ended it ourselves; null while we did not. */
  cut(): Cut | null {
    return this.timers.cut;
  }

  /** The provider closed the idle connection as we took it: it most likely never read the request. */
  staleSocket(): boolean {
    const hasAnswered = this.connection.bytesRead > this.bytesBefore;
    return this.timers.cut === null && this.isReused && this.failure !== null && !hasAnswered && this.timers.elapsedMs() <= STALE_MS;
  }

  elapsedMs(): number {
    return this.timers.elapsedMs();
  }

  /** Starts the one phase timer anew; its expiry ends the request. */
  arm(cause: Cut, ms: number): void {
    this.timers.arm(cause, ms);
  }

  disarm(): void {
    this.timers.disarm();
  }

  /** Reads the answer to its end. Once. @throws what broke it */
  read(take: TakeBytes): Promise<void> {
    return new Promise((resolve, reject) => {
      this.take = take;
      this.reading = { resolve, reject };
      for (const bytes of this.held.splice(0)) this.give(bytes);
      if (this.failure) reject(this.failure);
      else if (this.isEnded) resolve();
    });
  }

  /**
   * Releases the request's timers and listeners. `drain`: its answer is over but for a few last bytes, which are read
   * so that the connection can be used again; else what is not over is ended.
   */
  close({ drain }: { drain: boolean }): void {
    this.timers.stop();
    if (this.isEnded || this.failure) return;
    this.take = () => undefined;
    this.held = [];
    if (!drain) {
      this.fail(new Error("not read to its end"));
      return;
    }
    const tooLong = setTimeout(() => {
      this.fail(new Error("its end did not come"));
    }, DRAIN_MS);
    this.reading = { resolve: () => { clearTimeout(tooLong); }, reject: () => { clearTimeout(tooLong); } };
    this.controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    if (status >= 200) this.answer?.resolve({ status, headers });
    // The real answer may stand in the same bytes: it comes too late.
    else if (++this.informational > MAX_INFORMATIONAL) this.fail(new UnreadableAnswerError("too many informational answers"));
  }

  onRequestUpgrade(): void {
    this.fail(new UnreadableAnswerError("the provider switched protocols"));
  }

  onResponseData(_controller: Dispatcher.DispatchController, bytes: Buffer): void {
    if (this.take) this.give(bytes);
    else this.held.push(bytes);
  }

  onResponseEnd(): void {
    // One answer can raise several terminal events: the first one counts.
    if (this.failure) return;
    this.isEnded = true;
    this.timers.stop();
    this.connection.listener = null;
    this.pool.give(this.connection);
    this.reading?.resolve();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(this.connection.fault ?? error);
  }

  private give(bytes: Buffer): void {
    const pause = this.take?.(bytes);
    if (!pause || this.isEnded) return;
    this.controller?.pause();
    void pause.then(() => {
      if (!this.failure) this.controller?.resume();
    });
  }

  private fail(error: Error): void {
    if (this.failure || this.isEnded) return;
    this.failure = error;
    this.connection.destroy(error);
    this.answer?.reject(error);
    this.reading?.reject(error);
  }
}
