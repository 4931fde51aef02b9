// @ts-check
import { spawn } from "node:child_process";
import { Problem } from "./problem.mjs";

/**
 * @typedef {{
 *   cwd: string,
 *   env?: Record<string, string | undefined>,
 *   show?: boolean,
 *   explains?: boolean,
 *   onLine?: (line: string) => void,
 *   signal?: AbortSignal | undefined,
 * }} RunOptions
 *   show: its output goes to the terminal as it comes, else only its end does, and only when it fails;
 *   explains: when it fails, the last line that it writes to stderr is the whole explanation;
 *   onLine: told each line that it writes to stderr
 */

/**
 * Runs a program to its end.
 * @param {string} title what it does, for the message when it fails
 * @param {string[]} command
 * @param {RunOptions} options
 * @returns {Promise<string>} what it wrote to stdout, unless that was shown
 */
export function run(title, [program = "", ...args], { cwd, env = {}, show = false, explains = false, onLine, signal }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: show ? "inherit" : ["ignore", "pipe", "pipe"], signal });
    const written = { out: "", errors: "", all: "" };
    child.stdout?.setEncoding("utf8").on("data", (text) => { written.out += text; written.all += text; });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      written.errors += text;
      written.all += text;
      const line = written.errors.trimEnd().split("\n").at(-1);
      if (line) onLine?.(line);
    });
    child.once("error", (error) => { reject(signal?.aborted ? error : new Problem(`${title} failed`, error.message, `Check that ${program} can be run`)); });
    child.once("close", (code, killedBy) => {
      if (code === 0) resolve(written.out);
      else reject(describeFailure(title, killedBy ? `it was ended by ${killedBy}` : `it ended with code ${code}`, { ...written, explains }));
    });
  });
}

/**
 * @param {string} title
 * @param {string} how
 * @param {{ errors: string, all: string, explains: boolean }} output
 */
function describeFailure(title, how, { errors, all, explains }) {
  const explanation = errors.trimEnd().split("\n").at(-1);
  if (explains && explanation) return new Problem(explanation);
  const lines = all.trimEnd().split("\n");
  const shown = lines.length <= 60 ? lines : [...lines.slice(0, 20), "…", ...lines.slice(-40)];
  if (all.trim()) process.stderr.write(`\n${shown.join("\n")}\n\n`);
  return new Problem(`${title} failed`, how, "See its output above");
}
