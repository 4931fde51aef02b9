import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cancellation } from "@/lib/upstream/cancellation";
import { ChunkedBody } from "./chunked";
import type { Reply, WriteStream } from "./exchange";

/** How slow a client may be. */
export type ClientTimes = {
  headersMs: number;
  /** For any request's body; a long one may take longer as long as it keeps coming. */
  bodyMs: number;
  /** What it must keep up with beyond those times, when it sends a long body or reads a long answer. */
  minBytesPerMs: number;
  /** Without taking what was sent: a reader this slow holds a provider's connection and gets nothing done. */
  stallMs: number;
  /** Silence on a stream after which a comment tells everybody on the way that it is alive. */
  silenceMs: number;
  /** For a client that still sends what will not be read: it could not read its answer behind a closed connection. */
  lingerMs: number;
};

export const CLIENT_TIMES: ClientTimes = {
  headersMs: 10_000,
  bodyMs: 30_000,
  // 256 kbit/s: a bad line of a telephone.
  minBytesPerMs: 32,
  stallMs: 60_000,
  silenceMs: 15_000,
  lingerMs: 1_000,
};

/** A comment, which every reader of an event stream skips (WHATWG HTML, 9.2.6). */
const KEEP_ALIVE = Buffer.from(": keep-alive\n\n");

export type Sent = { request: IncomingMessage; response: ServerResponse; times: ClientTimes; isLast: boolean; cancellation: Cancellation };

/** Sends a reply as fast as the client reads and no faster. */
export async function sendReply(reply: Reply, { request, response, times, isLast, cancellation }: Sent): Promise<void> {
  const { body, status, headers } = reply;
  // What is left of a body that was refused unread cannot be told from a next request.
  const isUnread = !request.complete;
  if (isUnread || isLast) headers.connection = "close";
  headers["x-content-type-options"] = "nosniff";
  if (body instanceof Uint8Array) {
    headers["cache-control"] ??= "no-store";
    headers["content-length"] = String(body.byteLength);
    response.writeHead(status, headers);
    if (isUnread) {
      response.write(body);
      await linger(request, times.lingerMs);
      response.end();
    } else response.end(body);
    boundSending(response, times.stallMs + body.byteLength / times.minBytesPerMs);
    return;
  }
  const chunks = await open(body, () => new ChunkedBody(response, status, headers), cancellation);
  await sendStream(body, { response, chunks, times, cancellation });
  chunks.end();
  boundSending(response, times.stallMs);
}

/** A stream whose head cannot be written is written to nobody: its end settles the call. @throws what kept it from being written */
async function open(body: WriteStream, start: () => ChunkedBody, cancellation: Cancellation): Promise<ChunkedBody> {
  try {
    return start();
  } catch (error) {
    cancellation.cancel();
    await body(() => undefined);
    throw error;
  }
}

type Streamed = Pick<Sent, "response" | "times" | "cancellation"> & { chunks: ChunkedBody };

async function sendStream(writeStream: WriteStream, { response, chunks, times, cancellation }: Streamed): Promise<void> {
  let wroteAt = performance.now();
  const silence = setInterval(() => {
    if (performance.now() - wroteAt >= times.silenceMs && !response.writableNeedDrain) chunks.write(KEEP_ALIVE);
  }, times.silenceMs);
  try {
    await writeStream((bytes) => {
      wroteAt = performance.now();
      return response.destroyed || chunks.write(bytes) ? undefined : drained(response, times.stallMs, cancellation);
    });
  } finally {
    clearInterval(silence);
  }
}

/** Resolves when there is room again, or when waiting for it is over; a client that reads nothing for too long is let go. */
function drained(response: ServerResponse, stallMs: number, cancellation: Cancellation): Promise<void> {
  return new Promise((resolve) => {
    const tooSlow = setTimeout(() => response.destroy(), stallMs);
    const done = () => {
      clearTimeout(tooSlow);
      response.off("drain", done).off("close", done);
      cancellation.unlisten(done);
      resolve();
    };
    response.on("drain", done).on("close", done);
    cancellation.listen(done);
    if (cancellation.isCancelled) done();
  });
}

/** Lets a client go that does not take the end of its answer. */
function boundSending(response: ServerResponse, ms: number): void {
  // One that waited behind another has no `close` of its own: it would be held, with all that it had to say.
  if (response.writableLength === 0 || response.destroyed) return;
  const tooSlow = setTimeout(() => response.destroy(), ms);
  response.once("close", () => {
    clearTimeout(tooSlow);
  });
}

/** The answer is out; what the client still sends is read and thrown away until it ends, for a short while. */
function linger(request: IncomingMessage, lingerMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      request.off("end", done).off("close", done);
      resolve();
    };
    const timer = setTimeout(done, lingerMs);
    request.on("end", done).on("close", done);
    request.resume();
  });
}
