import type { ChildProcess } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSite, type Site } from "@/lib/gateway/testing/installation";
import { readTold } from "@/lib/gateway/testing/told";
import { startGatewayProcess, type GatewayProcess } from "./testing/gateway-process";

/** 500 in the long form. */
const STREAMS = Number(process.env["ROUTELEDGER_TEST_STREAMS"] ?? 60);
const DRAIN_MS = 1_500;

let site: Site;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  site = await createSite();
  await site.publish("cascade", ["alpha", "beta"]);
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await site.close();
});
beforeEach(() => {
  site.practice.setScript("alpha/llama", { sequence: null, answerTokens: null, tokensPerSecond: null });
  site.practice.reset();
});

async function startGateway(env: Record<string, string> = {}): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(site, { ROUTELEDGER_DRAIN_MS: String(DRAIN_MS), ...env });
  children.add(gateway.child);
  return gateway;
}

const idOf = (response: Response) => response.headers.get("x-request-id") ?? "";
/** In the order of the responses, each with its one attempt. */
async function recordsOf(responses: Response[]) {
  const ids = responses.map(idOf);
  const [calls, attempts] = await Promise.all([
    site.db.call.findMany({ where: { id: { in: ids } } }),
    site.db.attempt.findMany({ where: { callId: { in: ids } } }),
  ]);
  expect([calls.length, attempts.length]).toEqual([ids.length, ids.length]);
  return ids.map((id) => ({ call: calls.find((row) => row.id === id)?.outcome, attempt: attempts.find((row) => row.callId === id) }));
}
const isListening = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => { resolve(true); socket.destroy(); });
    socket.on("error", () => { resolve(false); });
  });

describe(`SIGTERM with ${STREAMS} streams open`, () => {
  it("lets them finish, each with its record, to the pico", async () => {
    site.practice.setScript("alpha/llama", { answerTokens: 50, tokensPerSecond: 70 });
    const { child, exit, call } = await startGateway({ ROUTELEDGER_DRAIN_MS: "20000" });
    const responses = await Promise.all(Array.from({ length: STREAMS }, () => call({ stream: true })));
    child.kill("SIGTERM");
    const told = await Promise.all(responses.map((response) => readTold(response, true)));
    expect(await exit).toBe(0);
    expect(told.filter(({ complete }) => !complete)).toEqual([]);
    const records = await recordsOf(responses);
    expect(new Set(records.map((record) => record.call))).toEqual(new Set(["served"]));
    const sum = (values: (bigint | null | undefined)[]) => values.reduce<bigint>((total, value) => total + (value ?? 0n), 0n);
    const { requests, completionTokens } = site.practice.account().total;
    expect([requests, completionTokens]).toEqual([STREAMS, STREAMS * 50]);
    expect(sum(told.map(({ costPico }) => costPico))).toBe(sum(records.map(({ attempt }) => attempt?.costPico)));
  }, 60_000);

  it("tells those that do not finish in time, whole calls too, and settles every one", async () => {
    site.practice.setScript("alpha/llama", { answerTokens: 100_000, tokensPerSecond: 5 });
    const { child, port, exit, call } = await startGateway();
    const streams = await Promise.all(Array.from({ length: STREAMS }, () => call({ stream: true })));
    const wholes = Array.from({ length: 5 }, () => call({}));
    await expect.poll(() => site.practice.account().total.open).toBe(STREAMS + 5);
    const startedAt = performance.now();
    child.kill("SIGTERM");
    await sleep(100);
    expect(await isListening(port)).toBe(false);
    const tookMs = exit.then(() => performance.now() - startedAt);
    // Judged only afterwards: that takes longer than the stopping.
    const [texts, refused] = await Promise.all([Promise.all(streams.map((response) => response.text())), Promise.all(wholes)]);
    expect(await exit).toBe(0);
    expect(await tookMs).toBeLessThan(DRAIN_MS + 1_000);
    const told = await Promise.all(streams.map(({ headers }, index) => readTold(new Response(texts[index] ?? "", { headers }), true)));
    expect(new Set(told.map(({ complete, error }) => `${complete} ${String(error?.code)}`))).toEqual(new Set(["false 503"]));
    expect(refused.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(await refused[0]?.json()).toMatchObject({ error: { code: "shutting_down", metadata: { attempts: [{ cause: null }] } } });
    // What the database had not taken in time is in the journal, and the next process brings it there.
    const next = await startGateway();
    next.child.kill("SIGTERM");
    expect(await next.exit).toBe(0);
    const records = await recordsOf([...streams, ...refused]);
    expect(new Set(records.map((record) => `${record.call} ${record.attempt?.outcome}`))).toEqual(new Set(["aborted aborted"]));
    // What had come of a stream is priced; what was done for an answer that never came is not known.
    expect(records.map(({ attempt }) => attempt?.basis)).toEqual([...streams.map(() => "estimated"), ...refused.map(() => "unknown")]);
    expect(site.practice.account().total.requests).toBe(STREAMS + 5);
  }, 60_000);
});

it("refuses a new call on a connection that it had, and closes that", async () => {
  site.practice.setScript("alpha/llama", { answerTokens: 60, tokensPerSecond: 60 });
  const { child, port, exit, call } = await startGateway({ ROUTELEDGER_DRAIN_MS: "10000" });
  const stream = await call({ stream: true });
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (data: Buffer) => (text += data.toString()));
  const ended = new Promise<void>((resolve) => socket.once("end", resolve));
  // One whose request is on its way when the signal comes.
  socket.write("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n");
  await sleep(50);
  child.kill("SIGTERM");
  await sleep(100);
  socket.write(`Authorization: Bearer ${site.apiKey}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`);
  await ended;
  expect(text).toMatch(/^HTTP\/1\.1 503 [^]*connection: close[^]*"code":"shutting_down"/i);
  expect((await stream.text()).trimEnd().endsWith("data: [DONE]")).toBe(true);
  expect(await exit).toBe(0);
});
