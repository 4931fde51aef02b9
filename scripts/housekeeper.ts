/** The process that does what comes back by itself: a PDF or a large feed must never delay a call or a page. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { createDb } from "@/lib/db";
import { parseEnv } from "@/lib/env";
import { JOBS } from "@/lib/housekeeping/jobs";
import { keepHouse } from "@/lib/housekeeping/keep-house";
import { stopOnSignal } from "./gateway/signals";

const POLL_MS = 5_000;
const LEASE_MS = 60_000;
/** Of jobs that run beside each other. */
const CONNECTIONS = 4;
/** For the steps that are under way when it is told to stop: whatever they leave is done at the next start. */
const STOP_MS = 4_000;

const log = (line: string) => {
  console.error(`housekeeper: ${line}`);
};

function start(): void {
  const env = parseEnv(process.env);
  const db = createDb(env.DATABASE_URL, CONNECTIONS);
  const stopping = new AbortController();
  const holder = `${hostname()} ${process.pid} ${randomUUID()}`;
  const kept = keepHouse({ db, jobs: JOBS, holder, leaseMs: LEASE_MS, log }, POLL_MS, stopping.signal);
  stopOnSignal(async () => {
    stopping.abort();
    await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
  }, log);
  process.send?.({ type: "ready" });
}

try {
  start();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  log(message);
  process.send?.({ type: "failed", message });
  process.exitCode = 1;
}
