/** The gateway's own process: owns the port, the journal and the API; pages are Next's, behind it. */
import { parseEnv, type Env } from "@/lib/env";
import { startDemoPractice } from "./demo-practice";
import { serve } from "./gateway/serve";
import { stopOnSignal } from "./gateway/signals";

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
  const served = await serve(env, log);
  stopOnSignal(async () => {
    await served.stop();
    await practice?.close();
  }, log);
  tell({ type: "ready", port: served.port });
}

start(parseEnv(process.env)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  log(message);
  tell({ type: "failed", message });
  process.exit(1);
});
