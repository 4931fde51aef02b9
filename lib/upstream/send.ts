import http from "node:http";
import https from "node:https";
import type { AttemptTimers } from "@/lib/core/deadline";
import type { Cause } from "@/lib/core/outcome";
import type { Pool } from "./pool";

/** Headers beyond this are a fault of the provider's. */
const MAX_HEADER_BYTES = 32_768;
/** Answers of 1xx before the real one; early hints come once or twice. */
const MAX_INFORMATIONAL = 20;
/** How long the last bytes behind a complete answer may take before the connection is given up. */
const DRAIN_MS = 1_000;

/**
 * A connection that was closed as we took it says so within one round trip, and few are longer than this, which is half
 * around the world. Who drops it later had begun to work.
 */
const STALE_MS = 200;

/** Who ended a request before it was over: one of our timers, or the client by leaving. */
export type Cut = Extract<Cause, `timeout_${string}`> | "left";

/** What came is no answer in HTTP that may be read on. */
export class UnreadableAnswerError extends Error {
  override name = "UnreadableAnswerError";
}

/** One HTTP request on its way, and what ended it. */
export type Sending = {
  /** What it was sent with, which nobody may be told. */
  credential: string | null;
  response: Promise<http.IncomingMessage>;
  /** Milliseconds until the connection stood, 0 on one that was kept; null while it does not. */
  connectMs(): number | null;
  /** Why we ended it ourselves; null while we did not. */
  cut(): Cut | null;
  /** The provider closed the idle connection as we took it: it most likely never read the request. */
  staleSocket(): boolean;
  elapsedMs(): number;
  /** Starts the one phase timer anew; its expiry ends the request. */
  arm(cause: Cut, ms: number): void;
  disarm(): void;
  /**
   * Releases the request's timers and listeners. `drain`: its answer is over but for a few last bytes, which are read
   * so that the connection can be used again; else what is not over is ended.
   */
  close(options: { drain: boolean }): void;
};

export type SendOptions = {
  url: URL;
  headers: Record<string, string>;
  credential: string | null;
  body: Uint8Array;
  pool: Pool;
  timers: AttemptTimers;
  /** The timer that runs once the connection stands. */
  waiting: { cause: Cut; ms: number };
  signal: AbortSignal;
};

/** Sends one request and never another: no redirect is followed, nothing is retried. */
export function send(options: SendOptions): Sending {
  const startedAt = performance.now();
  let cut: Cut | null = null;
  let connectMs: number | null = null;
  let answer: http.IncomingMessage | null = null;
  let hasAnswered: () => boolean = () => false;
  let phase: NodeJS.Timeout | undefined;
  const { url, pool, signal } = options;
  pool.checkHost(url.hostname);
  const request = (url.protocol === "https:" ? https : http).request(url, {
    method: "POST",
    agent: pool.agent,
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: { ...options.headers, "content-length": options.body.byteLength },
  });
  const end = (by: Cut) => {
    cut ??= by;
    request.destroy(new Error(`ended: ${by}`));
  };
  const onLeft = () => {
    end("left");
  };
  const { timers } = options;
  const total = setTimeout(end, timers.remainingMs, "timeout_total");
  const arm = (cause: Cut, ms: number) => {
    clearTimeout(phase);
    // Of two that would end together, the whole call's is what ran out.
    if (ms < timers.remainingMs - (performance.now() - startedAt)) phase = setTimeout(end, ms, cause);
  };
  const disarm = () => {
    clearTimeout(phase);
  };
  if (signal.aborted) onLeft();
  else signal.addEventListener("abort", onLeft, { once: true });
  const inShare = (ms: number) => Math.min(ms, timers.shareMs - (performance.now() - startedAt));
  arm("timeout_connect", inShare(timers.connectMs));
  request.on("socket", (socket) => {
    const { bytesRead } = socket;
    hasAnswered = () => socket.bytesRead > bytesRead;
    const connected = () => {
      try {
        pool.checkSocket(socket.remoteAddress);
      } catch (error) {
        request.destroy(error as Error);
        return;
      }
      connectMs ??= performance.now() - startedAt;
      arm(options.waiting.cause, inShare(options.waiting.ms));
    };
    if (request.reusedSocket) connected();
    else socket.once(url.protocol === "https:" ? "secureConnect" : "connect", connected);
  });
  request.once("response", (message) => (answer = message));
  const response = awaitResponse(request);
  request.end(options.body);
  return {
    credential: options.credential,
    response,
    connectMs: () => connectMs,
    cut: () => cut,
    staleSocket: () => {
      const isSoon = connectMs !== null && performance.now() - startedAt - connectMs <= STALE_MS;
      return request.reusedSocket && isSoon && !hasAnswered() && cut === null;
    },
    elapsedMs: () => performance.now() - startedAt,
    arm,
    disarm,
    close: ({ drain }) => {
      clearTimeout(total);
      disarm();
      signal.removeEventListener("abort", onLeft);
      if (answer?.complete) answer.resume();
      else if (drain && answer) drainBriefly(request, answer);
      else request.destroy();
    },
  };
}

function drainBriefly(request: http.ClientRequest, answer: http.IncomingMessage): void {
  const tooLong = setTimeout(() => request.destroy(), DRAIN_MS);
  answer.once("close", () => {
    clearTimeout(tooLong);
  });
  answer.resume();
}

function awaitResponse(request: http.ClientRequest): Promise<http.IncomingMessage> {
  const response = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    // One answer can raise several terminal events; a settled promise takes no second one.
    request.on("error", reject);
    request.once("upgrade", (_response, socket) => {
      socket.destroy();
      reject(new UnreadableAnswerError("the provider switched protocols"));
    });
    let informational = 0;
    request.on("information", () => {
      if (++informational <= MAX_INFORMATIONAL) return;
      // The real answer may stand in the same bytes: it comes too late.
      reject(new UnreadableAnswerError("too many informational answers"));
      request.destroy();
    });
    request.once("close", () => {
      reject(new Error("the connection closed before an answer"));
    });
  });
  response.catch(() => undefined);
  return response;
}
