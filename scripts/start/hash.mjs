// @ts-check
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What is made or only tested, and so is no input of anything that we build. */
const NOT_AN_INPUT = /\.test\.tsx?$|\/testing\//;

/**
 * A hash of files: of their names and contents, and of nothing else, so that a fresh clone and a `touch` change nothing.
 * @param {string} root
 * @param {string[]} paths files and folders under root; what does not exist counts as absent
 * @param {string[]} [more] anything else that the result depends on, as versions
 */
export function hashInputs(root, paths, more = []) {
  const hash = createHash("sha256");
  for (const text of more) hash.update(`${text}\0`);
  for (const file of paths.flatMap((path) => listFiles(root, path)).filter((path) => !NOT_AN_INPUT.test(path)).sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full).flatMap((name) => listFiles(root, `${path}/${name}`));
}

/**
 * Whether a result is already there for these inputs, by the mark that was left with it.
 * @param {string} mark path of a file inside the result
 * @param {string} hash
 */
export function isMarked(mark, hash) {
  return existsSync(mark) && readFileSync(mark, "utf8").trim() === hash;
}

/**
 * @param {string} mark
 * @param {string} hash
 */
export function writeMark(mark, hash) {
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, `${hash}\n`);
}
