// @ts-check
import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What tells a process from a later one that got the same number: when it began, and since which boot.
 * @param {number} pid
 * @returns {string | null} null when no such process runs
 */
export function findProcessIdentity(pid) {
  if (process.platform !== "linux") return runPs(pid, "lstart=");
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return parseProcStat(readFileSync(`/proc/${pid}/stat`, "utf8"), boot);
  } catch {
    return null;
  }
}

/**
 * @param {string} stat content of /proc/PID/stat (proc_pid_stat(5))
 * @param {string} boot
 * @returns {string | null} null for a zombie, which has ended already
 */
export function parseProcStat(stat, boot) {
  // The second field is the program's name in brackets and may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return null;
  return `${boot} ${fields[19]}`;
}

/**
 * The command line of a process, blanks between its words.
 * @param {number} pid
 * @returns {string | null}
 */
export function findCommandLine(pid) {
  if (process.platform !== "linux") return runPs(pid, "args=");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim() || null;
  } catch {
    return null;
  }
}

/**
 * Processes that stand in a folder. Linux only; elsewhere the list is empty.
 * @param {string} folder
 */
export function listProcessesIn(folder) {
  if (process.platform !== "linux") return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  return pids.filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}

/**
 * Sends a signal; a process that is gone already is no error.
 * @param {number} pid negative for a process group
 * @param {NodeJS.Signals} signal
 */
export function signalProcess(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between our look and our signal.
  }
}

/**
 * Waits until `done` is true, looking every 25 ms.
 * @param {() => boolean | Promise<boolean>} done
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} false when the time ran out
 */
export async function waitUntil(done, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (!(await done())) {
    if (Date.now() >= deadline) return false;
    await sleep(25);
  }
  return true;
}

/**
 * @param {number} pid
 * @param {string} column
 */
function runPs(pid, column) {
  try {
    return execFileSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || null;
  } catch {
    return null;
  }
}
