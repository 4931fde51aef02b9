// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopLeftovers } from "../start/children.mjs";
import { getFolderLock } from "../start/data-folder.mjs";
import { findHolder } from "../start/lock.mjs";
import { findProcessIdentity, signalProcess, waitUntil } from "../start/processes.mjs";
import { findCluster } from "./place.mjs";
import { stopPostmaster } from "./postmaster.mjs";

const STOP_PATIENCE_MS = 60_000;

/**
 * Data folders of tests: each belongs to the process that made it, which may be killed before it can tidy up.
 * @param {string} root the checkout
 */
function getHome(root) {
  return join(root, ".routeledger", "test");
}

/**
 * Makes an empty data folder that belongs to this process, after removing those of dead ones.
 * @param {string} root
 * @param {string} name
 */
export async function createThrowaway(root, name) {
  await sweepThrowaways(root);
  const folder = join(getHome(root), `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "owner.json"), JSON.stringify({ pid: process.pid, identity: findProcessIdentity(process.pid) }));
  return folder;
}

/**
 * Stops what runs in a data folder, a whole product if need be, and removes it.
 * @param {string} root
 * @param {string} folder
 */
export async function removeThrowaway(root, folder) {
  const supervisor = findHolder(getFolderLock(folder));
  if (supervisor) {
    signalProcess(supervisor.pid, "SIGTERM");
    if (!(await waitUntil(() => findHolder(getFolderLock(folder)) === null, STOP_PATIENCE_MS))) signalProcess(supervisor.pid, "SIGKILL");
  }
  await stopLeftovers(folder);
  const { inside, outside } = findCluster(root, folder);
  for (const cluster of [inside, outside]) {
    await stopPostmaster(cluster, 10_000);
    rmSync(cluster, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Removes the data folders whose owners are gone.
 * @param {string} root
 */
async function sweepThrowaways(root) {
  mkdirSync(getHome(root), { recursive: true });
  for (const name of readdirSync(getHome(root))) {
    const folder = join(getHome(root), name);
    const owner = readOwner(folder);
    if (owner && findProcessIdentity(owner.pid) !== owner.identity) await removeThrowaway(root, folder);
  }
}

/**
 * @param {string} folder
 * @returns {{ pid: number, identity: string } | null} null for what is not such a folder
 */
function readOwner(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "owner.json"), "utf8"));
  } catch {
    return null;
  }
}
