// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireWritable } from "./checkout.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} Package
 * @typedef {{ packages?: Record<string, Package> }} Lock the parts of npm's lock files that matter here
 */

/**
 * Installs the packages when those in node_modules are not the ones that package-lock.json names.
 * @param {string} root the checkout
 * @param {(text: string) => void} report
 * @param {AbortSignal} [signal]
 */
export async function installPackages(root, report, signal) {
  const wanted = readLock(join(root, "package-lock.json"));
  // npm writes this file last, so an installation that was cut short has none.
  const difference = findDifference(wanted, readLock(join(root, "node_modules", ".package-lock.json")));
  if (!difference) return report("up to date");
  requireWritable(root);
  report(`installing with npm ci, as ${difference}`);
  // Building the pages takes TypeScript, whatever NODE_ENV says. No package's install script is needed: the one of
  // Prisma's engines would download what we do not use, and binaries.mjs does what PostgreSQL's does.
  const options = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run("Installing packages with npm", [...findNpm(), "ci", ...options], { cwd: root, signal });
  report("installed");
}

/**
 * Why the installed packages are not the wanted ones, or null when they are.
 * @param {Lock | null} wanted package-lock.json
 * @param {Lock | null} installed node_modules/.package-lock.json
 * @returns {string | null}
 */
export function findDifference(wanted, installed) {
  if (!installed?.packages) return "there is no complete node_modules";
  for (const [path, entry] of Object.entries(wanted?.packages ?? {})) {
    if (path === "" || entry.link) continue;
    const found = installed.packages[path];
    // Optional packages are those of other machines, for the most part.
    if (!found && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (!found) return `${path} is missing`;
    if (found.version !== entry.version || found.integrity !== entry.integrity) return `${path} is another version`;
  }
  return null;
}

/** npm as the one that runs us, or else the one on the path. */
function findNpm() {
  const script = process.env["npm_execpath"];
  return script?.endsWith(".js") ? [process.execPath, script] : ["npm"];
}

/**
 * @param {string} path
 * @returns {Lock | null}
 */
function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}
