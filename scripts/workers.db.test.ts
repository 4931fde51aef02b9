import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createSite, type Site } from "@/lib/gateway/testing/installation";
import { readTold } from "@/lib/gateway/testing/told";
import { findProcessIdentity } from "./start/processes.mjs";
import { startGatewayProcess, type GatewayProcess } from "./testing/gateway-process";

const WORKERS = 3;

let site: Site;
let gateway: GatewayProcess;
const children = new Set<ChildProcess>();
const start = async () => {
  gateway = await startGatewayProcess(site, { ROUTELEDGER_WORKERS: String(WORKERS) });
  children.add(gateway.child);
};
beforeAll(async () => {
  site = await createSite();
  await site.publish("cascade", ["alpha", "beta"]);
  await start();
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await site.close();
});
beforeEach(() => {
  site.practice.setScript("alpha/llama", { sequence: null, answerTokens: null, tokensPerSecond: null });
  site.practice.reset();
});

type Health = { workers: number; calls: { under_way: number }; ledger: { pending_calls: number } };
const health = async () => {
  const response = await fetch(`http://127.0.0.1:${gateway.port}/api/health`, { headers: { connection: "close" }, signal: AbortSignal.timeout(4_000) });
  return (await response.json()) as Health;
};
/** Each on a connection of its own, so that they are spread. */
const call = (body: object, signal: AbortSignal | null = null) =>
  gateway.call(body, { signal, headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json", connection: "close" } });
const isRunning = (pid: number) => findProcessIdentity(pid) !== null;

it("spreads connections over its workers, and any of them tells of all", async () => {
  expect(gateway.childPids()).toHaveLength(WORKERS);
  site.practice.setScript("alpha/llama", { answerTokens: 400, tokensPerSecond: 200 });
  const streams = await Promise.all(Array.from({ length: 2 * WORKERS }, () => call({ stream: true })));
  await expect.poll(health, { timeout: 5_000 }).toMatchObject({ status: "ok", workers: WORKERS, calls: { under_way: 2 * WORKERS } });
  const told = await Promise.all(streams.map((response) => readTold(response, true)));
  expect(told.every(({ complete }) => complete)).toBe(true);
  await expect.poll(async () => (await health()).calls.under_way, { timeout: 5_000 }).toBe(0);
});

it("loses no completed call when a worker is killed, starts another and drains what was left, while the others serve", async () => {
  const completed = new Set<string>();
  let [running, broken, hung] = [true, 0, 0];
  const clients = Array.from({ length: 9 }, async (_, index) => {
    while (running) {
      try {
        const stream = index % 2 === 0;
        const response = await call({ stream }, AbortSignal.timeout(4_000));
        // Every chunk of a stream has a finish_reason, be it null: only its end mark tells that it is whole.
        const isWhole = (await readTold(response, stream)).complete;
        if (isWhole) completed.add(response.headers.get("x-request-id") ?? "");
        else broken += 1;
      } catch (error) {
        // Its worker is gone: this call was not completed to us.
        broken += 1;
        if (error instanceof DOMException) hung += 1;
      }
    }
  });
  for (let round = 0; round < 2; round++) {
    await sleep(300);
    const before = gateway.childPids();
    process.kill(before[round] ?? 0, "SIGKILL");
    await expect.poll(() => gateway.childPids().filter((pid) => !before.includes(pid)), { timeout: 10_000 }).toHaveLength(1);
    await expect.poll(async () => (await health()).workers, { timeout: 15_000 }).toBe(WORKERS);
  }
  running = false;
  await Promise.all(clients);
  // What the one that is gone had under way. A connection may be on its way to it: node:cluster forgets that one.
  expect(broken).toBeLessThanOrEqual(18);
  expect(hung).toBeLessThanOrEqual(2);
  expect(completed.size).toBeGreaterThan(50);
  // Of the ledger itself: what workers tell of each other is up to a second old.
  const listMissing = async () => {
    const stored = new Set((await site.db.call.findMany({ select: { id: true } })).map(({ id }) => id));
    return [...completed].filter((id) => !stored.has(id));
  };
  await expect.poll(listMissing, { timeout: 15_000 }).toEqual([]);
  await expect.poll(async () => (await health()).ledger.pending_calls, { timeout: 15_000 }).toBe(0);
  const [rows, rollups] = await site.db.$transaction(
    async (tx) => [
      await tx.attempt.aggregate({ _sum: { costPico: true }, _count: true }),
      await tx.attemptRollup.aggregate({ _sum: { costPico: true, attempts: true } }),
    ] as const,
    { isolationLevel: "RepeatableRead" },
  );
  expect(rollups._sum.costPico?.toFixed(0)).toBe(String(rows._sum.costPico));
  expect(rollups._sum.attempts).toBe(BigInt(rows._count));
}, 60_000);

it("lets the streams of all workers finish on SIGTERM", async () => {
  site.practice.setScript("alpha/llama", { answerTokens: 60, tokensPerSecond: 60 });
  const pids = gateway.childPids();
  const streams = await Promise.all(Array.from({ length: 9 }, () => call({ stream: true })));
  gateway.child.kill("SIGTERM");
  const told = await Promise.all(streams.map((response) => readTold(response, true)));
  expect(told.every(({ complete }) => complete)).toBe(true);
  expect(await gateway.exit).toBe(0);
  expect(pids.filter(isRunning)).toEqual([]);
  const ids = streams.map((response) => response.headers.get("x-request-id") ?? "");
  expect(await site.db.call.count({ where: { id: { in: ids }, outcome: "served" } })).toBe(9);
});

it("lets them finish too when the primary is killed, and leaves no process behind", async () => {
  await start();
  site.practice.setScript("alpha/llama", { answerTokens: 60, tokensPerSecond: 60 });
  const pids = gateway.childPids();
  expect(pids).toHaveLength(WORKERS);
  const streams = await Promise.all(Array.from({ length: 9 }, () => call({ stream: true })));
  gateway.child.kill("SIGKILL");
  const told = await Promise.all(streams.map((response) => readTold(response, true)));
  expect(told.filter(({ complete }) => !complete)).toEqual([]);
  await expect.poll(() => pids.filter(isRunning), { timeout: 10_000 }).toEqual([]);
});
