import { createServer, type AddressInfo, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import { callUpstream } from "./call";
import { Cancellation } from "./cancellation";
import { openai } from "./openai/adapter";
import { Pool } from "./pool";

const ANSWER = '{"choices":[{"message":{"content":"ok"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}';
const WHOLE = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${ANSWER.length}\r\n\r\n${ANSWER}`;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A provider that keeps count of its connections. */
async function provider(heed: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined).on("data", (data) => {
      requests.push(String(data));
      heed(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close(), () => { for (const socket of sockets) socket.destroy(); });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, sockets, requests };
}

function ask(pool: Pool, { connectMs = 5_000, cancellation = new Cancellation(), body = Buffer.from("{}") } = {}) {
  closers.push(() => { pool.retire(); });
  const timers = { ...DEFAULT_TIMERS, connectMs, shareMs: 10_000, remainingMs: 10_000 };
  return callUpstream({ adapter: openai, credential: null, pool, body, stream: false, timers, cancellation });
}

const openCount = (sockets: Socket[]) => sockets.filter((socket) => !socket.destroyed).length;

describe("the connections to a provider", () => {
  it("are as many as there are requests at once, and are kept for the next", async () => {
    const { host, sockets, requests } = await provider((socket) => { setTimeout(() => socket.write(WHOLE), 20); });
    const pool = new Pool(`http://${host}`, true);
    const first = await Promise.all([ask(pool), ask(pool), ask(pool)]);
    const second = await Promise.all([ask(pool), ask(pool), ask(pool)]);
    expect([...first, ...second].map(({ kind }) => kind)).toEqual(Array(6).fill("whole"));
    expect([sockets.length, requests.length]).toEqual([3, 6]);
    expect(second.map((answer) => "timing" in answer && answer.timing.connectMs)).toEqual([0, 0, 0]);
  });

  it("send a request once, also when the provider closes them as they are taken", async () => {
    let answered = 0;
    const { host, requests } = await provider((socket) => {
      answered += 1;
      if (answered % 2 === 1) socket.write(WHOLE);
      else socket.destroy();
    });
    const pool = new Pool(`http://${host}`, true);
    const kinds: string[] = [];
    for (let call = 0; call < 20; call += 1) kinds.push((await ask(pool)).kind);
    expect(kinds.filter((kind) => kind === "failed")).toHaveLength(10);
    expect(requests).toHaveLength(20);
  });

  it.each([
    ["bytes behind an answer", (socket: Socket) => socket.write(`${WHOLE}XX`)],
    ["an answer that nobody asked for", (socket: Socket) => { socket.write(WHOLE); setImmediate(() => socket.write(WHOLE)); }],
    ["an end behind an answer", (socket: Socket) => socket.end(WHOLE)],
    ["a reset behind an answer", (socket: Socket) => socket.write(WHOLE, () => socket.resetAndDestroy())],
  ])("never send a request twice because of %s", async (_what, reply) => {
    const { host, requests } = await provider(reply);
    const pool = new Pool(`http://${host}`, true);
    for (let call = 0; call < 40; call += 1) await ask(pool, { body: Buffer.from(`{"call":"${call}."}`) });
    const times = Array.from({ length: 40 }, (_, call) => requests.join("").split(`{"call":"${call}."}`).length - 1);
    expect(Math.max(...times)).toBe(1);
  });

  it("are not used again while a request is still going out that was answered early", async () => {
    const refusal = "HTTP/1.1 429 Too Many\r\nContent-Length: 2\r\n\r\n{}";
    const { host, sockets } = await provider((socket) => { socket.pause().write(refusal); });
    const pool = new Pool(`http://${host}`, true);
    expect(await ask(pool, { body: Buffer.alloc(20_000_000, 0x20) })).toMatchObject({ httpStatus: 429 });
    expect(await ask(pool)).toMatchObject({ httpStatus: 429 });
    expect(sockets).toHaveLength(2);
  });

  it("hold nothing of an answer once they are idle", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const text = JSON.stringify({ choices: [{ message: { content: "x".repeat(8_000_000) } }] });
    const { host } = await provider((socket) => { socket.write(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`); });
    const pool = new Pool(`http://${host}`, true);
    // A second time, on the same connections.
    for (let time = 0; time < 2; time += 1) await Promise.all(Array.from({ length: 5 }, () => ask(pool)));
    collect();
    await expect.poll(() => { collect(); return process.memoryUsage().arrayBuffers < 16_000_000; }).toBe(true);
  });

  it("are closed on our side, too, when the provider never says anything in TLS", async () => {
    const { host, sockets } = await provider(() => undefined);
    const pool = new Pool(`https://${host}`, true);
    expect(await ask(pool, { connectMs: 50 })).toMatchObject({ kind: "failed", reason: { cause: "timeout_connect" }, owed: "nothing" });
    await expect.poll(() => [sockets.length, openCount(sockets)]).toEqual([1, 0]);
  });

  it("end with the client that leaves before its answer, and none is kept of them", async () => {
    const cancellation = new Cancellation();
    const { host, sockets } = await provider(() => { cancellation.cancel(); });
    const pool = new Pool(`http://${host}`, true);
    expect(await ask(pool, { cancellation })).toMatchObject({ kind: "left", owed: "unknown" });
    await expect.poll(() => openCount(sockets)).toBe(0);
  });

  it("are let go when the provider is pointed elsewhere, but not before their answer has come", async () => {
    const { host, sockets } = await provider((socket) => { setTimeout(() => socket.write(WHOLE), 30); });
    const pool = new Pool(`http://${host}`, true);
    const asked = ask(pool);
    await expect.poll(() => sockets.length).toBe(1);
    pool.retire();
    expect((await asked).kind).toBe("whole");
    await expect.poll(() => openCount(sockets)).toBe(0);
  });
});
