import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chunksOf, createCaller } from "./testing/caller";
import { createInstallation, MODEL, type Installation } from "./testing/installation";
import { MOUNTS, type Mount } from "./testing/mounts";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await site.publish("cascade", ["alpha", "beta"]);
});
afterAll(() => site.close());

const DANGLING =
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" +
  'data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}\n\n';

describe.each(MOUNTS)("a stream by the %s mount", (_name, open) => {
  let mount: Mount;
  let caller: ReturnType<typeof createCaller>;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());
  beforeEach(() => {
    caller.reset();
  });
  const post: typeof caller.post = (...call) => caller.post(...call);
  const recorded: typeof caller.recorded = (response) => caller.recorded(response);

  it("streams chunks as they come, with usage and cost in the last one", async () => {
    const response = await post({ model: "cascade", stream: true });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const { chunks, done } = await chunksOf(response);
    expect(done).toBe(true);
    expect(chunks.every((chunk) => chunk.model === MODEL && chunk.provider === "alpha")).toBe(true);
    expect(chunks.slice(0, -1).some((chunk) => "usage" in chunk)).toBe(false);
    // Nobody asked for usage: it comes all the same, on a chunk with one empty choice.
    expect(chunks.at(-1)).toMatchObject({ usage: { cost: 0.00102 }, choices: [{ delta: {} }] });
    const { call, attempts } = await recorded(response);
    expect(attempts).toMatchObject([{ outcome: "served", basis: "reported", costPico: 1_020_000_000n }]);
    expect(call.firstTokenMs).not.toBeNull();
  });

  it("does not count waiting for the first token as our own work", async () => {
    site.practice.setScript("alpha/llama", { firstTokenMs: 300 });
    const response = await post({ model: "cascade", stream: true });
    expect(Number(response.headers.get("x-routeledger-overhead-ms"))).toBeLessThan(250);
    await response.text();
    const { call } = await recorded(response);
    expect(call.firstTokenMs).toBeGreaterThanOrEqual(300);
    expect(call.overheadUs).toBeLessThan(250_000);
  });

  it("puts usage on a chunk without choices when the client asked for it", async () => {
    const response = await post({ model: "cascade", stream: true, stream_options: { include_usage: true } });
    expect((await chunksOf(response)).chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 1_000, cost: 0.00102 } });
  });

  it("does not hold chunks back", async () => {
    site.practice.setScript("alpha/llama", { answerTokens: 20, tokensPerSecond: 50 });
    const response = await post({ model: "cascade", stream: true });
    const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
    await reader.read();
    // The provider is still speaking when the first chunk is here.
    expect(site.practice.account().total.open).toBe(1);
    while (!(await reader.read()).done);
  });

  it.each(["rate_limited", "cut_first", "error_first", "html", "empty"])(
    "falls back unseen from a stream that fails with %s before it speaks",
    async (fault) => {
      const faults = {
        cut_first: { kind: "cut", afterTokens: 0 },
        error_first: { kind: "error_event", afterTokens: 0 },
        empty: { kind: "empty_choices" },
      } as const;
      site.practice.setScript("alpha/llama", { sequence: `* x ${fault}`, faults });
      const response = await post({ model: "cascade", stream: true });
      const { chunks, done } = await chunksOf(response);
      expect([response.status, done, chunks[0]?.provider]).toEqual([200, true, "beta"]);
      expect((await recorded(response)).attempts).toMatchObject([{ outcome: "failed" }, { outcome: "served" }]);
    },
  );

  it.each(["cut_rst", "cut_fin", "cut_unframed", "error_event"])("ends a stream truthfully that breaks by %s", async (fault) => {
    site.practice.setScript("alpha/llama", { sequence: `* x ${fault}`, answerTokens: 50 });
    const response = await post({ model: "cascade", stream: true });
    const { chunks, done } = await chunksOf(response);
    expect(done).toBe(false);
    expect(chunks.at(-1)).toMatchObject({ error: { code: 502 }, choices: [{ finish_reason: "error" }] });
    const { call, attempts } = await recorded(response);
    expect(call).toMatchObject({ outcome: "failed", servedTier: 0 });
    expect(attempts).toMatchObject([{ outcome: "failed", basis: "estimated" }]);
    expect(attempts[0]?.output).toBeGreaterThan(0);
    expect(site.practice.account().total.requests).toBe(1);
  });

  it("is complete with a finish reason also without [DONE]", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x no_done" });
    const response = await post({ model: "cascade", stream: true });
    expect((await chunksOf(response)).done).toBe(true);
    expect((await recorded(response)).call.outcome).toBe("served");
  });

  it("takes an answer for whole once its finish reason came, also when the provider then hangs", async () => {
    await site.publish("short-stall", ["alpha"], { timers: { stallMs: 50 } });
    const faults = { dangling: { kind: "raw", end: "hang", bytes: DANGLING } } as const;
    site.practice.setScript("alpha/llama", { sequence: "* x dangling", faults });
    const response = await post({ model: "short-stall", stream: true });
    expect((await chunksOf(response)).done).toBe(true);
    expect((await recorded(response)).attempts).toMatchObject([{ outcome: "served", input: 3, output: 1 }]);
  });

  it("stops the provider when the client leaves, and prices what had come", async () => {
    site.practice.setScript("alpha/llama", { answerTokens: 2_000, tokensPerSecond: 200 });
    const leaving = new AbortController();
    const response = await post({ model: "cascade", stream: true }, { signal: leaving.signal });
    const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
    await reader.read();
    if (_name === "node:http") leaving.abort();
    else await reader.cancel();
    await expect.poll(() => site.practice.account().total.open).toBe(0);
    expect(site.practice.account().total.completionTokens).toBeLessThan(2_000);
    await expect.poll(async () => (await recorded(response).catch(() => null))?.call.outcome).toBe("aborted");
    const { call, attempts } = await recorded(response);
    expect(call).toMatchObject({ outcome: "aborted" });
    expect(attempts).toMatchObject([{ outcome: "aborted", basis: "estimated" }]);
  });
});
