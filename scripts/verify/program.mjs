// @ts-check
import { spawn } from "node:child_process";
import { Problem } from "../start/problem.mjs";
import { signalProcess } from "../start/processes.mjs";

const STOP_PATIENCE_MS = 60_000;

/**
 * Runs a tool with its output on the terminal. It has a process group of its own: an interrupt reaches it once, through
 * us, and whatever it leaves behind can be ended with it.
 * @param {string[]} command
 * @param {string} cwd
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function runProgram([program = "", ...args], cwd, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "inherit", "inherit"], detached: true });
    const pid = child.pid ?? 0;
    const stop = () => {
      signalProcess(pid, "SIGINT");
      setTimeout(() => { signalProcess(-pid, "SIGKILL"); }, STOP_PATIENCE_MS).unref();
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    child.once("error", reject);
    child.once("exit", (code, killedBy) => {
      signal.removeEventListener("abort", stop);
      signalProcess(-pid, "SIGKILL");
      if (code === 0) resolve();
      else reject(new Problem(killedBy ? `it was ended by ${killedBy}` : `it ended with code ${code}`));
    });
  });
}
