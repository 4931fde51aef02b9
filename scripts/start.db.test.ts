import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { acquireLock } from "./start/lock.mjs";
import { getFolderLock, prepareDataFolder } from "./start/data-folder.mjs";
import { ROOT } from "./start/root.mjs";

let folder: string;
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "start-"));
});
afterEach(async () => {
  await new Promise<void>((resolve) => { if (server) server.close(() => { resolve(); }); else resolve(); });
  server = undefined;
  rmSync(folder, { recursive: true });
});

/** Runs `npm start`'s script, which must end by itself, and gives what it says to whoever waits for it. */
function start(env: Record<string, string>): Promise<{ code: number | null; complaint: string }> {
  const settings = { ROUTELEDGER_ENV_FILE: "", ROUTELEDGER_DATA_DIR: join(folder, "data"), PORT: "0", ...env };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ["scripts/start.mjs"], { cwd: ROOT, env: { ...process.env, DATABASE_URL: "", ...settings }, timeout: 15_000 }, (_error, _stdout, stderr) => {
      resolve({ code: child.exitCode, complaint: stderr.trim() });
    });
  });
}

async function listen(): Promise<number> {
  const listening = createServer();
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  return address && typeof address === "object" ? address.port : 0;
}

const ONE_LINE = /^[^\n]+$/;

it("says in one line that its port is taken, and what to do", async () => {
  const port = await listen();
  const { code, complaint } = await start({ PORT: String(port) });
  expect(code).toBe(1);
  expect(complaint).toMatch(ONE_LINE);
  expect(complaint).toMatch(new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken.*PORT=${port + 1} npm start`));
});

it("says in one line that its data folder cannot be written", async () => {
  writeFileSync(join(folder, "file"), "");
  const { code, complaint } = await start({ ROUTELEDGER_DATA_DIR: join(folder, "file", "data") });
  expect(code).toBe(1);
  expect(complaint).toMatch(ONE_LINE);
  expect(complaint).toMatch(/data folder .* cannot be written: ENOTDIR.*ROUTELEDGER_DATA_DIR/);
});

it("says in one line that DATABASE_URL cannot be reached, before it installs or builds anything", async () => {
  const port = await listen();
  await new Promise<void>((resolve) => server?.close(() => { resolve(); }));
  server = undefined;
  const { code, complaint } = await start({ DATABASE_URL: `postgresql://ledger:sesame@127.0.0.1:${port}/books` });
  expect(code).toBe(1);
  expect(complaint).toMatch(ONE_LINE);
  expect(complaint).toMatch(/DATABASE_URL cannot be reached at 127\.0\.0\.1:\d+: ECONNREFUSED/);
  expect(complaint).not.toContain("sesame");
});

it("says in one line that another start uses the data folder", async () => {
  const dataDir = join(folder, "data");
  prepareDataFolder(dataDir);
  const release = await acquireLock(getFolderLock(dataDir), "start");
  const { code, complaint } = await start({});
  if (typeof release === "function") release();
  expect(code).toBe(1);
  expect(complaint).toMatch(ONE_LINE);
  expect(complaint).toMatch(new RegExp(`running already: process ${process.pid} uses ${dataDir}`));
});

it("says in one line that a port is none", async () => {
  const { code, complaint } = await start({ PORT: "http" });
  expect(code).toBe(1);
  expect(complaint).toMatch(/^PORT cannot be used: "http"[^\n]+$/);
});
