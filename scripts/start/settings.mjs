// @ts-check
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Problem } from "./problem.mjs";

/**
 * @typedef {{
 *   root: string,
 *   dataDir: string,
 *   host: string,
 *   port: number,
 *   databaseUrl: string | null,
 *   housekeeping: boolean,
 * }} Settings what has to be known before anything is installed; everything else is read by lib/env.ts
 */

/**
 * Reads `.env` into the environment (what is set already wins) and then the settings.
 * ROUTELEDGER_ENV_FILE names another file; empty, no file is read.
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Settings}
 */
export function readSettings(root, env = process.env) {
  const named = env["ROUTELEDGER_ENV_FILE"];
  const file = named === "" ? null : resolve(root, named ?? ".env");
  if (file && existsSync(file)) process.loadEnvFile(file);
  else if (named) throw new Problem("The environment file is missing", `ROUTELEDGER_ENV_FILE names ${file}`, "Correct the name, or unset the variable");
  return {
    root,
    dataDir: resolve(root, env["ROUTELEDGER_DATA_DIR"] || ".routeledger"),
    host: env["HOST"] || "127.0.0.1",
    port: parsePort(env["PORT"] || "3000"),
    databaseUrl: env["DATABASE_URL"] || null,
    housekeeping: env["ROUTELEDGER_HOUSEKEEPING"] !== "0",
  };
}

/** @param {string} text */
export function parsePort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Problem("PORT cannot be used", `"${text}" is not a whole number from 0 to 65535`, "Set PORT to a free port, or leave it out for 3000");
}
