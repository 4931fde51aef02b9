import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClientTimes } from "./send-reply";
import { createServer, type Serving } from "./server";
import { createInstallation, type Installation } from "./testing/installation";
import { callHead, callText, connectRaw, type RawClient } from "./testing/raw-client";

/** What the bound on a stream's buffer is: more than this is never held for one client. */
const BUFFER_BYTES = 256 * 1024;
const TIMES = { headersMs: 200, bodyMs: 150, stallMs: 1_200, silenceMs: 60, lingerMs: 500 };

let site: Installation;
let serving: Serving;
let port: number;
let responses: ServerResponse[];
let clients: RawClient[];
beforeAll(async () => {
  site = await createInstallation();
  await site.publish("cascade", ["alpha"]);
});
afterAll(() => site.close());
beforeEach(async () => {
  [responses, clients] = [[], []];
  await start(TIMES);
  site.practice.reset();
  await site.gateway.ledger.flush();
  await site.db.call.deleteMany({});
  return async () => {
    for (const { socket } of clients) socket.destroy();
    await stop();
    await isIdle();
    site.practice.setScript("alpha/llama", { sequence: null, answer: null, answerTokens: null, tokensPerSecond: null, firstTokenMs: null });
  };
});

async function start(times: Partial<ClientTimes>): Promise<void> {
  serving = createServer({ gateway: site.gateway, maxBodyBytes: 200_000, pagesUrl: null, upgrades: false, times });
  serving.server.on("request", (_request, response: ServerResponse) => responses.push(response));
  await new Promise<void>((resolve) => serving.server.listen(0, "127.0.0.1", resolve));
  ({ port } = serving.server.address() as AddressInfo);
}

async function stop(): Promise<void> {
  serving.server.closeAllConnections();
  await new Promise((resolve) => serving.server.close(resolve));
}

function open(text = ""): RawClient {
  const client = connectRaw(port);
  clients.push(client);
  if (text !== "") client.write(text);
  return client;
}
const outcomes = async () => {
  await site.gateway.ledger.flush();
  return (await site.db.call.findMany({ orderBy: { id: "asc" } })).map(({ outcome }) => outcome);
};
const isIdle = async () => {
  await expect.poll(() => [serving.openRequests(), site.gateway.admission.status().calls, site.practice.account().total.open]).toEqual([0, 0, 0]);
};

describe("a client that is slow to ask", () => {
  it("is told so when its headers do not come, or nothing comes at all", async () => {
    const [slow, silent] = [open("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n"), open()];
    for (const client of [slow, silent]) {
      await client.closed;
      expect(client.text()).toMatch(/^HTTP\/1\.1 408 /);
    }
  });

  it("is told so when its body does not come, and nothing is asked or recorded", async () => {
    const client = open(`${callHead(site.apiKey, "Content-Length: 1000")}{"model":`);
    await expect.poll(client.text).toContain('"code":"request_timeout"');
    expect(client.text()).toMatch(/^HTTP\/1\.1 408 /);
    await isIdle();
    expect([await outcomes(), site.practice.account().total.requests]).toEqual([[], 0]);
  });

  it("may take longer with a long body as long as that keeps coming, and its time is not ours", async () => {
    const text = callText(site.apiKey, { model: "cascade", padding: "x".repeat(20_000) });
    const client = open(text.slice(0, 12_000));
    await sleep(TIMES.bodyMs + 100);
    client.write(text.slice(12_000));
    await expect.poll(client.text).toContain("200 OK");
    await expect.poll(outcomes).toEqual(["served"]);
    const { totalMs, overheadUs } = await site.db.call.findFirstOrThrow();
    expect(totalMs).toBeGreaterThanOrEqual(TIMES.bodyMs + 90);
    expect(overheadUs).toBeLessThan(TIMES.bodyMs * 1_000);
  });

  it("reads its refusal though it had not sent all of its body", async () => {
    const client = open(callHead(site.apiKey, "Content-Length: 3000000"));
    for (let sent = 0; sent < 30; sent++) client.write("x".repeat(100_000));
    await client.closed;
    expect(client.text()).toMatch(/^HTTP\/1\.1 413 [^]*"code":"body_too_large"[^]*\}$/);
  });
});

describe("a client that is slow to read", () => {
  /** A stream that nobody reads, once its provider has had to stop. */
  async function stall(): Promise<RawClient> {
    site.practice.setScript("alpha/llama", { answerTokens: 50_000 });
    const client = open();
    client.socket.pause();
    client.write(callText(site.apiKey, { model: "cascade", stream: true }));
    await expect.poll(() => responses[0]?.writableNeedDrain, { timeout: 10_000, interval: 5 }).toBe(true);
    return client;
  }

  it("stalls its own provider and no other call, within a bounded buffer, and then gets all of it", async () => {
    const client = await stall();
    const tokens = site.practice.account().total.completionTokens;
    expect(tokens).toBeLessThan(45_000);
    expect(responses[0]?.writableLength).toBeLessThan(BUFFER_BYTES);
    site.practice.setScript("beta/llama", { answerTokens: 5 });
    await site.publish("other", ["beta"]);
    const other = open(callText(site.apiKey, { model: "other", stream: true }));
    await expect.poll(other.text).toContain("[DONE]");
    client.socket.resume();
    await expect.poll(() => client.text().includes("data: [DONE]"), { timeout: 15_000 }).toBe(true);
    expect(site.practice.account().total.completionTokens).toBe(50_005);
    await expect.poll(outcomes).toEqual(["served", "served"]);
  });

  it("is let go in the end, its provider with it, and recorded as one that left", async () => {
    await stall();
    await expect.poll(() => serving.openRequests(), { timeout: 5_000 }).toBe(0);
    await isIdle();
    await expect.poll(outcomes).toEqual(["aborted"]);
    const attempt = await site.db.attempt.findFirstOrThrow({ orderBy: { callId: "desc" } });
    expect(attempt).toMatchObject({ outcome: "aborted", basis: "estimated" });
    expect(site.practice.account().total.completionTokens).toBeLessThan(50_000);
  });

  it("is let go when it leaves a whole answer unread", async () => {
    await stop();
    await start({ ...TIMES, minBytesPerMs: 1_000_000 });
    site.practice.setScript("alpha/llama", { answer: "word ".repeat(2_400_000) });
    const client = open();
    client.socket.pause();
    client.write(callText(site.apiKey, { model: "cascade" }));
    await expect.poll(() => (responses[0]?.writableLength ?? 0) > 0, { timeout: 10_000 }).toBe(true);
    await expect.poll(() => serving.openRequests(), { timeout: 5_000 }).toBe(0);
    // It had been made and recorded: reading it was up to the client.
    expect(await outcomes()).toEqual(["served"]);
    client.socket.resume();
    await client.closed;
    expect(client.text().length).toBeLessThan(12_000_000);
  });
});

describe("a stream that is silent", () => {
  it("is kept alive by comments, but not before it has spoken", async () => {
    site.practice.setScript("alpha/llama", { firstTokenMs: 4 * TIMES.silenceMs, answerTokens: 3, tokensPerSecond: 5 });
    const client = open(callText(site.apiKey, { model: "cascade", stream: true }));
    await sleep(2 * TIMES.silenceMs);
    expect(client.text()).toBe("");
    await expect.poll(client.text, { timeout: 5_000 }).toContain("[DONE]");
    const body = client.text().slice(client.text().indexOf("\r\n\r\n") + 4);
    const events = body.replace(/\r?\n?[0-9a-f]+\r\n(?=[:d])/g, "").split("\n\n").map((event) => event.trim());
    expect(events.filter((event) => event === ": keep-alive").length).toBeGreaterThanOrEqual(2);
    expect(events.filter((event) => event !== "" && !/^(data: |: keep-alive$|0$)/.test(event))).toEqual([]);
  });
});

describe("a client that goes", () => {
  it("with a stream waiting behind another is not waited for", async () => {
    site.practice.setScript("alpha/llama", { answerTokens: 1_000, tokensPerSecond: 200 });
    const text = callText(site.apiKey, { model: "cascade", stream: true });
    const client = open(text + text);
    await expect.poll(() => (responses[1]?.writableLength ?? 0) > 0, { timeout: 10_000 }).toBe(true);
    const [made, cleared] = [vi.spyOn(globalThis, "setTimeout"), vi.spyOn(globalThis, "clearTimeout")];
    client.socket.resetAndDestroy();
    await isIdle();
    const waits = made.mock.results.filter((_, index) => made.mock.calls[index]?.[1] === TIMES.stallMs).map(({ value }) => value as unknown);
    const left = waits.filter((timer) => !cleared.mock.calls.some(([given]) => given === timer));
    made.mockRestore();
    cleared.mockRestore();
    // One that is left would hold what the second stream has said.
    expect([responses[1]?.destroyed, left.length]).toEqual([true, 0]);
  });
});

describe("a client that closes its own side", () => {
  it("has left, whether it waits for an answer or reads a stream", async () => {
    site.practice.setScript("alpha/llama", { sequence: ["1 x hang_headers", "1 x hang_stream"] });
    for (const stream of [false, true]) {
      const client = open(callText(site.apiKey, { model: "cascade", stream }));
      await expect.poll(() => site.practice.account().total.open).toBe(1);
      client.socket.end();
      await isIdle();
    }
    await expect.poll(outcomes).toEqual(["aborted", "aborted"]);
  });

  it("in the middle of its body has asked nothing", async () => {
    const client = open(`${callHead(site.apiKey, "Content-Length: 1000")}{"model":`);
    await expect.poll(() => site.gateway.admission.status().calls).toBe(1);
    client.socket.end();
    await client.closed;
    await isIdle();
    expect([await outcomes(), site.practice.account().total.requests]).toEqual([[], 0]);
  });
});
