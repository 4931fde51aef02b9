// @ts-check
import { accessSync, chmodSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { acquireLock } from "./lock.mjs";
import { findErrorCode, Problem } from "./problem.mjs";

/** How long a start waits for a command that uses the same folder. */
const COMMAND_PATIENCE_MS = 60_000;

/**
 * @param {string} dataDir
 */
export function getFolderLock(dataDir) {
  return join(dataDir, "in-use");
}

/**
 * Makes the data folder, and makes sure that it can be written.
 * @param {string} dataDir
 */
export function prepareDataFolder(dataDir) {
  const logs = join(dataDir, "logs");
  try {
    if (!existsSync(dataDir)) {
      makeFolder(dataDir);
      // Secrets live here. As root, PostgreSQL runs as another user, who must pass through to its own folder.
      chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
    mkdirSync(logs, { recursive: true, mode: 0o700 });
    for (const folder of [dataDir, logs]) accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Problem(`The data folder ${dataDir} cannot be written`, findErrorCode(error) ?? String(error), "Give this user the folder, or set ROUTELEDGER_DATA_DIR to another");
  }
}

/**
 * Makes a folder and those above it. Not by `recursive`, which never returns where the system answers ENOENT (/proc).
 * @param {string} path
 */
function makeFolder(path) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/**
 * Makes the data folder this run's own, to the end of the run.
 * @param {import("./main.mjs").Run} run
 */
export async function takeDataFolder({ settings: { dataDir }, steps, atEnd }) {
  prepareDataFolder(dataDir);
  const path = getFolderLock(dataDir);
  let taken = await acquireLock(path, "start");
  if (typeof taken !== "function" && taken.what === "command") {
    steps.say(`  Waiting for a command (process ${taken.pid}) to finish with ${dataDir} …`);
    taken = await acquireLock(path, "start", COMMAND_PATIENCE_MS);
  }
  if (typeof taken === "function") return atEnd(taken);
  throw new Problem("RouteLedger is running already", `process ${taken.pid} uses ${dataDir}`, "Stop it first, or start this one with a PORT and a ROUTELEDGER_DATA_DIR of its own");
}
