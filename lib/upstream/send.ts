import http from "node:http";
import https from "node:https";
import type { AttemptTimers } from "@/lib/core/deadline";
import type { Pool } from "./pool";
import { RequestTimers, type Cut } from "./request-timers";

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
  const { url, pool, body, credential } = options;
  pool.checkHost(url.hostname);
  const request = (url.protocol === "https:" ? https : http).request(url, {
    method: "POST",
    agent: pool.agent,
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: { ...options.headers, "content-length": body.byteLength },
  });
  const timers = new RequestTimers(options.timers, options.signal, (by) => request.destroy(new Error(`ended: ${by}`)));
  timers.armInShare("timeout_connect", options.timers.connectMs);
  const line = watchConnection(request, options, timers);
  let answer: http.IncomingMessage | null = null;
  request.once("response", (message) => (answer = message));
  const response = awaitResponse(request);
  request.end(body);
  return {
    credential,
    response,
    connectMs: () => line.connectMs,
    cut: () => timers.cut,
    staleSocket: () => timers.cut === null && request.reusedSocket && !line.hasAnswered() && isSoonAfter(line.connectMs, timers),
    elapsedMs: () => timers.elapsedMs(),
    arm: (cause, ms) => {
      timers.arm(cause, ms);
    },
    disarm: () => {
      timers.disarm();
    },
    close: ({ drain }) => {
      timers.stop();
      release(request, answer, drain);
    },
  };
}

/** A request's connection: when it stood, null while it does not, and whether any byte came back since. */
type Line = { connectMs: number | null; hasAnswered: () => boolean };

/** Sees where the connection leads before anything is read from it, and starts to wait for the answer once it stands. */
function watchConnection(request: http.ClientRequest, { url, pool, waiting }: SendOptions, timers: RequestTimers): Line {
  const line: Line = { connectMs: null, hasAnswered: () => false };
  request.on("socket", (socket) => {
    const { bytesRead } = socket;
    line.hasAnswered = () => socket.bytesRead > bytesRead;
    const connected = () => {
      try {
        pool.checkSocket(socket.remoteAddress);
      } catch (error) {
        request.destroy(error as Error);
        return;
      }
      line.connectMs ??= timers.elapsedMs();
      timers.armInShare(waiting.cause, waiting.ms);
    };
    if (request.reusedSocket) connected();
    else socket.once(url.protocol === "https:" ? "secureConnect" : "connect", connected);
  });
  return line;
}

function isSoonAfter(connectMs: number | null, timers: RequestTimers): boolean {
  return connectMs !== null && timers.elapsedMs() - connectMs <= STALE_MS;
}

function release(request: http.ClientRequest, answer: http.IncomingMessage | null, drain: boolean): void {
  if (answer?.complete) answer.resume();
  else if (drain && answer) drainBriefly(request, answer);
  else request.destroy();
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
