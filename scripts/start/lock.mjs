// @ts-check
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { findErrorCode } from "./problem.mjs";
import { findProcessIdentity, waitUntil } from "./processes.mjs";

/** @typedef {{ pid: number, identity: string, what: string }} Holder the process that holds a lock, and what it does */

/**
 * @param {string} path
 * @returns {Holder | null} null when nobody holds the lock, or its holder is dead
 */
export function findHolder(path) {
  const text = readLock(path);
  const holder = text === null ? null : parseHolder(text);
  return holder && findProcessIdentity(holder.pid) === holder.identity ? holder : null;
}

/** A wait that nobody need be told of. */
const UNNOTICED_MS = 1_000;

/**
 * Takes a lock file for this process; the lock of a dead process is taken over.
 * @param {string} path
 * @param {string} what what this process does with it, for the others
 * @param {number} [patienceMs] how long to wait for another holder
 * @param {(holder: Holder) => void} [onWait] told once, when the wait becomes noticeable
 * @returns {Promise<(() => void) | Holder>} the way to release it, or who holds it still
 */
export async function acquireLock(path, what, patienceMs = 0, onWait = () => undefined) {
  const startedAt = Date.now();
  let told = false;
  const taken = await waitUntil(() => {
    if (tryLock(path, what)) return true;
    const holder = findHolder(path);
    if (holder && !told && Date.now() - startedAt >= UNNOTICED_MS) {
      told = true;
      onWait(holder);
    }
    return false;
  }, patienceMs);
  if (!taken) return findHolder(path) ?? acquireLock(path, what, patienceMs, onWait);
  return () => {
    if (findHolder(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

/**
 * @param {string} path
 * @param {string} what
 */
function tryLock(path, what) {
  removeStale(path);
  const mine = `${path}.${process.pid}`;
  const identity = findProcessIdentity(process.pid);
  writeFileSync(mine, JSON.stringify({ pid: process.pid, identity, what }), { mode: 0o600 });
  try {
    // A link appears complete or not at all, and fails where there is one already.
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (findErrorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** @param {string} path */
function removeStale(path) {
  const text = readLock(path);
  if (text === null || findHolder(path)) return;
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    // Somebody else may have done the same and taken the lock between our look and our move: put theirs back.
    if (readLock(aside) !== text) linkSync(aside, path);
  } catch {
    // Gone already, or taken again: either way the next look tells.
  }
  rmSync(aside, { force: true });
}

/** @param {string} path */
function readLock(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @returns {Holder | null}
 */
function parseHolder(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
