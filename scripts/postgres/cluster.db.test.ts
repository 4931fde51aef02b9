import { execFile, spawn } from "node:child_process";
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { findCommandLine, signalProcess, waitUntil } from "../start/processes.mjs";
import { ROOT } from "../start/root.mjs";
import { type Cluster, findRunningUrl, startCluster } from "./cluster.mjs";
import { getPasswordFile } from "./connection.mjs";
import { findCluster } from "./place.mjs";
import { createThrowaway, removeThrowaway } from "./throwaway.mjs";

/** Making a cluster takes a second or two: it is made once, used once and stopped, and each test has a copy. */
let made: string;
let dataDir: string;

beforeAll(async () => {
  made = await createThrowaway(ROOT, "cluster-made");
  await (await startCluster({ root: ROOT, dataDir: made })).stop();
});
afterAll(() => removeThrowaway(ROOT, made));
beforeEach(async () => {
  dataDir = await createThrowaway(ROOT, "cluster");
  const [from, to] = [findCluster(ROOT, made), findCluster(ROOT, dataDir)];
  const place = from.existing === from.inside ? to.inside : to.outside;
  await promisify(execFile)("cp", ["-a", from.existing ?? "", place]);
  copyFileSync(getPasswordFile(made), getPasswordFile(dataDir));
});
afterEach(() => removeThrowaway(ROOT, dataDir));

const start = () => startCluster({ root: ROOT, dataDir });

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function writeSomething({ url }: Cluster): Promise<void> {
  await query(url, "CREATE TABLE kept (n int)");
  await query(url, "INSERT INTO kept VALUES (42)");
}

it("keeps its data from one start to the next, and its password to itself", async () => {
  const first = await start();
  await writeSomething(first);
  expect(statSync(join(dataDir, "postgres-password")).mode & 0o777).toBe(0o600);
  expect(findRunningUrl(first.place.clusterDir, dataDir)).toBe(first.url);
  await first.stop();
  expect(findRunningUrl(first.place.clusterDir, dataDir)).toBeNull();
  const second = await start();
  expect(second.recovered).toBeNull();
  expect(await query(second.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
});

it("lets nobody in without the password", async () => {
  const { url } = await start();
  const stranger = new URL(url);
  stranger.password = "guess";
  await expect(query(stranger.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
});

it("recovers from kill -9", async () => {
  const killed = await start();
  await writeSomething(killed);
  signalProcess(killed.pid, "SIGKILL");
  const again = await start();
  expect(again.recovered).toMatch(/had been killed/);
  expect(await query(again.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
});

it("stops a server that a killed start has left running, and takes its place", async () => {
  const orphan = await start();
  await writeSomething(orphan);
  const again = await start();
  expect(again.recovered).toContain(`process ${orphan.pid}`);
  expect(findCommandLine(orphan.pid)).toBeNull();
  expect(await query(again.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
});

it("harms no other program that has got the number of its last server", async () => {
  const first = await start();
  const { clusterDir } = first.place;
  const pidFile = join(clusterDir, "postmaster.pid");
  const notes = readFileSync(pidFile, "utf8");
  await first.stop();
  const bystander = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  writeFileSync(pidFile, notes.replace(/^\d+/, String(bystander.pid)));
  const again = await start();
  expect(again.pid).not.toBe(bystander.pid);
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  bystander.kill();
});

it("refuses the data of another PostgreSQL in one line", async () => {
  const first = await start();
  await first.stop();
  writeFileSync(join(first.place.clusterDir, "PG_VERSION"), "15\n");
  await expect(start()).rejects.toThrow(/^The data in [^\n]+ cannot be opened: it was written by PostgreSQL 15[^\n]+$/);
});

it("tells when its server ends", async () => {
  const cluster = await start();
  signalProcess(cluster.pid, "SIGKILL");
  expect(await cluster.exited).toBe("SIGKILL");
  expect(await waitUntil(() => findCommandLine(cluster.pid) === null, 5_000)).toBe(true);
});
