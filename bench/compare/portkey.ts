import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, startForeign, type Foreign } from "./foreign";

const VERSION = "1.15.2";
const INSTALL_MS = 180_000;
const START_MS = 30_000;

/** @portkey-ai/gateway in a folder of its own, installed when it is not there. It keeps no ledger. @throws when npm or it fails */
export async function startPortkey(): Promise<Foreign> {
  const script = await installPortkey();
  return startForeign({ command: process.execPath, args: (port) => [script, `--port=${port}`, "--headless"], startMs: START_MS });
}

/** @returns the script that starts it */
async function installPortkey(): Promise<string> {
  const folder = join(tmpdir(), `routeledger-bench-portkey-${VERSION}`);
  const script = join(folder, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");
  if (existsSync(script)) return script;
  await mkdir(folder, { recursive: true });
  // Without the override its streams fail on Node 20.
  const wanted = { private: true, dependencies: { "@portkey-ai/gateway": VERSION }, overrides: { "@hono/node-server": "1.13.8" } };
  await writeFile(join(folder, "package.json"), JSON.stringify(wanted));
  await install("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, timeoutMs: INSTALL_MS });
  return script;
}
