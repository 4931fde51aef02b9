// @ts-check
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { requireWritable } from "./checkout.mjs";
import { hashInputs, isMarked, writeMark } from "./hash.mjs";
import { findHolder } from "./lock.mjs";
import { Problem } from "./problem.mjs";
import { findProcessIdentity } from "./processes.mjs";
import { run } from "./run.mjs";

/** Everything that the pages are built from. */
const INPUTS = [
  "app", "components", "lib", "public", "prisma/schema.prisma", "next.config.js", "postcss.config.mjs", "tsconfig.json",
  "package-lock.json", "instrumentation.ts", "proxy.ts",
];

/**
 * The folder that Next builds into, as its configuration has it (ROUTELEDGER_BUILD_DIR can move it there).
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function getBuildDir(root) {
  const { default: config } = await import(pathToFileURL(join(root, "next.config.js")).href);
  return resolve(root, config.distDir ?? ".next");
}

/**
 * Builds the pages when their sources have changed.
 * @param {string} root the checkout
 * @param {(text: string) => void} report
 * @param {AbortSignal} [signal]
 */
export async function buildPages(root, report, signal) {
  const buildDir = await getBuildDir(root);
  const published = Object.entries(process.env).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  const hash = hashInputs(root, INPUTS, published.map(([name, value]) => `${name}=${value}`).sort());
  const mark = join(buildDir, "routeledger-inputs");
  if (isMarked(mark, hash)) return report("up to date");

  requireUnused(buildDir, "The pages");
  requireWritable(root);
  rmSync(mark, { force: true });
  report("building");
  await run("Building the pages", [process.execPath, join(root, "node_modules", "next", "dist", "bin", "next"), "build"], {
    cwd: root,
    signal,
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  writeMark(mark, hash);
  report("built");
}

/**
 * Notes that this process serves a build, so that nobody replaces it meanwhile.
 * @param {string} buildDir
 * @returns {() => void} takes the note away
 */
export function noteUser(buildDir) {
  const folder = join(buildDir, "routeledger-users");
  const note = join(folder, `${process.pid}.json`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(note, JSON.stringify({ pid: process.pid, identity: findProcessIdentity(process.pid), what: "serve" }));
  } catch {
    // A build that we cannot write to is one that nobody like us replaces.
  }
  return () => { rmSync(note, { force: true }); };
}

/**
 * Asked before a build is replaced.
 * @param {string} buildDir
 * @param {string} what of it is to be rebuilt
 */
export function requireUnused(buildDir, what) {
  const user = listUsers(buildDir)[0];
  if (!user) return;
  throw new Problem(`${what} cannot be rebuilt`, `the sources have changed, and process ${user.pid} serves the last build`, "Stop that one first");
}

/** @param {string} buildDir */
function listUsers(buildDir) {
  const folder = join(buildDir, "routeledger-users");
  /** @type {string[]} */
  let names = [];
  try {
    names = readdirSync(folder);
  } catch {
    // Nobody has served from here yet.
  }
  return names.flatMap((name) => findHolder(join(folder, name)) ?? []);
}
