import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, startForeign, type Foreign } from "./foreign";

const VERSION = "1.106.2";
const INSTALL_MS = 300_000;
const START_MS = 90_000;

/**
 * LiteLLM's proxy in a virtual environment of its own, installed when it is not there: one worker, no database, so no ledger.
 * Every tier is a model by its name, and the first of a chain falls back to the others. @throws when Python, pip or it fails
 */
export async function startLitellm(upstreamUrl: string, chains: readonly (readonly string[])[]): Promise<Foreign> {
  const folder = await installLitellm();
  const config = join(folder, "config.yaml");
  const fallbacks = chains.filter((chain) => chain.length > 1).map(([first = "", ...rest]) => ({ [first]: rest }));
  // JSON is YAML too.
  await writeFile(config, JSON.stringify({
    model_list: [...new Set(chains.flat())].map((tier) => ({
      model_name: tier,
      litellm_params: { model: "openai/small", api_base: `${upstreamUrl}/litellm-${tier}/v1`, api_key: "key-of-serves" },
    })),
    // As the others: no retries, and an endpoint that refuses every third request is asked again.
    router_settings: { num_retries: 0, disable_cooldowns: true, fallbacks },
    litellm_settings: { num_retries: 0, telemetry: false },
    // On loopback, and the others look nobody up either.
    general_settings: { dangerously_permit_weak_or_unset_master_key: true },
  }));
  return startForeign({
    command: join(folder, "venv", "bin", "litellm"),
    args: (port) => ["--config", config, "--host", "127.0.0.1", "--port", String(port), "--num_workers", "1"],
    env: { LITELLM_LOCAL_MODEL_COST_MAP: "True", LITELLM_LOG: "ERROR", NO_DOCS: "True" },
    startMs: START_MS,
  });
}

/** @returns its folder */
async function installLitellm(): Promise<string> {
  const folder = join(tmpdir(), `routeledger-bench-litellm-${VERSION}`);
  const done = join(folder, "installed");
  if (existsSync(done)) return folder;
  await mkdir(folder, { recursive: true });
  await install("python3", ["-m", "venv", "venv"], { cwd: folder, timeoutMs: INSTALL_MS });
  await install(join(folder, "venv", "bin", "pip"), ["install", "--no-input", "--quiet", `litellm[proxy]==${VERSION}`], { cwd: folder, timeoutMs: INSTALL_MS });
  await writeFile(done, "");
  return folder;
}
