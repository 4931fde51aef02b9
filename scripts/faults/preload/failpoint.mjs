// @ts-check
/**
 * Before a gateway's process: ends it as `kill -9` does at a named step of the journal or of an answer, such as
 * `write:after:2`: when a journal's file has been written for the second time. The product knows nothing of it.
 */
import fs from "node:fs";
import { ServerResponse } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";

const [armed = "", side = "", times = "1"] = (process.env["ROUTELEDGER_FAULTS_KILL_AT"] ?? "").split(":");
/** @type {Map<string, number>} */
const passed = new Map();

/** @param {string} name @param {"before" | "after"} now */
function pass(name, now) {
  if (name !== armed || now !== side) return;
  const count = (passed.get(name) ?? 0) + 1;
  passed.set(name, count);
  if (count === Number(times)) process.kill(process.pid, "SIGKILL");
}

/**
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 */
async function step(name, work) {
  pass(name, "before");
  const result = await work();
  pass(name, "after");
  return result;
}

/** @param {unknown} path */
const isJournal = (path) => basename(String(path)).endsWith(".journal");

const { open, unlink } = fs.promises;
/** Of the journal's files; a number may come again for another file once one is closed. */
const descriptors = new Set();
fs.promises.open = async (path, flags, mode) => {
  if (!isJournal(path)) return open(path, flags, mode);
  const isNew = String(flags).includes("x");
  const handle = await (isNew ? step("create", () => open(path, flags, mode)) : open(path, flags, mode));
  const { write, datasync, close, fd } = handle;
  descriptors.add(fd);
  // Its overloads do not matter here: what is given is passed on.
  Object.assign(handle, {
    write: (/** @type {any[]} */ ...given) => step("write", () => Reflect.apply(write, handle, given)),
    datasync: () => step("fdatasync", () => datasync.call(handle)),
    close: () => {
      descriptors.delete(fd);
      return close.call(handle);
    },
  });
  return handle;
};
fs.promises.unlink = (path) => (isJournal(path) ? step("unlink", () => unlink(path)) : unlink(path));

const { writeSync } = fs;
fs.writeSync = (/** @type {number} */ fd, /** @type {any[]} */ ...given) => {
  if (descriptors.has(fd)) pass("write", "before");
  const written = Reflect.apply(writeSync, fs, [fd, ...given]);
  if (descriptors.has(fd)) pass("write", "after");
  return written;
};
syncBuiltinESMExports();

const { end } = ServerResponse.prototype;
/** @this {ServerResponse} @param {any[]} given */
ServerResponse.prototype.end = function (...given) {
  if (!this.req.url?.endsWith("/chat/completions")) return Reflect.apply(end, this, given);
  pass("last byte", "before");
  this.once("finish", () => { pass("last byte", "after"); });
  return Reflect.apply(end, this, given);
};
