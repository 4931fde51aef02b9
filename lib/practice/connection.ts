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

/** Writes one piece of a body, as fast as the client reads, or in single bytes with `byteMs` between them. */
export async function write({ response, gone }: Exchange, text: string, byteMs: number | null): Promise<void> {
  if (byteMs === null) {
    if (response.write(text)) return;
    await Promise.race([new Promise((resolve) => response.once("drain", resolve)), untilGone(gone)]);
    return;
  }
  for (const byte of Buffer.from(text)) {
    if (gone.aborted) return;
    response.write(Uint8Array.of(byte));
    await (byteMs > 0 ? pause(byteMs, gone) : nextTurn());
  }
}

/** Answers at once with JSON, its length announced. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}
