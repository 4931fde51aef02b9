// @ts-check
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { Problem } from "../start/problem.mjs";

/** @typedef {{ uid: number, gid: number }} Account the system account that PostgreSQL runs as */

export const ACCOUNT_NAME = "postgres";

/**
 * Who runs a cluster: ourselves (null), or, as PostgreSQL refuses to run as root, the owner of the existing cluster
 * or else the system account `postgres`, made when it is missing.
 * @param {string | null} existingCluster
 * @returns {Account | null}
 */
export function chooseAccount(existingCluster) {
  if (process.getuid?.() !== 0) return null;
  if (existingCluster) {
    const { uid, gid } = statSync(existingCluster);
    if (uid !== 0) return { uid, gid };
  }
  return findAccount() ?? createAccount();
}

/** @returns {Account | null} */
function findAccount() {
  const [uid, gid] = ["-u", "-g"].map((option) => spawnSync("id", [option, ACCOUNT_NAME], { encoding: "utf8" }).stdout?.trim());
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

/** @returns {Account} */
function createAccount() {
  // useradd on most systems, adduser where there is only BusyBox.
  const ways = [
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT_NAME],
    ["adduser", "-S", "-D", "-H", ACCOUNT_NAME],
  ];
  for (const [program, ...args] of ways) {
    if (program && spawnSync(program, args).status === 0) break;
  }
  const account = findAccount();
  if (account) return account;
  throw new Problem(
    "PostgreSQL cannot be started",
    `it refuses to run as root, and a user "${ACCOUNT_NAME}" could not be made`,
    "Start RouteLedger as an ordinary user, or set DATABASE_URL",
  );
}

/**
 * Whether an account may enter a folder or run a program. Asked of the system itself, by trying it as that account:
 * access lists and mounts have their say too.
 * @param {Account | null} account
 * @param {string} path
 */
export function canReach(account, path) {
  if (!account) return true;
  return spawnSync("/bin/sh", ["-c", 'test -x "$0"', path], { ...account, cwd: "/" }).status === 0;
}
