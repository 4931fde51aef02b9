import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import type { Answer } from "./answer";
import { callUpstream, type UpstreamCall } from "./call";
import { openai } from "./openai/adapter";
import { Cancellation } from "./cancellation";
import { Pool } from "./pool";

const TIMERS = { ...DEFAULT_TIMERS, shareMs: 10_000, remainingMs: 10_000 };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A provider that answers every request with these very bytes, and keeps what it was sent. */
async function provider(answer: (socket: Socket) => void): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      requests.push(String(data));
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, requests };
}

async function call(baseUrl: string, more: Partial<UpstreamCall> = {}, privateAllowed = true): Promise<Answer> {
  const pool = new Pool(baseUrl, privateAllowed);
  closers.push(async () => {
    pool.retire();
    await Promise.resolve();
  });
  return callUpstream({
    adapter: openai, credential: "sk-provider-secret", pool, body: new TextEncoder().encode("{}"), stream: false,
    timers: TIMERS, cancellation: new Cancellation(), ...more,
  });
}

const json = '{"choices":[{"message":{"content":"ok"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}';
const ok = (body: string, head = "") => `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${head}Content-Length: ${body.length}\r\n\r\n${body}`;
const sends = (text: string, end = false) => (socket: Socket) => {
  if (end) socket.end(text);
  else socket.write(text);
};

describe("one upstream request", () => {
  it("carries our credential, asks for no encoding and follows the base URL", async () => {
    const { url, requests } = await provider(sends(ok(json)));
    expect(await call(`${url}/`)).toMatchObject({ kind: "whole", usage: { input: 1, output: 1 } });
    expect(requests[0]).toMatch(/^POST \/v1\/chat\/completions HTTP/);
    expect(requests[0]).toContain("authorization: Bearer sk-provider-secret");
    expect(requests[0]).toContain("accept-encoding: identity");
  });

  it.each([
    ["bytes beyond its length", ok(json).replace(json, `${json}XXXX`), "whole", null],
    ["a body that is cut short", ok(json).slice(0, -10), "failed", "network"],
    ["an end without a length in the middle", `HTTP/1.1 200 OK\r\n\r\n${json.slice(0, 20)}`, "failed", "malformed"],
    ["an answer that came encoded", ok(json, "Content-Encoding: gzip\r\n"), "failed", "malformed"],
    ["a redirect", "HTTP/1.1 307 T\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "failed", "malformed"],
    ["another protocol", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "failed", "malformed"],
    ["junk", "what?\r\n\r\n", "failed", "malformed"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "failed", "malformed"],
    ["a length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "failed", "malformed"],
    ["a chunk that is none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "failed", "network"],
    ["headers of 100 KB", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}\r\n\r\n`, "failed", "malformed"],
    ["an end in its headers", "HTTP/1.1 200 OK\r\nContent-Le", "failed", "network"],
    ["nothing at all", "", "failed", "network"],
    ["20 informational answers before its own", `${"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(20)}${ok(json)}`, "whole", null],
    ["a flood of informational answers", `${"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(21)}${ok(json)}`, "failed", "malformed"],
    ["a 103 before its answer", `HTTP/1.1 103 Early Hints\r\n\r\n${ok(json)}`, "whole", null],
    // Nobody asked for it, and then it should not be sent (RFC 9110, 10.1.1); the client library gives up on it.
    ["a 100 before its answer", `HTTP/1.1 100 Continue\r\n\r\n${ok(json)}`, "failed", "malformed"],
  ])("answered with %s ends once", async (_what, text, kind, cause) => {
    const { url } = await provider(sends(text, true));
    const answer = await call(url);
    expect(answer.kind).toBe(kind);
    if (answer.kind === "failed") expect(answer.reason.cause).toBe(cause);
  });

  it("owes nothing to a provider that was never reached, and an unknown sum to one that hung up", async () => {
    expect(await call("http://127.0.0.1:1/v1")).toMatchObject({ owed: "nothing", reason: { cause: "network", detail: "ECONNREFUSED" } });
    const { url } = await provider((socket) => socket.destroy());
    expect(await call(url)).toMatchObject({ owed: "unknown", reason: { cause: "network" } });
  });

  it.each([
    ["nothing", "", 0, true],
    ["nothing after some work", "", 300, false],
    ["half a status line", "HTTP/1.", 0, false],
    ["junk", "what?\r\n\r\n", 0, false],
  ])(
    "that meets %s on a kept connection is told from one that met a dead one",
    async (_what, bytes, workMs, staleSocket) => {
      const answers = [ok(json), bytes];
      const { url } = await provider((socket) => {
        const text = answers.shift() ?? "";
        if (answers.length > 0) socket.write(text);
        else if (workMs === 0) socket.end(text);
        else setTimeout(() => socket.end(text), workMs);
      });
      const pool = new Pool(url, true);
      expect(await call(url, { pool })).toMatchObject({ kind: "whole" });
      expect(await call(url, { pool })).toMatchObject({ kind: "failed", staleSocket, timing: { connectMs: expect.any(Number) as number } });
    },
  );

  it("does not wait longer for its first token because of informational answers", async () => {
    const { url } = await provider((socket) => {
      const hints = setInterval(() => socket.write("HTTP/1.1 103 Early Hints\r\n\r\n"), 10);
      socket.once("close", () => {
        clearInterval(hints);
      });
    });
    const answer = await call(url, { stream: true, timers: { ...TIMERS, firstTokenMs: 60 } });
    expect(answer).toMatchObject({ kind: "failed", reason: { cause: "timeout_first_token" } });
  });

  it("that has all that is left of its call ends by that and by no other timer", async () => {
    const { url } = await provider(() => undefined);
    const timers = { ...TIMERS, firstTokenMs: 40, answerMs: 40, shareMs: 40, remainingMs: 40 };
    for (const stream of [true, false]) {
      expect(await call(url, { stream, timers })).toMatchObject({ reason: { cause: "timeout_total" } });
    }
    expect(await call(url, { stream: true, timers: { ...timers, remainingMs: 90 } })).toMatchObject({ reason: { cause: "timeout_first_token" } });
  });

  it("that is held back for want of content does not fill the memory", async () => {
    const silent = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { role: "assistant" }, finish_reason: null }], pad: "x".repeat(65_536) })}\n\n`;
    // Never ends: only the bound on its head can end it before its timers.
    const { url } = await provider((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
      const sending = setInterval(() => socket.write(silent), 1);
      socket.once("close", () => {
        clearInterval(sending);
      });
    });
    expect(await call(url, { stream: true })).toMatchObject({ kind: "failed", reason: { cause: "malformed", detail: "a stream of events without content" } });
  });

  it("reads a type of content in any case", async () => {
    const text = 'data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
    const { url } = await provider(sends(`HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream;charset=UTF-8\r\nContent-Encoding: Identity\r\n\r\n${text}`, true));
    const answer = await call(url, { stream: true });
    if (answer.kind !== "speaking") throw new Error(answer.kind);
    expect(await answer.readOn(() => undefined)).toMatchObject({ kind: "whole" });
  });

  it("names a status also when the body behind it never comes", async () => {
    const { url } = await provider(sends("HTTP/1.1 503 No\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n"));
    expect(await call(url)).toMatchObject({ httpStatus: 503, reason: { cause: "overloaded" }, retryAfterMs: 3_000, owed: "nothing" });
  });

  it("ends when the client leaves, at any stage", async () => {
    const cancellation = new Cancellation();
    const { url } = await provider(() => {
      cancellation.cancel();
    });
    expect(await call(url, { cancellation })).toMatchObject({ kind: "left", owed: "unknown" });
    expect(await call(url, { cancellation })).toMatchObject({ kind: "left", owed: "nothing" });
  });

  it.each([
    ["one of two choices", [[0, null], [1, null], [0, "stop"]], "failed"],
    ["both choices", [[0, null], [1, null], [0, "stop"], [1, "stop"]], "whole"],
    ["the only one before another began", [[0, null], [0, "stop"], [1, null]], "failed"],
  ])("that is cut after %s has finished is %s", async (_what, said, kind) => {
    const events = said.map(([index, finish_reason]) => `data: ${JSON.stringify({ choices: [{ index, delta: { content: "x" }, finish_reason }] })}\n\n`);
    const { url } = await provider(sends(`HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n${events.join("")}`, true));
    const answer = await call(url, { stream: true });
    if (answer.kind !== "speaking") throw new Error(answer.kind);
    expect((await answer.readOn(() => undefined)).kind).toBe(kind);
  });

  it("reads a stream however its bytes are cut", async () => {
    const event = (delta: object, finish: string | null = null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\r\n\r\n`;
    const text = `: hi\n\n${event({ role: "assistant" })}${event({ content: "né" })}${event({}, "stop")}data: [DONE]\n\n`;
    const { url } = await provider((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
      for (const byte of Buffer.from(text)) socket.write(Uint8Array.of(byte));
      socket.end();
    });
    const answer = await call(url, { stream: true });
    if (answer.kind !== "speaking") throw new Error(answer.kind);
    const chunks = [...answer.head];
    const end = await answer.readOn((more) => void chunks.push(...more));
    expect(chunks.map((chunk) => chunk.content)).toEqual([false, true, false]);
    expect(end).toMatchObject({ kind: "whole", received: { contentBytes: 3, contentChunks: 1 } });
  });
});

describe("our credential in a provider's words", () => {
  const refusal = (text: string) => `HTTP/1.1 500 No\r\nConnection: close\r\n\r\n${text}`;
  const event = (text: string) => `HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n${text}\n\n`;
  const said = 'data: {"choices":[{"index":0,"delta":{"content":"hi"}}]}\n\n';
  const error = (message: string) => `{"error":{"message":"${message}"}}`;

  it.each([
    ["a refusal", refusal(error("no hunter2-internal here")), false],
    ["a refusal, escaped", refusal(error("no hunter2\\u002dinternal here")), false],
    ["a refusal, encoded", refusal(error("no hunter2%2dinternal here")), false],
    ["a refusal, as JSON in a text", refusal(error("no hunter2\\\\u002Dinternal here")), false],
    ["a 200", ok(error("no hunter2-internal here")), false],
    ["a 200, escaped", ok(error("no hunter2\\u002dinternal here")), false],
    ["a stream", event(`data: ${error("no hunter2-internal here")}`), true],
    ["a stream that had spoken", event(`${said}data: ${error("no HUNTER2-internal here")}`), true],
  ])("never leaves us: in %s", async (_where, text, stream) => {
    const { url } = await provider(sends(text, true));
    const answer = await call(url, { credential: "hunter2-internal", stream });
    const end = answer.kind === "speaking" ? await answer.readOn(() => undefined) : answer;
    expect(end).toMatchObject({ kind: "failed", reason: { detail: expect.stringMatching(/: no \[secret\] here$/) as string } });
  });

  it("never leaves us in part, where a long text is cut", async () => {
    const { url } = await provider(sends(refusal(error(`${"x ".repeat(245)}hunter2-internal`)), true));
    const answer = await call(url, { credential: "hunter2-internal" });
    expect(answer.kind === "failed" && answer.reason.detail).not.toContain("hunter");
    expect(answer.kind === "failed" && answer.reason.detail.length).toBeLessThanOrEqual(500);
  });
});

describe("a base URL that leads where it may not", () => {
  it.each([
    "http://127.0.0.1:PORT", "http://localhost:PORT", "http://2130706433:PORT", "http://0x7f.1:PORT", "http://127.1:PORT",
    "http://017700000001:PORT", "http://[::1]:PORT", "http://[::ffff:127.0.0.1]:PORT", "http://[::7f00:1]:PORT", "http://0:PORT",
    "http://10.0.0.1:PORT", "http://169.254.169.254:PORT", "http://[64:ff9b::7f00:1]:PORT",
  ])("%s is not connected to", async (template) => {
    let reached = false;
    const { url } = await provider(() => (reached = true));
    const answer = await call(template.replace("PORT", new URL(url).port), {}, false);
    expect(answer).toMatchObject({ kind: "failed", owed: "nothing", reason: { cause: "network" } });
    expect(answer.kind === "failed" && answer.reason.detail).toContain("leads to");
    expect(reached).toBe(false);
  });
});
