import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { LLMock } from "@copilotkit/aimock";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import { parseChatRequest } from "@/lib/wire/chat-request";
import type { Answer } from "../answer";
import { callUpstream } from "../call";
import type { Chunk } from "../dialect";
import { Cancellation } from "../cancellation";
import { Pool } from "../pool";
import { anthropic } from "./adapter";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Asked = { path: string | undefined; headers: IncomingHttpHeaders };

/** A provider that answers every request with these bytes, one by one. */
async function provider(status: number, contentType: string, body: Buffer): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url, headers: request.headers });
    response.writeHead(status, { "content-type": contentType, "retry-after": "7" });
    for (const byte of body) response.write(Uint8Array.of(byte));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.closeAllConnections(), () => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}

function call(baseUrl: string, fields: object, cancellation = new Cancellation()): Promise<Answer> {
  const request = parseChatRequest(new TextEncoder().encode(JSON.stringify({ model: "m", messages: [{ role: "user", content: "hello" }], ...fields })));
  const body = anthropic.prepareBody(request, { upstreamModel: "claude-sonnet-4-5", maxOutputTokens: null });
  if ("cause" in body) throw new Error(body.detail);
  const pool = new Pool(baseUrl, true);
  closers.push(() => {
    pool.retire();
  });
  return callUpstream({
    adapter: anthropic, credential: "sk-ant-secret", pool, body, stream: request.stream,
    timers: { ...DEFAULT_TIMERS, shareMs: 10_000, remainingMs: 10_000 }, cancellation,
  });
}

async function readAll(answer: Answer) {
  if (answer.kind !== "speaking") throw new Error(JSON.stringify(answer));
  const chunks: Chunk[] = [...answer.head];
  const end = await answer.readOn((more) => void chunks.push(...more));
  return { chunks, end };
}

function textOf(chunks: Chunk[], field: "content" | "reasoning"): string {
  const deltas = chunks.flatMap(({ json }) => (JSON.parse(String(json.bytes)) as { choices: { delta: Record<string, string | undefined> }[] }).choices);
  return deltas.map(({ delta }) => delta[field] ?? "").join("");
}

/** What the start of message.sse tells. */
const INPUT = { input: 1_320, cachedInput: 1_000, cacheWrite5m: 100, cacheWrite1h: 200, output: 0, reasoning: 0 };
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

describe("a call over a socket in Anthropic's dialect", () => {
  it("asks at the Messages API's own path, with its headers", async () => {
    const { url, asked } = await provider(200, "application/json", fixture("message.json"));
    expect(await call(url, {})).toMatchObject({ kind: "whole", usage: { input: 1_320, output: 75 }, received: { contentBytes: 62 } });
    expect(asked).toMatchObject([
      { path: "/v1/messages", headers: { "x-api-key": "sk-ant-secret", "anthropic-version": "2023-06-01", "content-type": "application/json" } },
    ]);
    expect(asked[0]?.headers).not.toHaveProperty("authorization");
  });

  it("reads a stream however its bytes are cut, and is whole at its end", async () => {
    const { url } = await provider(200, "text/event-stream; charset=utf-8", fixture("message.sse"));
    const { chunks, end } = await readAll(await call(url, { stream: true }));
    expect(textOf(chunks, "content")).toBe("Let me look, one moment.");
    expect(end).toMatchObject({ kind: "whole", usage: { input: 1_320, output: 75 }, received: { contentBytes: 62, contentChunks: 9 } });
  });

  it("can still fall back when an error comes before the first content", async () => {
    const { url } = await provider(200, "text/event-stream", fixture("overloaded.sse"));
    expect(await call(url, { stream: true })).toMatchObject({ kind: "failed", owed: "unknown", reason: { cause: "overloaded" }, usage: null });
  });

  it("is cut, without usage that says too little, when its end never comes", async () => {
    const { url } = await provider(200, "text/event-stream", fixture("message.sse").subarray(0, 1_800));
    const { chunks, end } = await readAll(await call(url, { stream: true }));
    expect(textOf(chunks, "reasoning")).toBe("Oslo first.");
    expect(end).toMatchObject({ kind: "failed", reason: { cause: "stream_cut" }, owed: "received", usage: null, inputUsage: INPUT });
  });

  it("keeps the input that was told at the start, also when the client leaves before the first content", async () => {
    const cancellation = new Cancellation();
    const start = fixture("message.sse").toString().split("\n\n")[0] ?? "";
    const server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`${start}\n\n`);
      setTimeout(() => {
        cancellation.cancel();
      }, 20);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => server.closeAllConnections(), () => server.close());
    const left = await call(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, { stream: true }, cancellation);
    expect(left).toMatchObject({ kind: "left", owed: "unknown", usage: null, inputUsage: INPUT });
  });

  it("fails by the error's type, and waits as it is told", async () => {
    const { url } = await provider(529, "application/json", Buffer.from('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'));
    expect(await call(url, {})).toMatchObject({ kind: "failed", httpStatus: 529, retryAfterMs: 7_000, owed: "nothing", reason: { cause: "overloaded" } });
  });
});

describe("a provider that others wrote", () => {
  async function mock() {
    const server = new LLMock({ port: 0, host: "127.0.0.1" });
    server.onMessage("hello", { content: "Hi there, né!", reasoning: "They greet." });
    server.onMessage("weather", { toolCalls: [{ name: "weather", arguments: '{"city":"Oslo"}' }] });
    await server.start();
    closers.push(() => server.stop());
    return `${server.url}/v1`;
  }

  it("is understood in one piece and as a stream", async () => {
    const url = await mock();
    const whole = await call(url, {});
    if (whole.kind !== "whole") throw new Error(JSON.stringify(whole));
    expect(JSON.parse(Buffer.from(whole.body).toString())).toMatchObject({
      choices: [{ message: { content: "Hi there, né!", reasoning: "They greet." }, finish_reason: "stop" }],
    });
    const { chunks, end } = await readAll(await call(url, { stream: true }));
    expect([textOf(chunks, "reasoning"), textOf(chunks, "content")]).toEqual(["They greet.", "Hi there, né!"]);
    expect(end.kind).toBe("whole");
  });

  it("calls a tool in both", async () => {
    const url = await mock();
    const fields = { messages: [{ role: "user", content: "weather" }], tools: [{ type: "function", function: { name: "weather", parameters: {} } }] };
    const whole = await call(url, fields);
    if (whole.kind !== "whole") throw new Error(JSON.stringify(whole));
    expect(JSON.parse(Buffer.from(whole.body).toString())).toMatchObject({
      choices: [{ message: { content: null, tool_calls: [{ function: { name: "weather", arguments: '{"city":"Oslo"}' } }] }, finish_reason: "tool_calls" }],
    });
    const { chunks } = await readAll(await call(url, { ...fields, stream: true }));
    expect(chunks.map(({ json }) => String(json.bytes)).join("")).toContain('"name":"weather"');
    expect(chunks.at(-1)).toMatchObject({ finished: true });
  });
});
