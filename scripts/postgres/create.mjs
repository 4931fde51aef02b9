// @ts-check
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Problem } from "../start/problem.mjs";
import { DATABASE, formatEnvironment, SUPERUSER } from "./connection.mjs";

/**
 * Makes a new cluster with a random password and one empty database. It is made beside its place and moved there when
 * complete, so that a half-made cluster is never taken for one.
 * @param {import("./place.mjs").Place} place
 * @param {string} passwordFile
 */
export async function createCluster({ clusterDir, nativeDir, account }, passwordFile) {
  const password = randomBytes(24).toString("base64url");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const unfinished = `${clusterDir}.unfinished`;
  // The account that runs initdb cannot read our password file, so it is handed a copy.
  const handover = join(dirname(clusterDir), `.password-${process.pid}`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(handover, `${password}\n`, { mode: 0o600 });
  if (account) for (const path of [unfinished, handover]) chownSync(path, account.uid, account.gid);
  const options = { ...account, cwd: unfinished, env: formatEnvironment() };
  try {
    await run(join(nativeDir, "bin", "initdb"), [
      "-D", unfinished, "-U", SUPERUSER, "--auth=scram-sha-256", `--pwfile=${handover}`, "--encoding=UTF8",
      // Sorting by PostgreSQL's own rules: the same on every machine, and unmoved by an update of the C library.
      "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
    ], options, "");
  } finally {
    rmSync(handover, { force: true });
  }
  await run(join(nativeDir, "bin", "postgres"), ["--single", "-D", unfinished, "postgres"], options, `CREATE DATABASE ${DATABASE};\n`);
  renameSync(unfinished, clusterDir);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @param {string} input
 * @returns {Promise<void>}
 */
function run(program, args, options, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["pipe", "ignore", "pipe"] });
    let errors = "";
    child.stderr?.on("data", (chunk) => { errors += chunk; });
    child.stdin?.on("error", () => undefined).end(input);
    child.once("error", reject);
    child.once("close", (code) => {
      const why = errors.trim().replace(/\s*\n\s*/g, " / ") || `${program} ended with ${code}`;
      if (code === 0) resolve();
      else reject(new Problem("The database cluster could not be made", why, "Check the free space and the permissions of the data folder"));
    });
  });
}
