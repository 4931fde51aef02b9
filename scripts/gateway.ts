/** The gateway's own process: owns the port, the journal and the API; pages are Next's, behind it. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parseEnv, type Env } from "@/lib/env";
import { openGateway } from "@/lib/gateway/open-gateway";
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
  const { server, openRequests } = createServer({
    gateway: opened.gateway,
    maxBodyBytes: env.ROUTELEDGER_MAX_BODY_BYTES,
    pagesUrl: env.ROUTELEDGER_NEXT_URL === undefined ? null : new URL(env.ROUTELEDGER_NEXT_URL),
    upgrades: process.env.NODE_ENV === "development",
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  stopOnSignal(async () => {
    opened.gateway.stopAdmitting();
    await finishRequests(server, openRequests, env.ROUTELEDGER_DRAIN_MS);
    await opened.close();
    await practice?.close();
  });
  tell({ type: "ready", port: (server.address() as AddressInfo).port });
}

/** Lets open requests finish, for a bounded time, while no new connection is taken. */
async function finishRequests(server: Server, openRequests: () => number, drainMs: number): Promise<void> {
  server.close();
  await untilNone(openRequests, drainMs);
  // A stream that is cut here is settled as if its client had left.
  server.closeAllConnections();
  await untilNone(openRequests, 1_000);
}

async function untilNone(count: () => number, timeoutMs: number): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (count() > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
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
