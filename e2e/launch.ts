import { spawn } from "node:child_process";
import { findFreePort } from "../scripts/postgres/connection.mjs";
import { waitUntil } from "../scripts/start/processes.mjs";
import { ROOT } from "../scripts/start/root.mjs";
import { listProductVariables } from "../scripts/verify/environment.mjs";

/** Includes a production build, when there is none of these sources yet. */
const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 60_000;

export type Launched = {
  pid: number;
  /** All that it has printed so far, complaints included. */
  output(): string;
  /** Asks it to stop, as Ctrl-C does. @returns its exit code, null when it was killed or did not stop in time */
  stop(): Promise<number | null>;
};

/** Starts the product as a user starts it, in a data folder and on ports of its own, and waits until it is ready or has ended. */
export async function launchProduct(dataDir: string, settings: Record<string, string> = {}): Promise<Launched> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT, env: { ...(await formatEnvironment(dataDir)), ...settings }, stdio: ["ignore", "pipe", "pipe"], detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => { output += text; });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await waitUntil(() => hasEnded() || output.includes("Ctrl-C stops it."), START_TIMEOUT_MS);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    stop: async () => {
      child.kill("SIGTERM");
      await waitUntil(hasEnded, STOP_TIMEOUT_MS);
      return child.exitCode;
    },
  };
}

/** Ours, without the settings of whoever runs the tests. */
async function formatEnvironment(dataDir: string): Promise<NodeJS.ProcessEnv> {
  const none = Object.fromEntries(listProductVariables(Object.keys(process.env)).map((name) => [name, undefined]));
  return {
    ...process.env,
    ...none,
    NODE_ENV: "production",
    PORT: String(await findFreePort()),
    ROUTELEDGER_PRACTICE_PORT: String(await findFreePort()),
    ROUTELEDGER_DATA_DIR: dataDir,
    ROUTELEDGER_ENV_FILE: "",
    ROUTELEDGER_BUILD_DIR: ".routeledger/test/build",
  };
}
