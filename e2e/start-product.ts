import { spawn } from "node:child_process";
import { findFreePort } from "../scripts/postgres/connection.mjs";
import { createThrowaway, removeThrowaway } from "../scripts/postgres/throwaway.mjs";
import { ROOT } from "../scripts/start/root.mjs";
import { waitUntil } from "../scripts/start/processes.mjs";
import { listProductVariables } from "../scripts/verify/environment.mjs";
import { announceProduct, parseProduct } from "./product";

/** Includes a production build, when there is none of these sources yet. */
const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 60_000;

/**
 * Playwright's global set-up: starts the product as a user starts it, in a data folder and on ports of its own, and
 * hands what it printed to the tests. What it returns stops the product, which must end well.
 */
export default async function startProduct(): Promise<() => Promise<void>> {
  const dataDir = await createThrowaway(ROOT, "e2e");
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT, env: await formatEnvironment(dataDir), stdio: ["ignore", "pipe", "pipe"], detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => { output += text; });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let running = true;
  void ended.then(() => { running = false; });

  await waitUntil(() => !running || parseProduct(output) !== null, START_TIMEOUT_MS);
  const product = parseProduct(output);
  if (!product) {
    await removeThrowaway(ROOT, dataDir);
    throw new Error(`The product did not start:\n${output}`);
  }
  announceProduct(product);
  return async () => {
    child.kill("SIGTERM");
    const stopped = await waitUntil(() => !running, STOP_TIMEOUT_MS);
    await removeThrowaway(ROOT, dataDir);
    if (!stopped || (await ended) !== 0) throw new Error(`The product did not stop well:\n${output}`);
  };
}

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
