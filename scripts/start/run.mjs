// @ts-check
import { spawn } from "node:child_process";
import { Problem } from "./problem.mjs";

/**
 * @typedef {{
 *   cwd: string,
 *   env?: Record<string, string | undefined>,
 *   output?: "inherit" | "quiet",
 * }} RunOptions quiet: nothing is shown unless the program fails
 */

/**
 * Runs a program to its end.
 * @param {string} title what it does, for the message when it fails
 * @param {string[]} command
 * @param {RunOptions} options
 * @returns {Promise<string>} what it wrote to stdout, when quiet
 */
export function run(title, [program = "", ...args], { cwd, env = {}, output = "quiet" }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd, env: { ...process.env, ...env }, stdio: output === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    let written = "";
    let everything = "";
    child.stdout?.on("data", (chunk) => { written += chunk; everything += chunk; });
    child.stderr?.on("data", (chunk) => { everything += chunk; });
    child.once("error", (error) => { reject(new Problem(`${title} failed`, error.message, `Check that ${program} can be run`)); });
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(written);
      const end = everything.trimEnd().split("\n").slice(-40).join("\n");
      if (end) process.stderr.write(`\n${end}\n\n`);
      reject(new Problem(`${title} failed`, signal ? `it was ended by ${signal}` : `it ended with code ${code}`, "See its output above"));
    });
  });
}
