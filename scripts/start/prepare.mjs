// @ts-check
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildGateway } from "./build-gateway.mjs";
import { buildPages } from "./build.mjs";
import { generateClient } from "./client.mjs";
import { installPackages } from "./install.mjs";
import { acquireLock } from "./lock.mjs";
import { Problem } from "./problem.mjs";

const PATIENCE_MS = 15 * 60_000;

/** @typedef {"packages" | "client" | "pages" | "gateway"} Part */

/** @type {Record<Part, { name: string, make: (root: string, report: (text: string) => void, signal?: AbortSignal) => Promise<void> }>} */
const MAKERS = {
  packages: { name: "Packages", make: installPackages },
  client: { name: "Database client", make: generateClient },
  pages: { name: "Pages", make: buildPages },
  gateway: { name: "Gateway bundle", make: buildGateway },
};

/**
 * Brings a checkout to where it can run, doing only what is not done yet. Processes that share a checkout (a start,
 * tests, commands) do this one after the other.
 * @param {{ root: string, steps: import("./steps.mjs").Steps, signal?: AbortSignal, parts: Part[] }} options
 */
export async function prepareCheckout({ root, steps, signal, parts }) {
  const release = await takeCheckout(root, steps);
  try {
    for (const part of parts) {
      signal?.throwIfAborted();
      const { name, make } = MAKERS[part];
      await steps.run(name, (report) => make(root, report, signal));
    }
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
