/** The gateway's process as in scripts/gateway.ts, but for this: it forgets what it has learned, and says when all calls are in the database, when it is told to. */
import type { AddressInfo } from "node:net";
import { parseEnv } from "@/lib/env";
import { openGateway } from "@/lib/gateway/open-gateway";
import { createServer } from "@/lib/gateway/server";

const env = parseEnv(process.env);
const { gateway, close } = await openGateway(env, (line) => {
  console.error(`gateway: ${line}`);
}, { drainThread: new URL("./drain-thread.mjs", import.meta.url) });
const { server } = createServer({ gateway, maxBodyBytes: env.ROUTELEDGER_MAX_BODY_BYTES, pagesUrl: null, upgrades: false });
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on("message", (message) => {
  if (message === "forget") gateway.routing.forget();
  void (message === "flush" ? gateway.ledger.flush() : Promise.resolve()).then(() => process.send?.("done"));
});
process.on("disconnect", () => {
  server.closeAllConnections();
  server.close();
  void close().then(() => process.exit(0));
});
