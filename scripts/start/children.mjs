// @ts-check
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem.mjs";
import { findProcessIdentity, signalProcess, waitUntil } from "./processes.mjs";

/**
 * @typedef {{
 *   name: string,
 *   args: string[],
 *   env: Record<string, string>,
 *   cwd: string,
 *   dataDir: string,
 *   toTerminal: boolean,
 *   isReady: "by-message" | (() => Promise<boolean>),
 *   readyTimeoutMs: number,
 * }} Program a Node program; it says itself that it is ready, over its IPC channel, or is asked until it is
 * @typedef {{ pid: number, exited: Promise<string>, stop: (patienceMs: number, isHurried: () => boolean) => Promise<void> }} Child
 */

/**
 * Starts a program and waits until it is ready.
 * @param {Program} program
 * @param {AbortSignal} signal
 * @returns {Promise<Child>}
 */
export async function startChild(program, signal) {
  const { name, args, env, cwd, dataDir, toTerminal, isReady, readyTimeoutMs } = program;
  const logPath = join(dataDir, "logs", `${name}.log`);
  const log = openSync(logPath, "a", 0o600);
  const from = statSync(logPath).size;
  const output = toTerminal ? "inherit" : log;
  // A group of its own, so that Ctrl-C reaches only us and everything ends in its order.
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ["ignore", output, output, "ipc"] });
  closeSync(log);
  /** @type {{ ending: string | null, ready: boolean, failure: string | null }} */
  const state = { ending: null, ready: false, failure: null };
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once("error", (error) => { resolve(error.message); });
    child.once("exit", (code, killedBy) => { resolve(killedBy ?? `exit code ${code}`); });
  });
  void exited.then((ending) => { state.ending = ending; });
  child.on("message", (message) => { readMessage(message, state); });
  const pid = child.pid ?? 0;
  noteProcess(dataDir, { name, pid, identity: findProcessIdentity(pid) });

  await waitUntil(async () => {
    if (isReady !== "by-message") state.ready ||= await isReady();
    return state.ready || state.failure !== null || state.ending !== null || signal.aborted;
  }, readyTimeoutMs);
  const running = { pid, exited, stop: stopper(pid, state) };
  if (state.ready && state.ending === null) return running;
  await running.stop(2_000, () => false);
  signal.throwIfAborted();
  if (state.failure) throw new Problem(state.failure);
  process.stderr.write(`\n${readFileSync(logPath).subarray(from).toString("utf8").trim().split("\n").slice(-20).join("\n")}\n\n`);
  throw new Problem(`The ${name} did not start`, state.ending ?? `it was not ready in ${readyTimeoutMs / 1000} s`, `See ${logPath}`);
}

/**
 * @param {unknown} message
 * @param {{ ready: boolean, failure: string | null }} state
 */
function readMessage(message, state) {
  if (typeof message !== "object" || message === null || !("type" in message)) return;
  if (message.type === "ready") state.ready = true;
  if (message.type === "failed" && "message" in message) state.failure = String(message.message);
}

/**
 * @param {number} pid
 * @param {{ ending: string | null }} state
 * @returns {Child["stop"]}
 */
function stopper(pid, state) {
  return async (patienceMs, isHurried) => {
    if (pid === 0) return;
    signalProcess(pid, "SIGTERM");
    await waitUntil(() => state.ending !== null || isHurried(), patienceMs);
    // The whole group: what the program may have left behind, and the program itself when it did not go.
    signalProcess(-pid, "SIGKILL");
    await waitUntil(() => state.ending !== null, 5_000);
  };
}

/** @typedef {{ name: string, pid: number, identity: string | null }} Noted */

/** @param {string} dataDir */
function getNotesFile(dataDir) {
  return join(dataDir, "processes.json");
}

/**
 * @param {string} dataDir
 * @returns {Noted[]}
 */
function readNotes(dataDir) {
  try {
    return JSON.parse(readFileSync(getNotesFile(dataDir), "utf8"));
  } catch {
    return [];
  }
}

/**
 * Writes a child down, so that a later start finds it if we are killed.
 * @param {string} dataDir
 * @param {Noted} noted
 */
function noteProcess(dataDir, noted) {
  const others = readNotes(dataDir).filter(({ name }) => name !== noted.name);
  writeFileSync(getNotesFile(dataDir), JSON.stringify([...others, noted]), { mode: 0o600 });
}

/**
 * Ends what is left of a start that was killed, gateway first, so that it can drain.
 * @param {string} dataDir
 * @returns {Promise<string[]>} the names of what was still running
 */
export async function stopLeftovers(dataDir) {
  const left = readNotes(dataDir).filter(isRunning);
  for (const noted of left) {
    signalProcess(noted.pid, "SIGTERM");
    await waitUntil(() => !isRunning(noted), 10_000);
    signalProcess(-noted.pid, "SIGKILL");
    await waitUntil(() => !isRunning(noted), 5_000);
  }
  forgetChildren(dataDir);
  return left.map(({ name }) => name);
}

/** @param {string} dataDir */
export function forgetChildren(dataDir) {
  rmSync(getNotesFile(dataDir), { force: true });
}

/**
 * A number alone proves nothing: it may have been given to another program.
 * @param {Noted} noted
 */
function isRunning({ pid, identity }) {
  return identity !== null && findProcessIdentity(pid) === identity;
}
