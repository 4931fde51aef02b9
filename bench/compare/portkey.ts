import { execFile, fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const VERSION = "1.15.2";
const START_MS = 30_000;

export type Portkey = { url: string; pid: number; stop(): Promise<void> };

/** @portkey-ai/gateway in a folder of its own, installed when it is not there. It keeps no ledger. @throws when npm or it fails */
export async function startPortkey(): Promise<Portkey> {
  const script = await install();
  const port = await findPort();
  const child = fork(script, [`--port=${port}`, "--headless"], { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [], env: { ...process.env, NODE_ENV: "production" }, detached: true });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(url, child);
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}

/** @returns the script that starts it */
async function install(): Promise<string> {
  const folder = join(tmpdir(), `routeledger-bench-portkey-${VERSION}`);
  const script = join(folder, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");
  if (existsSync(script)) return script;
  await mkdir(folder, { recursive: true });
  // Without the override its streams fail on Node 20.
  const wanted = { private: true, dependencies: { "@portkey-ai/gateway": VERSION }, overrides: { "@hono/node-server": "1.13.8" } };
  await writeFile(join(folder, "package.json"), JSON.stringify(wanted));
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder });
  return script;
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const answers = await fetch(url).then(() => true, () => false);
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error("it did not start");
}
