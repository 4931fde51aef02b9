// @ts-check
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** A Unix socket's path may hold about a hundred characters, and tools put theirs below the folder for temporary files. */
const MAX_TMP_LENGTH = 50;

/** What configures the product, and so must not reach its tests from the shell of whoever runs them. */
const PRODUCT = /^(ROUTELEDGER_|NEXTAUTH_|NEXT_PUBLIC_|PG[A-Z]+$|(DATABASE_URL|PORT|HOST|NODE_ENV|NODE_OPTIONS)$)/;

/**
 * Which variables tests must not inherit.
 * @param {string[]} names
 */
export function listProductVariables(names) {
  return names.filter((name) => PRODUCT.test(name));
}

/**
 * Makes this process's environment, which every check inherits, one that depends on nobody's settings: it reads no
 * .env, builds into a folder of its own (a running `npm start` keeps its build) and leaves temporary files in ours.
 * @param {string} folder removed after the run
 */
export function cleanEnvironment(folder) {
  for (const name of listProductVariables(Object.keys(process.env))) Reflect.deleteProperty(process.env, name);
  const tmp = join(folder, "tmp");
  mkdirSync(tmp);
  if (tmp.length <= MAX_TMP_LENGTH) process.env["TMPDIR"] = tmp;
  process.env["ROUTELEDGER_ENV_FILE"] = "";
  process.env["ROUTELEDGER_BUILD_DIR"] = join(".routeledger", "test", "build");
  process.env["NEXT_TELEMETRY_DISABLED"] = "1";
}
