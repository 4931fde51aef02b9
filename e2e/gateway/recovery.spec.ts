import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { findRunningPostmaster } from "../../scripts/postgres/postmaster.mjs";
import { findCluster } from "../../scripts/postgres/place.mjs";
import { createThrowaway, removeThrowaway } from "../../scripts/postgres/throwaway.mjs";
import { findProcessIdentity, signalProcess } from "../../scripts/start/processes.mjs";
import { ROOT } from "../../scripts/start/root.mjs";
import { launchProduct } from "../launch";
import { parseProduct } from "../product";

/** The pages, the gateway and the housekeeper, as a running product has written them down. */
function readNoted(dataDir: string): { name: string; pid: number }[] {
  return JSON.parse(readFileSync(join(dataDir, "processes.json"), "utf8")) as { name: string; pid: number }[];
}

const findHousekeeper = (dataDir: string) => readNoted(dataDir).find(({ name }) => name === "housekeeper")?.pid ?? 0;

/** Every process of a running product. */
function listProcesses(dataDir: string, supervisor: number): number[] {
  const noted = readNoted(dataDir);
  const postmaster = findRunningPostmaster(findCluster(ROOT, dataDir).existing ?? "");
  return [supervisor, ...noted.map(({ pid }) => pid), ...(postmaster ? [postmaster.pid] : [])];
}

test("after a kill -9 of everything the next start recovers by itself, with two workers, and a stop leaves nothing behind", async ({ request }) => {
  test.setTimeout(120_000);
  const dataDir = await createThrowaway(ROOT, `recovery-${test.info().workerIndex}`);
  try {
    const settings = { ROUTELEDGER_DEMO: "0" };
    const first = await launchProduct(dataDir, settings);
    const apiKey = parseProduct(first.output())?.apiKey;
    expect(apiKey, first.output()).toBeTruthy();
    const processes = listProcesses(dataDir, first.pid);
    expect(processes).toHaveLength(5);
    for (const pid of processes) signalProcess(pid, "SIGKILL");

    const second = await launchProduct(dataDir, { ...settings, ROUTELEDGER_WORKERS: "2" });
    const url = /RouteLedger is ready: (\S+)/.exec(second.output())?.[1];
    expect(url, second.output()).toBeTruthy();
    expect(second.output()).toContain("recovered");
    expect(second.output(), "seeds nothing twice").not.toContain("Password");
    const key = await request.get(`${url}/api/v1/key`, { headers: { authorization: `Bearer ${apiKey}` } });
    expect(key.status()).toBe(200);
    await expect.poll(async () => (await request.get(`${url}/api/health`)).json()).toMatchObject({ status: "ok", workers: 2 });

    const housekeeper = findHousekeeper(dataDir);
    signalProcess(housekeeper, "SIGKILL");
    await expect.poll(() => findHousekeeper(dataDir), "starts another housekeeper").not.toBe(housekeeper);
    expect(second.output()).toContain("The housekeeper ended by itself (SIGKILL");
    expect((await request.get(`${url}/api/health`)).status(), "and goes on meanwhile").toBe(200);

    const running = listProcesses(dataDir, second.pid);
    expect(running).toHaveLength(5);
    expect(await second.stop()).toBe(0);
    expect(running.filter((pid) => findProcessIdentity(pid) !== null)).toEqual([]);
  } finally {
    await removeThrowaway(ROOT, dataDir);
  }
});
