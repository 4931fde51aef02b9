import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import OpenAI from "openai";
import { startPracticeServer, type PracticeServer } from "../lib/practice/server";
import { ROOT } from "../scripts/start/root.mjs";
import type { Product } from "./product";

export const TEAM = "my-team";
export const MODEL = "meta-llama/llama-3.3-70b-instruct";
export const PROMPT_TOKENS = 1_000;
export const ANSWER_TOKENS = 20;

/** A profile of the owner's own team over practice providers of its own, set up as an operator would. */
export type Cascade = {
  profile: string;
  /** The names of its endpoints, from tier 1 on. */
  endpoints: string[];
  practice: PracticeServer;
  client: OpenAI;
  apiKey: string;
  /** Makes a tier meet these faults, in the practice providers' words. */
  fail(tier: number, sequence: string | string[]): void;
  close(): Promise<void>;
};

/** The command line of the running product. @returns what it wrote to standard output */
export async function routeledger(product: Product, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["scripts/routeledger.mjs", ...args], {
    cwd: ROOT,
    env: { ...process.env, ROUTELEDGER_DATA_DIR: product.dataDir, ROUTELEDGER_ENV_FILE: "" },
  });
  return stdout.trim();
}

/**
 * @param prices USD per million tokens, input and output alike, from tier 1 on; the last one is the baseline
 */
export async function createCascade(product: Product, profile: string, prices: string[]): Promise<Cascade> {
  const practice = await startPracticeServer({
    script: { models: { "*": { promptTokens: PROMPT_TOKENS, answerTokens: ANSWER_TOKENS } } },
  });
  const providers = prices.map((_, index) => `${profile}-${index + 1}`);
  for (const [index, price] of prices.entries()) {
    practice.setScript(`${providers[index]}/${MODEL}`, { price: { input: price, output: price } });
  }
  const file = join(product.dataDir, `${profile}.yaml`);
  await writeFile(file, formatConfig(profile, providers, prices, practice.url));
  const [apiKey] = await Promise.all([
    routeledger(product, "keys", "create", "--team", TEAM, "--name", profile),
    routeledger(product, "apply", file, "--team", TEAM),
  ]);
  await rm(file);
  return {
    profile,
    endpoints: providers.map((provider) => `${provider}/${MODEL}`),
    practice,
    apiKey,
    client: new OpenAI({ apiKey, baseURL: `${product.url}/api/v1`, maxRetries: 0 }),
    fail: (tier, sequence) => {
      practice.setScript(`${providers[tier - 1]}/${MODEL}`, { sequence });
    },
    close: () => practice.close(),
  };
}

/** A configuration file of providers below `url`, each with MODEL, and a profile over them in that order. */
export function formatConfig(profile: string, providers: string[], prices: string[], url: string): string {
  return [
    "providers:",
    ...providers.map((slug) => `  - { slug: ${slug}, name: ${slug}, dialect: openai, baseUrl: "${url}/${slug}/v1" }`),
    "endpoints:",
    ...providers.map((slug, index) => `  - { provider: ${slug}, model: ${MODEL}, price: { input: "${prices[index]}", output: "${prices[index]}" } }`),
    "profiles:",
    `  - slug: ${profile}`,
    `    baseline: ${providers.at(-1)}/${MODEL}`,
    "    tiers:",
    ...providers.map((slug) => `      - { endpoint: ${slug}/${MODEL} }`),
    "",
  ].join("\n");
}
