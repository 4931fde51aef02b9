import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import type { Env } from "@/lib/env";
import { findDescriptorLimit, roomFor } from "@/lib/gateway/descriptors";
import type { Gateway } from "@/lib/gateway/gateway";
import { openGateway } from "@/lib/gateway/open-gateway";
import { createServer } from "@/lib/gateway/server";
import { stopServing } from "@/lib/gateway/stop-serving";

/** How many connections may wait to be taken; the system may allow fewer. */
const BACKLOG = 4_096;
/** Beyond the time for calls: for last words, and for the database to take the last of them. */
const EXTRA_MS = 850;
const LEAST_FLUSH_MS = 50;
const MOST_FLUSH_MS = 5_000;

/** Beside the bundle that this is in. Run from its sources, the gateway drains in its one thread: a second could not read TypeScript. */
const isBundled = extname(import.meta.url) === ".mjs";
const THREADS = isBundled ? { drainThread: new URL("./drain-thread.mjs", import.meta.url) } : {};

export type Served = {
  gateway: Gateway;
  port: number;
  /** Ends within ROUTELEDGER_DRAIN_MS and a second. */
  stop(): Promise<void>;
};

/** Opens the gateway and serves with it until it is stopped. */
export async function serve(env: Env, log: (line: string) => void): Promise<Served> {
  const opened = await openGateway(env, log, THREADS);
  const serving = createServer({
    gateway: opened.gateway,
    maxBodyBytes: env.ROUTELEDGER_MAX_BODY_BYTES,
    pagesUrl: env.ROUTELEDGER_NEXT_URL === undefined ? null : new URL(env.ROUTELEDGER_NEXT_URL),
    upgrades: process.env.NODE_ENV === "development",
  });
  const { server } = serving;
  const { connections } = roomFor(env.ROUTELEDGER_MAX_CALLS, findDescriptorLimit());
  if (Number.isFinite(connections)) server.maxConnections = connections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: env.PORT, host: env.HOST, backlog: BACKLOG }, resolve);
  });
  return {
    gateway: opened.gateway,
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const until = performance.now() + env.ROUTELEDGER_DRAIN_MS;
      await stopServing(serving, opened.gateway, env.ROUTELEDGER_DRAIN_MS);
      const leftMs = Math.round(until + EXTRA_MS - performance.now());
      const flushMs = Math.min(MOST_FLUSH_MS, Math.max(LEAST_FLUSH_MS, leftMs));
      // A database that hangs in the middle of a statement holds nobody up: all there is to lose is in the journal.
      await Promise.race([opened.close(flushMs), new Promise((resolve) => setTimeout(resolve, flushMs + 50))]);
    },
  };
}
