// @ts-check
import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { canReach, chooseAccount } from "./account.mjs";
import { copyBinaries, findBinaries, getBinariesVersion } from "./binaries.mjs";

/** Where PostgreSQL lives when it runs as another user, who may not enter the checkout. */
const SHARED_HOME = "/var/lib/routeledger";

/**
 * @typedef {{
 *   clusterDir: string,
 *   nativeDir: string,
 *   version: string,
 *   account: import("./account.mjs").Account | null,
 * }} Place where a cluster and its programs are, and who runs them
 */

/**
 * @param {string} text
 */
function shortHash(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/**
 * Where the cluster of a data folder is: once made it stays where it is, whatever the permissions are later.
 * @param {string} root the checkout
 * @param {string} dataDir
 * @returns {{ inside: string, outside: string, existing: string | null }}
 */
export function findCluster(root, dataDir) {
  const inside = join(dataDir, "postgres");
  const outside = join(SHARED_HOME, shortHash(root), `postgres-${shortHash(dataDir)}`);
  const existing = [inside, outside].find((folder) => existsSync(join(folder, "PG_VERSION"))) ?? null;
  return { inside, outside, existing };
}

/**
 * Decides where a cluster lives and who runs it, and puts the programs where that user can run them.
 * @param {string} root the checkout
 * @param {string} dataDir must exist
 * @returns {Place}
 */
export function preparePlace(root, dataDir) {
  const { inside, outside, existing } = findCluster(root, dataDir);
  const account = chooseAccount(existing);
  const home = join(SHARED_HOME, shortHash(root));
  const clusterDir = existing ?? (canReach(account, dataDir) ? inside : outside);
  if (clusterDir === outside) mkdirSync(home, { recursive: true, mode: 0o755 });

  const nativeDir = findBinaries(root);
  const version = getBinariesVersion(nativeDir);
  if (canReach(account, join(nativeDir, "bin", "postgres"))) return { clusterDir, nativeDir, version, account };
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const copy = join(home, `postgresql-${version}`);
  copyBinaries(nativeDir, copy);
  return { clusterDir, nativeDir: copy, version, account };
}
