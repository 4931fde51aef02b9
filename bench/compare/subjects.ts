import { startChild, type Child, type ChildOptions } from "@/bench/child";
import { createInstallation, type Installation } from "@/bench/installation";
import type { Job } from "@/bench/load";
import { startBifrost } from "./bifrost";
import type { Foreign } from "./foreign";
import { startLitellm } from "./litellm";
import { startPortkey } from "./portkey";
import type { Scenario } from "./scenarios";

export const OURS = "routeledger";

/** Who is measured. */
export type Subject = {
  name: string;
  pid: number;
  /** What the load is told; null when there is no such thing here. */
  targetOf(scenario: Scenario): Pick<Job, "url" | "headers" | "model"> | null;
  /** Resolves when nothing of what was asked is left to be done. */
  settle(): Promise<void>;
};

export type Stage = {
  upstream: Child;
  load: Child;
  site: Installation;
  subjects: Subject[];
  /** Why others are not here. */
  skipped: string[];
  close(): Promise<void>;
};

const ROUTE = "/v1/chat/completions";
const nothingLeft = () => Promise.resolve();

/** Starts everybody who is compared, what stands behind them and what asks them. @param isWanted of whom, by name */
export async function openStage(scenarios: readonly Scenario[], isWanted: (name: string) => boolean, { profileDir }: ChildOptions): Promise<Stage> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  const start = async (file: string, options?: ChildOptions) => {
    const child = await startChild(file, options);
    closers.push(() => child.stop());
    return child;
  };
  try {
    const upstream = await start("upstream.ts");
    const load = await start("load.ts");
    const bare = await start("bare-proxy.ts", { env: { BENCH_UPSTREAM: upstream.url }, profileDir });
    const site = await createInstallation(configOf(upstream.url, scenarios));
    closers.push(() => site.remove());
    const gateway = await start("gateway.ts", { env: { DATABASE_URL: site.databaseUrl, ROUTELEDGER_DATA_DIR: site.dataDir }, profileDir });
    const subjects = [directTo(upstream), bareProxy(bare), ours(gateway, site.apiKey)];
    const skipped: string[] = [];
    for (const { name, start: startOther, targetOf } of others(upstream.url, scenarios.map(({ tiers }) => tiers))) {
      if (!isWanted(name)) continue;
      try {
        const foreign = await startOther();
        closers.push(() => foreign.stop());
        subjects.push({ name, pid: foreign.pid, targetOf: targetOf(foreign.url), settle: nothingLeft });
      } catch (error) {
        skipped.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return { upstream, load, site, subjects: subjects.filter(({ name }) => isWanted(name)), skipped, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function directTo({ url, pid }: Child): Subject {
  const targetOf = ({ tiers: [first, ...rest] }: Scenario) =>
    rest.length > 0 ? null : { url: `${url}/direct-${first}${ROUTE}`, headers: {}, model: "small" };
  return { name: "direct", pid, targetOf, settle: nothingLeft };
}

function bareProxy({ url, pid }: Child): Subject {
  const targetOf = ({ tiers: [first, ...rest] }: Scenario) =>
    rest.length > 0 ? null : { url: `${url}/bare-${first}${ROUTE}`, headers: {}, model: "small" };
  return { name: "bare", pid, targetOf, settle: nothingLeft };
}

function ours({ url, pid, tell }: Child, apiKey: string): Subject {
  return {
    name: OURS,
    pid,
    targetOf: ({ tiers }) => ({ url: `${url}${ROUTE}`, headers: { authorization: `Bearer ${apiKey}` }, model: profileOf(tiers) }),
    settle: async () => void (await tell("flush")),
  };
}

type Other = { name: string; start(): Promise<Foreign>; targetOf(url: string): Subject["targetOf"] };

/** Gateways of others, none of which keeps a ledger here. @param chains tiers, by scenario */
function others(upstreamUrl: string, chains: readonly (readonly string[])[]): Other[] {
  return [
    { name: "portkey", start: startPortkey, targetOf: (url) => portkeyTarget(url, upstreamUrl) },
    {
      name: "litellm",
      start: () => startLitellm(upstreamUrl, chains),
      targetOf: (url) => ({ tiers: [first = ""] }) => ({ url: `${url}${ROUTE}`, headers: { authorization: "Bearer key" }, model: first }),
    },
    {
      name: "bifrost",
      start: () => startBifrost(upstreamUrl, [...new Set(chains.flat())]),
      targetOf: (url) => ({ tiers: [first, ...rest] }) => (rest.length > 0 ? null : { url: `${url}${ROUTE}`, headers: {}, model: `${first}/small` }),
    },
  ];
}

function portkeyTarget(url: string, upstreamUrl: string): Subject["targetOf"] {
  const targets = (tiers: readonly string[]) =>
    tiers.map((tier) => ({ provider: "openai", api_key: "key-of-serves", custom_host: `${upstreamUrl}/portkey-${tier}/v1` }));
  return ({ tiers }) => {
    const config = tiers.length === 1 ? targets(tiers)[0] : { strategy: { mode: "fallback", on_status_codes: [429, 500, 503] }, targets: targets(tiers) };
    return { url: `${url}${ROUTE}`, headers: { "x-portkey-config": JSON.stringify(config) }, model: "small" };
  };
}

function configOf(upstreamUrl: string, scenarios: readonly Scenario[]): object {
  const chains = new Map(scenarios.map(({ tiers }) => [profileOf(tiers), tiers]));
  const slugs = [...new Set([...chains.values()].flat())];
  return {
    providers: slugs.map((slug) => ({ slug, baseUrl: `${upstreamUrl}/${OURS}-${slug}/v1`, credential: `key-of-${slug}` })),
    endpoints: slugs.map((provider) => ({ provider, model: "small", price: { input: "0.59", output: "0.79" } })),
    profiles: [...chains].map(([slug, tiers]) => ({ slug, tiers: tiers.map((tier) => ({ endpoint: `${tier}/small` })) })),
  };
}

function profileOf(tiers: readonly string[]): string {
  return `to-${tiers.join("-")}`;
}
