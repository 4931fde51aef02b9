// @ts-check
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildPages } from "./build.mjs";
import { generateClient } from "./client.mjs";
import { installPackages } from "./install.mjs";
import { acquireLock } from "./lock.mjs";
import { Problem } from "./problem.mjs";

const PATIENCE_MS = 15 * 60_000;

/**
 * Brings a checkout to where it can run: packages, database client and, when wanted, the built pages. Processes that
 * share a checkout (a start, tests, commands) do this one after the other.
 * @param {{ root: string, steps: import("./steps.mjs").Steps, signal?: AbortSignal, withPages: boolean }} options
 */
export async function prepareCheckout({ root, steps, signal, withPages }) {
  const release = await takeCheckout(root, steps);
  try {
    signal?.throwIfAborted();
    await steps.run("Packages", (report) => installPackages(root, report, signal));
    signal?.throwIfAborted();
    await steps.run("Database client", (report) => generateClient(root, report, signal));
    signal?.throwIfAborted();
    if (withPages) await steps.run("Pages", (report) => buildPages(root, report, signal));
    signal?.throwIfAborted();
  } finally {
    release();
  }
}

/**
 * @param {string} root
 * @param {import("./steps.mjs").Steps} steps
 * @returns {Promise<() => void>}
 */
async function takeCheckout(root, steps) {
  const folder = join(root, ".routeledger");
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    // Nobody can change such a checkout, so there is nothing to take turns for.
    return () => undefined;
  }
  const taken = await acquireLock(join(folder, "preparing"), "prepare", PATIENCE_MS, ({ pid }) => {
    steps.say(`  Waiting for process ${pid}, which is preparing this checkout …`);
  });
  if (typeof taken === "function") return taken;
  throw new Problem("This checkout cannot be prepared", `process ${taken.pid} has been at it for too long`, "End that process and try again");
}
