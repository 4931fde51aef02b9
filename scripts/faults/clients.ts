/**
 * Hostile and unlucky clients against a gateway's process: connections that say nothing, connections that idle, readers
 * that do not read, and clients that vanish at every stage. Prints what each costs in memory, and fails where a call of
 * others is lost, a record is missing, or memory grows from round to round. `--long` for the full numbers, and words of a
 * scenario's name to play that one alone.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { callHead, callText, connectRaw, type RawClient } from "@/lib/gateway/testing/raw-client";
import { openStage, readRssMib, type Stage } from "./stage";

const isLong = process.argv.includes("--long");
const COUNTS = isLong ? { connections: 10_000, readers: 1_000, vanishing: 200 } : { connections: 1_000, readers: 60, vanishing: 10 };
const only = process.argv.slice(2).filter((word) => !word.startsWith("--")).join(" ");
const ROUNDS = 2;
/** What a scenario may leave behind from one round to the next: heaps breathe. */
const GROWTH = 1.1;
const GROWTH_MIB = 64;
const OTHERS = 100;

type Figures = { name: string; count: number; beforeMib: number; peakMib: number; afterMib: number[]; othersMs: number };

const failures: string[] = [];
const check = (holds: boolean, what: string) => {
  if (!holds) failures.push(what);
};

/** In batches, so that the queue of the listening socket is not what is measured. */
async function connectMany(count: number, port: number, use: (client: RawClient, index: number) => void): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  while (clients.length < count) {
    const batch = Array.from({ length: Math.min(250, count - clients.length) }, (_, index) =>
      connectRaw(port, { localAddress: `127.0.0.${2 + (index % 10)}` }));
    await Promise.all(batch.map(({ socket }) => new Promise<void>((resolve) => socket.once("connect", resolve).once("close", () => { resolve(); }))));
    batch.forEach((client, index) => { use(client, clients.length + index); });
    clients.push(...batch);
    await sleep(5);
  }
  return clients;
}

async function untilClosed(clients: RawClient[], timeoutMs: number): Promise<boolean> {
  const late = sleep(timeoutMs, "late", { ref: false });
  return (await Promise.race([Promise.all(clients.map(({ closed }) => closed)), late])) !== "late";
}

function letGo(clients: RawClient[], how: "fin" | "reset" = "fin"): void {
  for (const { socket } of clients) {
    if (how === "reset") socket.resetAndDestroy();
    else socket.destroy();
  }
}

/** Calls of others meanwhile: all are served. @returns the median of what they took */
async function callOthers({ gateway }: Stage, name: string): Promise<number> {
  const took: number[] = [];
  for (let index = 0; index < OTHERS; index++) {
    const startedAt = performance.now();
    const response = await gateway.call({ model: "other" });
    await response.text();
    check(response.status === 200, `${name}: another's call was answered with ${response.status}`);
    took.push(performance.now() - startedAt);
  }
  return took.sort((a, b) => a - b)[OTHERS / 2] ?? NaN;
}

type Scenario = { name: string; count: number; run(stage: Stage, onPeak: () => Promise<void>): Promise<void> };

const SCENARIOS: Scenario[] = [
  {
    name: "connections that say nothing",
    count: COUNTS.connections,
    run: async ({ gateway }, onPeak) => {
      const clients = await connectMany(COUNTS.connections, gateway.port, () => undefined);
      await onPeak();
      check(await untilClosed(clients, 13_000), "silent connections are still open after 13 s");
      letGo(clients);
    },
  },
  {
    name: "connections that idle after an answer",
    count: COUNTS.connections,
    run: async ({ gateway }, onPeak) => {
      const clients = await connectMany(COUNTS.connections, gateway.port, (client) => { client.write("GET /v1/key HTTP/1.1\r\nHost: a\r\n\r\n"); });
      for (let waited = 0; waited < 10_000 && clients.some((client) => client.text() === ""); waited += 50) await sleep(50);
      check(clients.every((client) => client.text().startsWith("HTTP/1.1 401 ")), "an idle connection had no answer");
      await onPeak();
      letGo(clients);
    },
  },
  {
    name: "streams that nobody reads",
    count: COUNTS.readers,
    run: async ({ gateway, site, flood }, onPeak) => {
      const text = callText(site.apiKey, { model: "flood", stream: true });
      const clients = await connectMany(COUNTS.readers, gateway.port, (client) => {
        client.socket.pause();
        client.write(text);
      });
      await untilStill(flood.chunks);
      check(flood.open() === COUNTS.readers, `${flood.open()} streams are open, not ${COUNTS.readers}`);
      await onPeak();
      letGo(clients, "reset");
    },
  },
  ...(["fin", "reset"] as const).map((how): Scenario => ({
    name: `clients that vanish at every stage (${how})`,
    count: COUNTS.vanishing * 7,
    run: async (stage, onPeak) => {
      await vanish(stage, how);
      await onPeak();
    },
  })),
];

/** Until a count has not changed for a while. */
async function untilStill(read: () => number): Promise<void> {
  for (let last = -1, still = 0; still < 4; still = read() === last ? still + 1 : 0) {
    last = read();
    await sleep(250);
  }
}

async function vanish(stage: Stage, how: "fin" | "reset"): Promise<void> {
  const { gateway, site } = stage;
  const { apiKey, practice } = site;
  const head = callHead(apiKey, "Content-Length: 5000");
  const [whole, stream] = [callText(apiKey, { model: "cascade" }), callText(apiKey, { model: "cascade", stream: true })];
  const hangs = () => { practice.setScript("alpha/llama", { sequence: "* x hang_headers" }); };
  const speaks = () => { practice.setScript("alpha/llama", { sequence: null, answerTokens: 1_000, tokensPerSecond: 50 }); };
  const stages: [write: string, script: () => void, isReady: (client: RawClient) => boolean][] = [
    ["", hangs, () => true],
    [head.slice(0, 40), hangs, () => true],
    [head, hangs, () => true],
    [`${head}{"model":"casc`, hangs, () => true],
    [whole, hangs, () => practice.account().total.open >= COUNTS.vanishing],
    [stream, speaks, (client) => client.text().includes("data: ")],
    [stream + stream, speaks, (client) => client.text().includes("data: ")],
  ];
  for (const [text, script, isReady] of stages) {
    script();
    const clients = await connectMany(COUNTS.vanishing, gateway.port, (client) => { if (text !== "") client.write(text); });
    for (let waited = 0; waited < 5_000 && !clients.every(isReady); waited += 20) await sleep(20);
    letGo(clients, how);
    await untilIdle(stage, `vanishing (${how})`);
  }
}

type Health = { calls: { under_way: number }; ledger: { pending_calls: number } };

/** Nothing is under way any more, here or at the providers, and all that was is in the database. */
async function untilIdle({ gateway, site, flood }: Stage, name: string): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 50) {
    const health = (await (await fetch(`http://127.0.0.1:${gateway.port}/api/health`)).json()) as Health;
    if (health.calls.under_way === 0 && health.ledger.pending_calls === 0 && site.practice.account().total.open + flood.open() === 0) return;
    await sleep(50);
  }
  check(false, `${name}: something is still under way after 15 s`);
}

async function play(stage: Stage, { name, count, run }: Scenario): Promise<Figures> {
  const { gateway, site, flood } = stage;
  const pid = gateway.child.pid ?? 0;
  const beforeMib = readRssMib(pid);
  let [peakMib, othersMs] = [beforeMib, NaN];
  const watch = setInterval(() => (peakMib = Math.max(peakMib, readRssMib(pid))), 50);
  const afterMib: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await run(stage, async () => { othersMs = await callOthers(stage, name); });
    site.practice.setScript("alpha/llama", { sequence: null, answerTokens: 20, tokensPerSecond: 0 });
    await untilIdle(stage, name);
    await sleep(500);
    afterMib.push(readRssMib(pid));
  }
  clearInterval(watch);
  const [first = 0, last = 0] = [afterMib[0], afterMib.at(-1)];
  check(last <= first * GROWTH + GROWTH_MIB, `${name}: memory grew from ${first.toFixed()} to ${last.toFixed()} MiB in a round`);
  const [requests, attempts] = [site.practice.account().total.requests + flood.requests(), await site.db.attempt.count()];
  check(requests === attempts, `${name}: the providers were asked ${requests} times and ${attempts} attempts are recorded`);
  return { name, count, beforeMib, peakMib, afterMib, othersMs };
}

async function main(): Promise<void> {
  const stage = await openStage();
  try {
    await callOthers(stage, "warm-up");
    console.log(`| clients | number | RSS before, MiB | peak | after each round | KiB each | others' median, ms |\n|---|--:|--:|--:|--:|--:|--:|`);
    console.log(`| none | | ${readRssMib(stage.gateway.child.pid ?? 0).toFixed()} | | | | ${(await callOthers(stage, "none")).toFixed(1)} |`);
    for (const scenario of SCENARIOS.filter(({ name }) => name.includes(only))) {
      const { name, count, beforeMib, peakMib, afterMib, othersMs } = await play(stage, scenario);
      const each = ((peakMib - beforeMib) * 1024) / count;
      console.log(`| ${name} | ${count} | ${beforeMib.toFixed()} | ${peakMib.toFixed()} | ${afterMib.map((mib) => mib.toFixed()).join(", ")} | ${each.toFixed()} | ${othersMs.toFixed(1)} |`);
    }
  } finally {
    await stage.close();
  }
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

await main();
