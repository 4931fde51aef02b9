import pg from "pg";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { operatorOf } from "@/lib/accounts/member";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { createUser } from "@/lib/accounts/users";
import { applyConfig } from "@/lib/config/apply-config";
import { createDb, type Db } from "@/lib/db";
import { applyMigrations } from "@/prisma/migrate";
import { startCluster } from "@/scripts/postgres/cluster.mjs";
import { createThrowaway, removeThrowaway } from "@/scripts/postgres/throwaway.mjs";
import { ROOT } from "@/scripts/start/root.mjs";

export const MOST_FAILING = 3;

export type Installation = { db: Db; databaseUrl: string; dataDir: string; apiKey: string; remove(): Promise<void> };

/**
 * A throwaway installation on a PostgreSQL of its own, with the settings of the product: profiles `fails-0` to
 * `fails-3`, which have so many failing tiers before the one that serves, each at a provider of its own.
 */
export async function createInstallation(upstreamUrl: string): Promise<Installation> {
  const dataDir = await createThrowaway(ROOT, "bench");
  try {
    const cluster = await startCluster({ root: ROOT, dataDir });
    const databaseUrl = await createDatabase(cluster.url);
    await applyMigrations(databaseUrl);
    const db = createDb(databaseUrl);
    const secret = loadInstallationSecret({ dataDir, fromEnv: undefined });
    const team = await createTeam(db, { slug: "bench", name: "Bench" });
    const owner = await createUser(db, operatorOf(team.id), { email: "owner@bench.example", role: "owner" });
    const key = await createApiKey(db, secret.peppers, { teamId: team.id, userId: owner.id, role: "owner" }, { name: "bench" });
    const text = JSON.stringify(configOf(upstreamUrl));
    await applyConfig(db, secret, { text, file: "bench", team: "bench", dryRun: false, env: {}, allowPrivate: true, now: new Date() });
    return {
      db, databaseUrl, dataDir, apiKey: key.text,
      remove: async () => {
        await db.$disconnect();
        await removeThrowaway(ROOT, dataDir);
      },
    };
  } catch (error) {
    await removeThrowaway(ROOT, dataDir);
    throw error;
  }
}

async function createDatabase(serverUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query("CREATE DATABASE bench");
  await client.end();
  return new URL("/bench", serverUrl).href;
}

/** JSON is YAML too. */
function configOf(upstreamUrl: string): object {
  const failing = Array.from({ length: MOST_FAILING }, (_, index) => `fails-${index + 1}`);
  const slugs = [...failing, "serves"];
  return {
    providers: slugs.map((slug) => ({ slug, baseUrl: `${upstreamUrl}/${slug}/v1`, credential: `key-of-${slug}` })),
    endpoints: slugs.map((provider) => ({ provider, model: "small", price: { input: "0.59", output: "0.79" } })),
    profiles: [0, ...failing.map((_, index) => index + 1)].map((count) => ({
      slug: `fails-${count}`,
      baseline: "serves/small",
      tiers: [...failing.slice(0, count), "serves"].map((slug) => ({ endpoint: `${slug}/small` })),
    })),
  };
}
