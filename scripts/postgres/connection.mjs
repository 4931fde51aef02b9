// @ts-check
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Problem } from "../start/problem.mjs";

export const SUPERUSER = "routeledger";
export const DATABASE = "routeledger";

/** @param {string} dataDir */
export function getPasswordFile(dataDir) {
  return join(dataDir, "postgres-password");
}

/**
 * The address of the database in a data folder's cluster.
 * @param {string} dataDir
 * @param {number} port
 */
export function formatUrl(dataDir, port) {
  const file = getPasswordFile(dataDir);
  try {
    return `postgresql://${SUPERUSER}:${encodeURIComponent(readFileSync(file, "utf8").trim())}@127.0.0.1:${port}/${DATABASE}`;
  } catch {
    throw new Problem("The database's password is missing", `${file} cannot be read`, "Restore that file, or remove the data folder to begin anew");
  }
}

/**
 * The environment of PostgreSQL's programs: our secrets are not theirs, and variables of the caller's shell (PGDATA,
 * PGPORT …) must not steer them. NODE_ENV is there for the types alone: Next requires it of every environment.
 * @returns {NodeJS.ProcessEnv}
 */
export function formatEnvironment() {
  return { NODE_ENV: "production", PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" };
}

/** @returns {Promise<number>} a loopback port that is free at this moment */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });
}
