// @ts-check
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../start/problem.mjs";
import { waitUntil } from "../start/processes.mjs";
import { findFreePort, formatEnvironment, formatUrl, getPasswordFile } from "./connection.mjs";
import { createCluster } from "./create.mjs";
import { preparePlace } from "./place.mjs";
import { clearLastServer, findRunningPostmaster, stopPostmaster } from "./postmaster.mjs";

const MAX_LOG_BYTES = 10_000_000;
/** Recovery after a crash replays the write-ahead log, which takes a while on a busy ledger. */
const START_TIMEOUT_MS = 120_000;

/**
 * @typedef {{
 *   url: string,
 *   port: number,
 *   pid: number,
 *   place: import("./place.mjs").Place,
 *   recovered: string | null,
 *   exited: Promise<string>,
 *   stop: (patienceMs?: number) => Promise<void>,
 * }} Cluster a running server; `recovered` says what was put right first, `exited` resolves when the server ends
 */

/**
 * Starts the PostgreSQL of a data folder, making the cluster on first use. It listens on a free loopback port only,
 * and has no Unix socket, so that its password is the only way in.
 * @param {{ root: string, dataDir: string, port?: number | undefined, settings?: string[] }} options port: a free one by default; settings: `name=value`, as after `postgres -c`
 * @returns {Promise<Cluster>}
 */
export async function startCluster({ root, dataDir, port: wantedPort, settings = [] }) {
  const place = preparePlace(root, dataDir);
  if (!existsSync(join(place.clusterDir, "PG_VERSION"))) await createCluster(place, getPasswordFile(dataDir));
  requireVersion(place);
  const recovered = await clearLastServer(place.clusterDir);
  const port = wantedPort ?? (await findFreePort());
  const url = formatUrl(dataDir, port);

  const logPath = join(dataDir, "logs", "postgres.log");
  const log = openLog(logPath);
  // A group of its own: Ctrl-C reaches every process of the terminal's group, and this one must be the last to go.
  const child = spawn(join(place.nativeDir, "bin", "postgres"), ["-D", place.clusterDir, ...formatSettings(port, settings)], {
    ...place.account, cwd: place.clusterDir, detached: true, stdio: ["ignore", log, log], env: formatEnvironment(),
  });
  closeSync(log);
  /** @type {string | null} */
  let ending = null;
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once("error", (error) => { resolve(error.message); });
    child.once("exit", (code, signal) => { resolve(signal ?? `exit code ${code}`); });
  });
  void exited.then((text) => { ending = text; });
  const ready = () => ending !== null || findRunningPostmaster(place.clusterDir)?.status === "ready";
  const inTime = await waitUntil(ready, START_TIMEOUT_MS);
  if (ending !== null || !inTime || child.pid === undefined) {
    await stopPostmaster(place.clusterDir, 0);
    throw new Problem("PostgreSQL did not start", `${findFatalLine(logPath) ?? ending ?? "it was not ready in time"}`, `See ${logPath}`);
  }
  child.unref();
  return { url, port, pid: child.pid, place, recovered, exited, stop: (patienceMs) => stopPostmaster(place.clusterDir, patienceMs) };
}

/**
 * The address of the server that runs on a data folder's cluster, or null.
 * @param {string} clusterDir
 * @param {string} dataDir
 */
export function findRunningUrl(clusterDir, dataDir) {
  const postmaster = findRunningPostmaster(clusterDir);
  return postmaster?.status === "ready" ? formatUrl(dataDir, postmaster.port) : null;
}

/**
 * @param {number} port
 * @param {string[]} settings
 */
function formatSettings(port, settings) {
  const all = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "log_timezone=UTC", "timezone=UTC", ...settings];
  return all.flatMap((setting) => ["-c", setting]);
}

/**
 * @param {string} path
 * @returns {number} a file descriptor
 */
function openLog(path) {
  mkdirSync(join(path, ".."), { recursive: true });
  if (existsSync(path) && statSync(path).size > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

/** @param {import("./place.mjs").Place} place */
function requireVersion({ clusterDir, version }) {
  const [ours] = version.split(".");
  const theirs = readFileSync(join(clusterDir, "PG_VERSION"), "utf8").trim();
  if (theirs === ours) return;
  throw new Problem(
    `The data in ${clusterDir} cannot be opened`,
    `it was written by PostgreSQL ${theirs}, and this RouteLedger brings PostgreSQL ${ours}`,
    "Start the RouteLedger that wrote it, dump the database, and restore it here",
  );
}

/** @param {string} logPath */
function findFatalLine(logPath) {
  const line = readFileSync(logPath, "utf8").trim().split("\n").findLast((text) => /FATAL|error while loading/.test(text));
  return line?.replace(/^.*?FATAL:\s*/, "") ?? null;
}
