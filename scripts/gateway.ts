/** The gateway's own process, or several on one port: owns the port, the journal and the API; pages are Next's, behind it. */
import cluster from "node:cluster";
import { parseEnv, type Env } from "@/lib/env";
import { startDemoPractice } from "./demo-practice";
import type { Told } from "./gateway/messages";
import { serve } from "./gateway/serve";
import { stopOnSignal } from "./gateway/signals";
import { keepInTouch, outlivePrimary } from "./gateway/worker";
import { Workers } from "./gateway/workers";

const name = cluster.worker ? `gateway ${cluster.worker.id}` : "gateway";
const log = (line: string) => {
  console.error(`${name}: ${line}`);
};

/** Tells whoever started this process, if anybody listens. */
function tell(message: Told): void {
  if (process.send) process.send(message);
  else if (message.type === "ready") log(`listening on port ${message.port}`);
}

async function start(env: Env): Promise<void> {
  if (cluster.isWorker) {
    const served = await serve(env, log);
    outlivePrimary();
    stopOnSignal(() => served.stop(), log);
    tell({ type: "ready", port: served.port });
    keepInTouch(served.gateway);
    return;
  }
  const practice = await startDemoPractice(env.ROUTELEDGER_DEMO, env.ROUTELEDGER_PRACTICE_PORT, log);
  const { port, stop } = env.ROUTELEDGER_WORKERS > 1 ? await startWorkers(env) : await serve(env, log);
  stopOnSignal(async () => {
    await stop();
    await practice?.close();
  }, log);
  tell({ type: "ready", port });
}

async function startWorkers(env: Env): Promise<{ port: number; stop(): Promise<void> }> {
  const { workers, port } = await Workers.start({ count: env.ROUTELEDGER_WORKERS, log });
  return { port, stop: () => workers.stop() };
}

start(parseEnv(process.env)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  log(message);
  tell({ type: "failed", message });
  process.exit(1);
});
