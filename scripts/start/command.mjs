// @ts-check
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { findRunningUrl, startCluster } from "../postgres/cluster.mjs";
import { findCluster } from "../postgres/place.mjs";
import { getFolderLock, prepareDataFolder } from "./data-folder.mjs";
import { acquireLock } from "./lock.mjs";
import { requireDatabase } from "./network.mjs";
import { prepareCheckout } from "./prepare.mjs";
import { formatFailure, Problem } from "./problem.mjs";
import { ROOT } from "./root.mjs";
import { readSettings } from "./settings.mjs";
import { createSteps } from "./steps.mjs";

const PATIENCE_MS = 120_000;
/** Commands that say more with a database, and something without one. */
const MAY_GO_WITHOUT = new Set(["audit"]);

/**
 * Runs one command of the command line on the database of this installation, whether that runs or not.
 * @param {string[]} args
 */
export async function main(args) {
  // Ctrl-C goes to the command as well; it ends first, and we tidy up after it.
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => undefined);
  try {
    const settings = readSettings(ROOT);
    // Silent, unless there is something to do: a command's own output is all that most want to see.
    await prepareCheckout({ root: ROOT, steps: createSteps(process.stderr, { onlyWhenSlow: true }), parts: ["packages", "client"] });
    const database = MAY_GO_WITHOUT.has(args[0] ?? "") ? await findDatabase(settings) : await openDatabase(settings);
    try {
      process.exitCode = await runCommand(args, settings, database.url);
    } finally {
      await database.close();
    }
  } catch (error) {
    console.error(formatFailure(error));
    process.exitCode = MAY_GO_WITHOUT.has(args[0] ?? "") ? 2 : 1;
  }
}

/**
 * The same, where there is one and it answers: nothing is installed for a command that can do without.
 * @param {import("./settings.mjs").Settings} settings
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
async function findDatabase(settings) {
  const none = { url: "", close: () => Promise.resolve() };
  const { root, dataDir, databaseUrl } = settings;
  if (!databaseUrl && findCluster(root, dataDir).existing === null) return none;
  // What is wrong with a given address, the command says itself.
  return openDatabase(settings).catch(() => ({ ...none, url: databaseUrl ?? "" }));
}

/**
 * The database of the running installation, or of the stopped one, started for the time of this command.
 * @param {import("./settings.mjs").Settings} settings
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
async function openDatabase({ root, dataDir, databaseUrl }) {
  if (databaseUrl) {
    await requireDatabase(databaseUrl);
    return { url: databaseUrl, close: () => Promise.resolve() };
  }
  prepareDataFolder(dataDir);
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const taken = await acquireLock(getFolderLock(dataDir), "command");
    if (typeof taken === "function") return startForCommand(root, dataDir, taken);
    // A start holds the folder from its first moment, and its database comes up a little later. Another command's
    // database goes away with that command, so its turn is waited for.
    const { existing } = findCluster(root, dataDir);
    const url = existing && taken.what === "start" ? findRunningUrl(existing, dataDir) : null;
    if (url) return { url, close: () => Promise.resolve() };
    await sleep(100);
  }
  throw new Problem("The database is not to be had", `another process uses ${dataDir}`, "Try again when it is done");
}

/**
 * @param {string} root
 * @param {string} dataDir
 * @param {() => void} release
 */
async function startForCommand(root, dataDir, release) {
  try {
    const cluster = await startCluster({ root, dataDir });
    const close = async () => {
      await cluster.stop();
      release();
    };
    return { url: cluster.url, close };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * @param {string[]} args
 * @param {import("./settings.mjs").Settings} settings
 * @param {string} databaseUrl
 * @returns {Promise<number>} its exit code
 */
function runCommand(args, { root, dataDir }, databaseUrl) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/routeledger.ts", ...args], {
      cwd: root, stdio: "inherit", env: { ...process.env, DATABASE_URL: databaseUrl, ROUTELEDGER_DATA_DIR: dataDir },
    });
    child.once("error", reject);
    child.once("exit", (code) => { resolve(code ?? 1); });
  });
}
