// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Problem } from "../start/problem.mjs";
import { run } from "../start/run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const OTHER_PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

const DOWNLOAD_TIMEOUT_MS = 180_000;

/**
 * A Chromium that runs here: CHROMIUM_PATH, an installed one, or Playwright's own; else Playwright downloads one, or,
 * as root on Debian, the system's package is installed.
 * @param {string} root the checkout
 * @param {(text: string) => void} report
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} the path of its program
 */
export async function findChromium(root, report, signal) {
  const named = process.env["CHROMIUM_PATH"];
  if (named) {
    if (canRun(named)) return named;
    throw new Problem("No browser to test with", `CHROMIUM_PATH names ${named}, which does not run`, "Correct it, or unset it to have one found");
  }
  const found = await findInstalled(root);
  if (found) return found;
  const browsers = join(root, ".routeledger", "browsers");
  for (const way of [() => download(root, browsers, report, signal), () => installPackage(report, signal)]) {
    await way().catch((error) => { report(error instanceof Error ? error.message : String(error)); });
    signal?.throwIfAborted();
    const installed = await findInstalled(root);
    if (installed) return installed;
  }
  throw new Problem("No browser to test with", "no Chromium is installed, and none could be", "Install Chromium or Chrome, or set CHROMIUM_PATH");
}

/**
 * @param {string} root
 * @returns {Promise<string | null>}
 */
async function findInstalled(root) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...OTHER_PLACES, ...(await listPlaywrights(root))];
  return candidates.find((path) => existsSync(path) && canRun(path)) ?? null;
}

/**
 * Where Playwright keeps its own browser: for the user, and in this checkout.
 * @param {string} root
 * @returns {Promise<string[]>}
 */
async function listPlaywrights(root) {
  const { chromium } = await import(pathToFileURL(join(root, "node_modules", "@playwright", "test", "index.mjs")).href);
  /** @type {string} */
  const usual = chromium.executablePath();
  const inner = /ms-playwright[\\/](.*)$/.exec(usual)?.[1];
  return inner ? [usual, join(root, ".routeledger", "browsers", inner)] : [usual];
}

/**
 * Whether a program really is a browser that starts: some systems have a stub by that name, or lack its libraries.
 * @param {string} path
 */
function canRun(path) {
  return spawnSync(path, ["--version"], { timeout: 20_000, stdio: "ignore" }).status === 0;
}

/**
 * @param {string} root
 * @param {string} browsers
 * @param {(text: string) => void} report
 * @param {AbortSignal} [signal]
 */
async function download(root, browsers, report, signal) {
  report("downloading Playwright's Chromium");
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  const limit = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
  await run("Downloading Chromium", [process.execPath, cli, "install", "chromium"], {
    cwd: root,
    env: { PLAYWRIGHT_BROWSERS_PATH: browsers, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
}

/**
 * @param {(text: string) => void} report
 * @param {AbortSignal} [signal]
 */
async function installPackage(report, signal) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  report("installing the package chromium");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("Updating the package lists", ["apt-get", "update"], { cwd: "/", env, signal });
  await run("Installing Chromium", ["apt-get", "install", "-y", "--no-install-recommends", "chromium"], { cwd: "/", env, signal });
}
