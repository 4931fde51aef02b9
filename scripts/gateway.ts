/** The gateway's own process: owns the port, the journal and the API; pages are Next's, behind it. */
import type { AddressInfo } from "node:net";
import { parseEnv, type Env } from "@/lib/env";
import { openGateway, type OpenGateway } from "@/lib/gateway/open-gateway";
import { createServer } from "@/lib/gateway/server";
import { startDemoPractice } from "./demo-practice";

const log = (line: string) => {
  console.error(`gateway: ${line}`);
};

/** Tells whoever started this process, if anybody listens. */
function tell(message: { type: "ready"; port: number } | { type: "failed"; message: string }): void {
  if (process.send) process.send(message);
  else if (message.type === "ready") log(`listening on port ${message.port}`);
}

async function start(env: Env): Promise<void> {
  const practice = await startDemoPractice(env.ROUTELEDGER_DEMO, env.ROUTELEDGER_PRACTICE_PORT, log);
  const opened = await openGateway(env, log);
  const server = createServer({
    gateway: opened.gateway,
    maxBodyBytes: env.ROUTELEDGER_MAX_BODY_BYTES,
    pagesUrl: env.ROUTELEDGER_NEXT_URL === undefined ? null : new URL(env.ROUTELEDGER_NEXT_URL),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  stopOnSignal(async () => {
    await finishCalls(opened, server, env.ROUTELEDGER_DRAIN_MS);
    await opened.close();
    await practice?.close();
  });
  tell({ type: "ready", port: (server.address() as AddressInfo).port });
}

/** Lets open calls finish, for a bounded time, while no new one begins. */
async function finishCalls({ gateway }: OpenGateway, server: ReturnType<typeof createServer>, drainMs: number): Promise<void> {
  gateway.stopAdmitting();
  server.close();
  server.closeIdleConnections();
  const until = performance.now() + drainMs;
  while (gateway.openCalls > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  // A stream that is cut here is settled as its client leaves.
  server.closeAllConnections();
  while (gateway.openCalls > 0 && performance.now() < until + 1_000) await new Promise((resolve) => setTimeout(resolve, 20));
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log(`could not stop cleanly: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  // Whoever started this is gone: nobody will send the signal any more.
  process.on("disconnect", onSignal);
}

start(parseEnv(process.env)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  log(message);
  tell({ type: "failed", message });
  process.exit(1);
});
