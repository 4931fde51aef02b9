import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Admission } from "./admission";
import { Gateway } from "./gateway";
import { createServer, type Serving } from "./server";
import { createInstallation, type Installation } from "./testing/installation";
import { callHead, callText, connectRaw } from "./testing/raw-client";

const LIMITS = { calls: 4, bytes: 8_000, queue: 2, waitMs: 50 };

let site: Installation;
let admission: Admission;
let serving: Serving;
let url: string;
let port: number;
beforeAll(async () => {
  site = await createInstallation();
  await site.publish("cascade", ["alpha"]);
});
afterAll(() => site.close());
beforeEach(async () => {
  admission = new Admission(LIMITS);
  const { db, ledger, live, routing, budgets, log } = site.gateway;
  const gateway = new Gateway({ db, ledger, live, routing, budgets, share: 1, log, admission, privateAllowed: false });
  serving = createServer({ gateway, maxBodyBytes: 5_000, pagesUrl: null, upgrades: false });
  await new Promise<void>((resolve) => serving.server.listen(0, "127.0.0.1", resolve));
  ({ port } = serving.server.address() as AddressInfo);
  url = `http://127.0.0.1:${port}/v1`;
  site.practice.reset();
  return async () => {
    serving.server.closeAllConnections();
    await new Promise((resolve) => serving.server.close(resolve));
    site.practice.setScript("alpha/llama", { sequence: null, answerTokens: null, tokensPerSecond: null });
  };
});

const call = (body: object = {}, init: RequestInit = {}) =>
  fetch(`${url}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "cascade", messages: [{ role: "user", content: "hi" }], ...body }),
    ...init,
  });
/** Calls that go on until they are left. */
async function occupy(count: number): Promise<AbortController> {
  site.practice.setScript("alpha/llama", { sequence: "* x hang_headers" });
  const leaving = new AbortController();
  for (let index = 0; index < count; index++) call({}, { signal: leaving.signal }).catch(() => undefined);
  await expect.poll(() => site.practice.account().total.open).toBe(count);
  return leaving;
}

describe("beyond its bound", () => {
  it("refuses with 503 and Retry-After, without reading the body, and asks and records nothing", async () => {
    const leaving = await occupy(3);
    await Promise.all([occupyQueue(), expectRefusal()]);
    leaving.abort();
    await expect.poll(() => admission.status()).toEqual({ calls: 0, bytes: 0, waiting: 0 });
    site.practice.setScript("alpha/llama", { sequence: null });
    expect((await call()).status).toBe(200);
    await expect.poll(() => admission.status().calls).toBe(0);
  });

  /** The key's share of the queue; these are refused when their wait is over. */
  async function occupyQueue() {
    const waiting = await Promise.all([call(), call()]);
    expect(waiting.map(({ status }) => status)).toEqual([503, 503]);
  }

  async function expectRefusal() {
    await expect.poll(() => admission.status().waiting, { interval: 1 }).toBe(2);
    const client = connectRaw(port);
    const asked = site.practice.account().total.requests;
    const startedAt = performance.now();
    // Not a byte of its body is sent.
    client.write(callHead(site.apiKey, "Content-Length: 2000"));
    await expect.poll(client.text, { interval: 1 }).toContain('"code":"overloaded"');
    expect(performance.now() - startedAt).toBeLessThan(40);
    expect(client.text()).toMatch(/^HTTP\/1\.1 503 .*\r\n/);
    expect(client.text()).toMatch(/\r\nretry-after: 1\r\n/i);
    expect(client.text()).toMatch(/\r\nconnection: close\r\n/i);
    expect(site.practice.account().total.requests).toBe(asked);
    client.socket.destroy();
  }

  it("leaves a place to another key, and answers health and models", async () => {
    const leaving = await occupy(3);
    expect((await call()).status).toBe(503);
    const stranger = await call({}, { headers: { authorization: `Bearer ${site.strangerKey}`, "content-type": "application/json" } });
    // Let in, and then told that it has no such model.
    expect(stranger.status).toBe(404);
    for (const path of [`${url}/models`, `${url.replace("/v1", "")}/api/health`]) {
      expect((await fetch(path, { headers: { authorization: `Bearer ${site.apiKey}` } })).status).toBe(200);
    }
    leaving.abort();
  });

  it("lets one that waits in as soon as another has ended, before its time is over", async () => {
    const leaving = await occupy(3);
    site.practice.setScript("alpha/llama", { sequence: null });
    const waiting = call();
    await expect.poll(() => admission.status().waiting, { interval: 1 }).toBe(1);
    leaving.abort();
    expect((await waiting).status).toBe(200);
  });
});

describe("bodies", () => {
  it("that would be too much together are refused, told or untold", async () => {
    const [first, second] = [connectRaw(port), connectRaw(port)];
    first.write(callHead(site.apiKey, "Content-Length: 5000"));
    await expect.poll(() => admission.status().bytes).toBe(5_000);
    second.write(callHead(site.apiKey, "Content-Length: 4000"));
    await expect.poll(second.text).toContain("503 ");
    const chunked = connectRaw(port);
    chunked.write(callHead(site.apiKey, "Transfer-Encoding: chunked"));
    await expect.poll(() => admission.status().calls).toBe(2);
    for (let sent = 0; sent < 4; sent++) chunked.write(`3e8\r\n${"x".repeat(1_000)}\r\n`);
    await expect.poll(chunked.text).toContain('"code":"overloaded"');
    for (const client of [first, second, chunked]) client.socket.destroy();
    await expect.poll(() => admission.status()).toEqual({ calls: 0, bytes: 0, waiting: 0 });
  });

  it("count until the last byte of the answer has gone out", async () => {
    site.practice.setScript("alpha/llama", { answerTokens: 200, tokensPerSecond: 100 });
    const text = callText(site.apiKey, { model: "cascade", stream: true });
    const client = connectRaw(port);
    client.write(text);
    await expect.poll(client.text).toContain("data:");
    expect(admission.status().calls).toBe(1);
    expect(admission.status().bytes).toBeGreaterThan(50);
    client.socket.destroy();
    await expect.poll(() => admission.status()).toEqual({ calls: 0, bytes: 0, waiting: 0 });
  });

  it("are asked for only when they are read", async () => {
    const client = connectRaw(port);
    client.write(callHead("nonsense", "Expect: 100-continue\r\nContent-Length: 100"));
    await expect.poll(client.text).toContain("401 ");
    expect(client.text()).not.toContain("100 Continue");
    const welcome = connectRaw(port);
    const [head = "", body = ""] = callText(site.apiKey, { model: "cascade" }).split("\r\n\r\n");
    welcome.write(`${head}\r\nExpect: 100-continue\r\n\r\n`);
    await expect.poll(welcome.text).toContain("100 Continue");
    welcome.write(body);
    await expect.poll(welcome.text).toContain("200 OK");
    for (const { socket } of [client, welcome]) socket.destroy();
  });
});
