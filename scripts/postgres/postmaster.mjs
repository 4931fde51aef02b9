// @ts-check
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findCommandLine, listProcessesIn, signalProcess, waitUntil } from "../start/processes.mjs";

/** @typedef {{ pid: number, dataDir: string, port: number, status: string }} Postmaster */

/**
 * Reads the text of a cluster's postmaster.pid (lines as in PostgreSQL's pidfile.h).
 * @param {string} text
 * @returns {Postmaster | null} null while Postgres is still writing it
 */
export function parsePostmasterPid(text) {
  const lines = text.split("\n").map((line) => line.trim());
  const [pid, dataDir, , port] = lines;
  // A server that runs alone (single-user, as initdb does it) writes a negative number.
  if (!pid || !dataDir || !/^\d+$/.test(pid)) return null;
  return { pid: Number(pid), dataDir, port: Number(port ?? 0), status: lines[7] ?? "" };
}

/**
 * @param {string} clusterDir
 * @returns {Postmaster | null}
 */
export function readPostmaster(clusterDir) {
  try {
    return parsePostmasterPid(readFileSync(join(clusterDir, "postmaster.pid"), "utf8"));
  } catch {
    return null;
  }
}

/**
 * The server that really runs on this cluster. A number in postmaster.pid may belong to some other program by now,
 * so the process must name our folder in its command line.
 * @param {string} clusterDir
 * @returns {Postmaster | null}
 */
export function findRunningPostmaster(clusterDir) {
  const postmaster = readPostmaster(clusterDir);
  if (!postmaster) return null;
  return isPostmasterOf(clusterDir, findCommandLine(postmaster.pid)) ? postmaster : null;
}

/**
 * @param {string} clusterDir
 * @param {string | null} commandLine
 */
export function isPostmasterOf(clusterDir, commandLine) {
  return commandLine !== null && `${commandLine} `.includes(`-D ${clusterDir} `);
}

/**
 * Ends the server of a cluster: a fast shutdown, then harder ones when it does not come.
 * @param {string} clusterDir
 * @param {number} [patienceMs] how long the fast shutdown may take
 */
export async function stopPostmaster(clusterDir, patienceMs = 30_000) {
  const postmaster = findRunningPostmaster(clusterDir);
  if (!postmaster) return;
  const { pid } = postmaster;
  const gone = () => !isPostmasterOf(clusterDir, findCommandLine(pid));
  // Postgres: SIGINT is the fast shutdown, SIGQUIT the immediate one (recovery at the next start).
  for (const [signal, waitMs] of /** @type {[NodeJS.Signals, number][]} */ ([["SIGINT", patienceMs], ["SIGQUIT", 5_000], ["SIGKILL", 5_000]])) {
    signalProcess(pid, signal);
    if (await waitUntil(gone, waitMs)) return;
  }
}

/**
 * Makes a cluster ready to be started after whatever happened to its last server: an orphan is stopped, and a stale
 * postmaster.pid is removed once no process of the old server is left in the folder.
 * @param {string} clusterDir
 * @returns {Promise<string | null>} what was found, for the log
 */
export async function clearLastServer(clusterDir) {
  const orphan = findRunningPostmaster(clusterDir);
  if (orphan) await stopPostmaster(clusterDir);
  const stale = readPostmaster(clusterDir);
  // Backends notice the death of their postmaster within milliseconds, and hold its shared memory until then.
  await waitUntil(() => listProcessesIn(clusterDir).length === 0, 10_000);
  if (stale) rmSync(join(clusterDir, "postmaster.pid"), { force: true });
  if (orphan) return `stopped an orphaned PostgreSQL (process ${orphan.pid})`;
  return stale ? "PostgreSQL had been killed; recovered" : null;
}
