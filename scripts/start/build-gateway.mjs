// @ts-check
import { rmSync } from "node:fs";
import { join } from "node:path";
import { getBuildDir, requireUnused } from "./build.mjs";
import { bundle, getBundle } from "./bundle.mjs";
import { requireWritable } from "./checkout.mjs";
import { hashInputs, isMarked, writeMark } from "./hash.mjs";

const PROGRAM = "scripts/gateway.ts";
const HOUSEKEEPER = "scripts/housekeeper.ts";
/** What a gateway runs in threads of its own: each has to lie beside it. */
export const THREADS = ["scripts/gateway/drain-thread.ts"];
/** Everything that the gateway's process is built from. */
const INPUTS = ["lib", "scripts", "prisma", "package-lock.json", "tsconfig.json"];

/**
 * Bundles the processes of the gateway and the housekeeper when their sources have changed. After the pages: Next empties the folder that both are in.
 * @param {string} root the checkout
 * @param {(text: string) => void} report
 */
export async function buildGateway(root, report) {
  const buildDir = await getBuildDir(root);
  const folder = getFolder(buildDir);
  const hash = hashInputs(root, INPUTS);
  const mark = join(folder, "inputs");
  if (isMarked(mark, hash)) return report("up to date");

  requireUnused(buildDir, "The gateway");
  requireWritable(root);
  rmSync(folder, { recursive: true, force: true });
  await bundle(root, [PROGRAM, HOUSEKEEPER, ...THREADS], folder);
  writeMark(mark, hash);
  report("built");
}

/**
 * What Node is to run as the gateway's process, once it is built.
 * @param {string} root
 */
export async function getGatewayBundle(root) {
  return getBundle(getFolder(await getBuildDir(root)), PROGRAM);
}

/**
 * What Node is to run as the housekeeper's process, once it is built.
 * @param {string} root
 */
export async function getHousekeeperBundle(root) {
  return getBundle(getFolder(await getBuildDir(root)), HOUSEKEEPER);
}

/** @param {string} buildDir */
function getFolder(buildDir) {
  return join(buildDir, "gateway");
}
