import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, startForeign, type Foreign } from "./foreign";

const VERSION = "1.6.3";
const INSTALL_MS = 120_000;
/** Its package fetches the program itself when it is first started, from a host of its makers. */
const START_MS = 60_000;

/**
 * Bifrost in a folder of its own, without its stores of configuration and logs, so with no ledger. Every provider of the
 * upstream is a custom one; what a request falls back to it must name itself. @throws when npm or it fails
 */
export async function startBifrost(upstreamUrl: string, tiers: readonly string[]): Promise<Foreign> {
  const folder = await installBifrost();
  const providers = tiers.map((tier) => [tier, {
    keys: [{ name: tier, value: "key-of-serves", models: ["*"], weight: 1 }],
    network_config: { base_url: `${upstreamUrl}/bifrost-${tier}`, max_retries: 0 },
    custom_provider_config: { base_provider_type: "openai" },
  }]);
  const config = { client: { enable_logging: false }, providers: Object.fromEntries(providers) as object, config_store: { enabled: false }, logs_store: { enabled: false } };
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
  return startForeign({
    command: process.execPath,
    args: (port) => [scriptIn(folder), "-app-dir", folder, "-host", "127.0.0.1", "-port", String(port), "-log-level", "error"],
    env: { XDG_CACHE_HOME: folder },
    startMs: START_MS,
  });
}

/** @returns its folder */
async function installBifrost(): Promise<string> {
  const folder = join(tmpdir(), `routeledger-bench-bifrost-${VERSION}`);
  if (existsSync(scriptIn(folder))) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { "@maximhq/bifrost": VERSION } }));
  await install("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, timeoutMs: INSTALL_MS });
  return folder;
}

function scriptIn(folder: string): string {
  return join(folder, "node_modules", "@maximhq", "bifrost", "bin.js");
}
