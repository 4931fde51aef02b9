// @ts-check
import { get } from "node:http";
import { connect, createServer } from "node:net";
import { findErrorCode, Problem } from "./problem.mjs";

/**
 * Makes sure that we can listen where the gateway will.
 * @param {string} host
 * @param {number} port
 * @returns {Promise<void>}
 */
export function requireFreePort(host, port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => { reject(describeListenError(host, port, findErrorCode(error))); });
    server.listen(port, host, () => server.close(() => { resolve(); }));
  });
}

/**
 * @param {string} host
 * @param {number} port
 * @param {string | null} code
 */
export function describeListenError(host, port, code) {
  if (code === "EADDRINUSE") {
    return new Problem(`Port ${port} on ${host} is taken`, "another program listens there", `Stop it, or choose another port: PORT=${port + 1} npm start`);
  }
  if (code === "EACCES") {
    return new Problem(`Port ${port} may not be used`, "ports below 1024 belong to root", "Choose a higher one with PORT");
  }
  return new Problem(`Cannot listen on ${host}:${port}`, code ?? "unknown", "Set HOST to an address of this machine, as 127.0.0.1 or 0.0.0.0");
}

/**
 * Makes sure that something answers where DATABASE_URL points, before anything long is begun.
 * @param {string} databaseUrl
 * @returns {Promise<void>}
 */
export async function requireDatabase(databaseUrl) {
  const address = parseDatabaseAddress(databaseUrl);
  if (!address) return;
  const code = await tryConnect(address, 5_000);
  if (!code) return;
  throw new Problem(`DATABASE_URL cannot be reached at ${address.host}:${address.port}`, code, "Start that PostgreSQL or correct the address; without DATABASE_URL RouteLedger brings its own");
}

/**
 * @param {string} databaseUrl
 * @returns {{ host: string, port: number } | null} null for a Unix socket, which is tried later
 */
export function parseDatabaseAddress(databaseUrl) {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (!url || !["postgres:", "postgresql:"].includes(url.protocol)) {
    throw new Problem("DATABASE_URL cannot be used", "it is not an address", "Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
  }
  if (!url.hostname || url.hostname.startsWith("%2F") || url.searchParams.get("host")?.startsWith("/")) return null;
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 5432) };
}

/**
 * @param {{ host: string, port: number }} address
 * @param {number} timeoutMs
 * @returns {Promise<string | null>} the error's code, null when the connection was made
 */
function tryConnect(address, timeoutMs) {
  return new Promise((resolve) => {
    const socket = connect(address);
    /** @param {string | null} code */
    const finish = (code) => { socket.destroy(); resolve(code); };
    socket.setTimeout(timeoutMs, () => { finish(`no answer in ${timeoutMs / 1000} s`); });
    socket.once("connect", () => { finish(null); });
    socket.once("error", (error) => { finish(findErrorCode(error) ?? error.message); });
  });
}

/**
 * Whether an HTTP server answers there, whatever it says.
 * @param {string} url
 * @returns {Promise<boolean>}
 */
export function answers(url) {
  return new Promise((resolve) => {
    const request = get(url, (response) => { response.resume(); resolve(true); });
    request.once("error", () => { resolve(false); });
  });
}
