import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { acquireLock, findHolder } from "./lock.mjs";
import { findProcessIdentity } from "./processes.mjs";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  path = join(folder, "in-use");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function take(): Promise<() => void> {
  const taken = await acquireLock(path, "start");
  if (typeof taken !== "function") throw new Error(`held by ${taken.pid}`);
  return taken;
}

it("is held by one at a time, and tells by whom", async () => {
  const release = await take();
  expect(await acquireLock(path, "command")).toMatchObject({ pid: process.pid, what: "start" });
  release();
  expect(findHolder(path)).toBeNull();
  (await take())();
  expect(readdirSync(folder)).toEqual([]);
});

it("goes to one of those who ask together", async () => {
  const taken = await Promise.all([1, 2, 3, 4].map(() => acquireLock(path, "start")));
  expect(taken.filter((each) => typeof each === "function")).toHaveLength(1);
});

it("is taken over from a process that is gone, also when its number lives on", async () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, identity: "another boot 12", what: "start" }));
  const release = await take();
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ identity: findProcessIdentity(process.pid) });
  release();
});

it.each(["", "{", "null"])("is taken over when its file says %j", async (text) => {
  writeFileSync(path, text);
  (await take())();
});

it("waits for its holder, and says so once when that takes long", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const release = await take();
    const told: number[] = [];
    const waiting = acquireLock(path, "start", 60_000, (holder) => {
      told.push(holder.pid);
      release();
    });
    vi.advanceTimersByTime(1_500);
    expect(typeof (await waiting)).toBe("function");
    expect(told).toEqual([process.pid]);
  } finally {
    vi.useRealTimers();
  }
});
