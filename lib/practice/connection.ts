import type { ServerResponse } from "node:http";
import type { OpenRequest } from "./account";
import type { Dialect } from "./dialect";

/** One request that is being answered. `gone` fires when its connection ends, whoever ended it. */
export type Exchange = { dialect: Dialect; response: ServerResponse; gone: AbortSignal; record: OpenRequest };

/** Waits so many milliseconds, or until the client has gone. */
export function pause(ms: number, gone: AbortSignal): Promise<void> {
  if (ms <= 0 || gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      gone.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    gone.addEventListener("abort", finish);
  });
}

/** Lets other connections have their turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits until the client has gone: for answers that never come. */
export function untilGone(gone: AbortSignal): Promise<void> {
  if (gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    gone.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Waits until all that was written has left this process. */
async function flushed({ response, gone }: Exchange): Promise<void> {
  const { socket } = response;
  if (!socket || gone.aborted) return;
  await Promise.race([new Promise((resolve) => socket.write("", resolve)), untilGone(gone)]);
  // A reset throws away what the peer has not read yet: let it read first.
  await pause(2, gone);
}

/** Ends the connection without ending the answer: by a reset, or by an orderly FIN. */
export async function drop(exchange: Exchange, how: "rst" | "fin"): Promise<void> {
  await flushed(exchange);
  if (how === "rst") exchange.response.socket?.resetAndDestroy();
  else exchange.response.socket?.destroySoon();
}

/** Sends the head so that the end of the connection is the end of the body: a cut then looks like a clean end. */
export function leaveUnframed(response: ServerResponse): void {
  response.useChunkedEncodingByDefault = false;
  response.setHeader("connection", "close");
}

/** Waits until the client has read what is buffered, or has gone; leaves no listener behind, since a long body waits often. */
function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  if (gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      response.off("drain", finish);
      gone.removeEventListener("abort", finish);
      resolve();
    };
    response.once("drain", finish);
    gone.addEventListener("abort", finish);
  });
}

/** Writes of so many bytes, with so many milliseconds between them. */
export type Splitting = { bytes: number; pauseMs: number };

/** Writes one piece of a body, as fast as the client reads, in one write or in many. */
export async function write({ response, gone }: Exchange, data: string, splitting: Splitting | null): Promise<void> {
  if (splitting === null) {
    if (!response.write(data)) await drained(response, gone);
    return;
  }
  const bytes = Buffer.from(data);
  for (let start = 0; start < bytes.length && !gone.aborted; start += splitting.bytes) {
    response.write(bytes.subarray(start, start + splitting.bytes));
    await (splitting.pauseMs > 0 ? pause(splitting.pauseMs, gone) : nextTurn());
  }
}

/** Writes the same for ever: with no pause in large blocks, else one at a time. */
export async function writeForEver(exchange: Exchange, unit: string, everyMs: number): Promise<void> {
  const block = everyMs > 0 ? unit : unit.repeat(Math.ceil(65_536 / unit.length));
  while (!exchange.gone.aborted) {
    await write(exchange, block, null);
    await (everyMs > 0 ? pause(everyMs, exchange.gone) : nextTurn());
  }
}

/** Answers at once with JSON, its length announced. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}
