import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { operatorOf } from "@/lib/accounts/member";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { createUser } from "@/lib/accounts/users";
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
  publish(slug: string, tiers: (keyof typeof PRICES)[], more?: PublishOptions): Promise<void>;
  close(): Promise<void>;
};

export async function createSite(): Promise<Site> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "routeledger-gateway-"));
  const practice = await startPracticeServer({ script: { models: { "*": { promptTokens: 1_000, answerTokens: 20 } } } });
  const db = createDb(database.url);
  const { peppers } = loadInstallationSecret({ dataDir, fromEnv: undefined });
  const { teamId, apiKey } = await createTeamWithKey(db, peppers, "acme");
  const stranger = await createTeamWithKey(db, peppers, "other");
  const endpoints = await createEndpoints(db, teamId, practice.url);
  return {
    db, database, dataDir, practice, teamId, apiKey, strangerKey: stranger.apiKey,
    publish: async (slug, tiers, { timers, retries = 0, rules, tierRules = [] } = {}) => {
      await publishProfile(db, { teamId, actor: OPERATOR }, {
        slug, name: slug, note: "", baseline: endpoints.beta,
        rules: { ...DEFAULT_PROFILE_RULES, ...rules, timers: { ...DEFAULT_TIMERS, ...rules?.timers, ...timers } },
        tiers: tiers.map((name, index) => ({
          endpoint: endpoints[name],
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

async function createEndpoints(db: Db, teamId: string, url: string): Promise<Record<keyof typeof PRICES, NamedEndpoint>> {
  const writer = { teamId, actor: OPERATOR };
  const create = async (slug: keyof typeof PRICES): Promise<NamedEndpoint> => {
    const provider = await upsertProvider(
      db,
      writer,
      { slug, name: slug, dialect: "openai", baseUrl: `${url}/${slug}/v1`, privateAllowed: true },
      false,
    );
    const endpoint = await upsertEndpoint(db, writer, provider, { model: MODEL, upstreamModel: "llama", contextTokens: null });
    const perToken = parsePricePerMillion(PRICES[slug]);
    const price = { base: { input: perToken, output: perToken }, steps: [] };
    await upsertPrice(db, writer, endpoint, { price, source: "test", now: new Date() });
    return endpoint;
  };
  const [alpha, beta, gamma, delta] = [await create("alpha"), await create("beta"), await create("gamma"), await create("delta")];
  return { alpha, beta, gamma, delta };
}
