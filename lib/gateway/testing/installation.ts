import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { operatorOf } from "@/lib/accounts/member";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { createUser } from "@/lib/accounts/users";
import type { Provider } from "@/lib/catalog/catalog";
import { upsertEndpoint } from "@/lib/catalog/endpoints";
import { upsertPrice } from "@/lib/catalog/prices";
import { publishProfile } from "@/lib/catalog/profiles";
import { upsertProvider } from "@/lib/catalog/providers";
import { OPERATOR } from "@/lib/core/change";
import { parsePricePerMillion } from "@/lib/core/money";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, DEFAULT_TIMERS, type ProfileRules, type TierRules, type Timers } from "@/lib/core/profile";
import { createDb, type Db } from "@/lib/db";
import { parseEnv } from "@/lib/env";
import { startPracticeServer, type PracticeServer } from "@/lib/practice/server";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { openGateway, type OpenGateway } from "../open-gateway";

/** USD per million tokens, input and output, of each practice provider's one model. */
export const PRICES = { alpha: "1", beta: "5", gamma: "2.5", delta: "0.25" } as const;
export const MODEL = "meta-llama/llama-3.3-70b-instruct";
/** The model of the twins: each practice provider is also there in Anthropic's dialect, at the same price. */
export const TWIN_MODEL = "anthropic/claude-practice";
export const twinOf = (name: keyof typeof PRICES) => `${name}-twin` as const;
/** A practice provider by its slug. */
export type ProviderName = keyof typeof PRICES | ReturnType<typeof twinOf>;
export const LOG: string[] = [];

/** Rules that are not the defaults. */
export type PublishOptions = {
  timers?: Partial<Timers>;
  /** Of every tier that does not say its own. */
  retries?: number;
  rules?: Partial<ProfileRules>;
  /** By tier, in order. */
  tierRules?: Partial<TierRules>[];
};

/** A database with a team that may call, and practice providers that it may call. */
export type Site = {
  db: Db;
  database: TestDatabase;
  dataDir: string;
  practice: PracticeServer;
  teamId: string;
  apiKey: string;
  /** The key of a team that has nothing else. */
  strangerKey: string;
  /** Publishes a profile over the providers named, in order, with beta as its baseline. */
  publish(slug: string, tiers: readonly string[], more?: PublishOptions): Promise<void>;
  /** One more provider that the team may call, with one endpoint, and profiles may name. */
  addProvider(provider: AddedProvider): Promise<void>;
  close(): Promise<void>;
};

export type AddedProvider = {
  slug: string;
  baseUrl: string;
  dialect?: Provider["dialect"];
  model?: string;
  contextTokens?: number | null;
  /** USD per million tokens of any kind. */
  usdPerMillion?: string;
};

export async function createSite(): Promise<Site> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "routeledger-gateway-"));
  const practice = await startPracticeServer({ script: { models: { "*": { promptTokens: 1_000, answerTokens: 20 } } } });
  const db = createDb(database.url);
  const { peppers } = loadInstallationSecret({ dataDir, fromEnv: undefined });
  const { teamId, apiKey } = await createTeamWithKey(db, peppers, "acme");
  const stranger = await createTeamWithKey(db, peppers, "other");
  const endpoints = new Map<string, NamedEndpoint>();
  const addProvider: Site["addProvider"] = async (provider) => {
    endpoints.set(provider.slug, await createEndpoint(db, { teamId, actor: OPERATOR }, provider));
  };
  const endpointOf = (slug: string): NamedEndpoint => {
    const endpoint = endpoints.get(slug);
    if (!endpoint) throw new Error(`No provider is called ${slug}`);
    return endpoint;
  };
  for (const provider of practiceProviders(practice.url)) await addProvider(provider);
  return {
    db, database, dataDir, practice, teamId, apiKey, strangerKey: stranger.apiKey, addProvider,
    publish: async (slug, tiers, { timers, retries = 0, rules, tierRules = [] } = {}) => {
      await publishProfile(db, { teamId, actor: OPERATOR }, {
        slug, name: slug, note: "", baseline: endpointOf("beta"),
        rules: { ...DEFAULT_PROFILE_RULES, ...rules, timers: { ...DEFAULT_TIMERS, ...rules?.timers, ...timers } },
        tiers: tiers.map((name, index) => ({
          endpoint: endpointOf(name),
          rules: { ...DEFAULT_TIER_RULES, retries, ...tierRules[index] },
        })),
      });
    },
    close: async () => {
      await practice.close();
      await db.$disconnect();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The same with a gateway open on it, in this process. */
export type Installation = Site & OpenGateway;

export async function createInstallation(): Promise<Installation> {
  const site = await createSite();
  const env = parseEnv({ DATABASE_URL: site.database.url, ROUTELEDGER_DATA_DIR: site.dataDir });
  const opened = await openGateway(env, (line) => LOG.push(line));
  return {
    ...site,
    ...opened,
    publish: async (...profile) => {
      await site.publish(...profile);
      await opened.gateway.live.refresh();
    },
    addProvider: async (provider) => {
      await site.addProvider(provider);
      await opened.gateway.live.refresh();
    },
    close: async () => {
      await opened.close();
      await site.close();
    },
  };
}

async function createTeamWithKey(db: Db, peppers: Parameters<typeof createApiKey>[1], slug: string) {
  const team = await createTeam(db, { slug, name: slug });
  const owner = await createUser(db, operatorOf(team.id), { email: `owner@${slug}.example`, role: "owner" });
  const key = await createApiKey(db, peppers, { teamId: team.id, userId: owner.id, role: "owner" }, { name: "test" });
  return { teamId: team.id, apiKey: key.text };
}

type NamedEndpoint = { id: string; name: string };

function practiceProviders(url: string): AddedProvider[] {
  const names = Object.keys(PRICES) as (keyof typeof PRICES)[];
  return names.flatMap((name) => [
    { slug: name, baseUrl: `${url}/${name}/v1`, usdPerMillion: PRICES[name] },
    { slug: twinOf(name), baseUrl: `${url}/${twinOf(name)}/v1`, usdPerMillion: PRICES[name], dialect: "anthropic", model: TWIN_MODEL },
  ]);
}

async function createEndpoint(
  db: Db,
  writer: Parameters<typeof upsertProvider>[1],
  { slug, baseUrl, dialect = "openai", model = MODEL, contextTokens = null, usdPerMillion = "1" }: AddedProvider,
): Promise<NamedEndpoint> {
  const provider = await upsertProvider(db, writer, { slug, name: slug, dialect, baseUrl, privateAllowed: true }, false);
  const endpoint = await upsertEndpoint(db, writer, provider, { model, upstreamModel: "llama", contextTokens });
  const perToken = parsePricePerMillion(usdPerMillion);
  const price = { base: { input: perToken, output: perToken }, steps: [] };
  await upsertPrice(db, writer, endpoint, { price, source: "test", now: new Date() });
  return endpoint;
}
