import { createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import type { Speaking } from "./answer";
import { callUpstream } from "./call";
import { Cancellation } from "./cancellation";
import { openai } from "./openai/adapter";
import { Pool } from "./pool";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const event = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

/** A stream whose end is the end of its connection, and the provider's side of it. */
async function openStream(stallMs = 60_000): Promise<{ answer: Speaking; socket: Socket }> {
  const opened = new Promise<Socket>((resolve) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined).once("data", () => {
        socket.write(`HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n${event("a")}`);
        resolve(socket);
      });
    });
    server.listen(0, "127.0.0.1", () => { start(server.address() as AddressInfo); });
    closers.push(() => server.close());
  });
  let start: (address: AddressInfo) => void = () => undefined;
  const port = await new Promise<number>((resolve) => (start = (address) => { resolve(address.port); }));
  const pool = new Pool(`http://127.0.0.1:${port}`, true);
  const timers = { ...DEFAULT_TIMERS, stallMs, shareMs: 20_000, remainingMs: 20_000 };
  const answer = await callUpstream({ adapter: openai, credential: null, pool, body: Buffer.from("{}"), stream: true, timers, cancellation: new Cancellation() });
  if (answer.kind !== "speaking") throw new Error(answer.kind);
  const socket = await opened;
  closers.push(() => { socket.destroy(); });
  return { answer, socket };
}

describe("a stream whose reader is slow", () => {
  it.each([["ends", "end", "whole"], ["is reset", "resetAndDestroy", "whole"]] as const)(
    "is read to its end when its connection %s meanwhile",
    async (_what, how, kind) => {
      const { answer, socket } = await openStream();
      const read: number[] = [];
      const done = answer.readOn(async (chunks) => {
        read.push(chunks.length);
        socket[how]();
        await sleep(150);
      });
      socket.write(event("b", "stop"));
      expect(await done).toMatchObject({ kind, received: { contentChunks: 2 } });
      expect(read).toEqual([1]);
    },
  );

  it("is cut, and told so, when its connection is reset before it was complete", async () => {
    const { answer, socket } = await openStream();
    const done = answer.readOn(async () => {
      socket.resetAndDestroy();
      await sleep(150);
    });
    socket.write(event("b"));
    expect(await done).toMatchObject({ kind: "failed", reason: { cause: "stream_cut", detail: "ECONNRESET" }, owed: "received" });
  });

  it("does not stall by that, but does when its provider stands still after it", async () => {
    const { answer, socket } = await openStream(100);
    const pausedMs = 400;
    const startedAt = performance.now();
    const done = answer.readOn(() => sleep(pausedMs));
    socket.write(event("b"));
    expect(await done).toMatchObject({ kind: "failed", reason: { cause: "timeout_stall" } });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(pausedMs);
  });
});
