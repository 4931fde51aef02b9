import { startChild, type Child, type ChildOptions } from "@/bench/child";
import { createInstallation, type Installation } from "@/bench/installation";
import type { Job } from "@/bench/load";
import { startPortkey } from "./portkey";
import type { Scenario } from "./scenarios";

export const OURS = "routeledger";
const PORTKEY = "portkey";

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
    const skipped = ["LiteLLM: not installed", "Bifrost: not installed"];
    if (isWanted(PORTKEY)) {
      try {
        const portkey = await startPortkey();
        closers.push(() => portkey.stop());
        subjects.push(portkeyBefore(portkey, upstream.url));
      } catch (error) {
        skipped.unshift(`${PORTKEY}: ${error instanceof Error ? error.message.split("\n", 1)[0] : String(error)}`);
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

function portkeyBefore({ url, pid }: { url: string; pid: number }, upstreamUrl: string): Subject {
  const targets = (tiers: readonly string[]) =>
    tiers.map((tier) => ({ provider: "openai", api_key: "key-of-serves", custom_host: `${upstreamUrl}/portkey-${tier}/v1` }));
  return {
    name: PORTKEY,
    pid,
    targetOf: ({ tiers }) => {
      const config = tiers.length === 1 ? targets(tiers)[0] : { strategy: { mode: "fallback", on_status_codes: [429, 500, 503] }, targets: targets(tiers) };
      return { url: `${url}${ROUTE}`, headers: { "x-portkey-config": JSON.stringify(config) }, model: "small" };
    },
    settle: nothingLeft,
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
