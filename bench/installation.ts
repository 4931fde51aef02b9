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

export type Installation = {
  db: Db;
  databaseUrl: string;
  /** Of PostgreSQL's first process. */
  postgresPid: number;
  dataDir: string;
  apiKey: string;
  /** Who may sign in and see everything. */
  owner: { email: string; password: string };
  remove(): Promise<void>;
};

/**
 * A throwaway installation on a PostgreSQL of its own, with the settings of the product.
 * @param config as in a configuration file
 * @param name of its folder: no two of one process may have the same
 */
export async function createInstallation(config: object, name = "bench"): Promise<Installation> {
  const dataDir = await createThrowaway(ROOT, name);
  try {
    const cluster = await startCluster({ root: ROOT, dataDir });
    const databaseUrl = await createDatabase(cluster.url);
    await applyMigrations(databaseUrl);
    const db = createDb(databaseUrl);
    const secret = loadInstallationSecret({ dataDir, fromEnv: undefined });
    const team = await createTeam(db, { slug: "bench", name: "Bench" });
    const owner = await createUser(db, operatorOf(team.id), { email: "owner@bench.example", role: "owner" });
    const key = await createApiKey(db, secret.peppers, { teamId: team.id, userId: owner.id, role: "owner" }, { name: "bench" });
    // JSON is YAML too.
    const text = JSON.stringify(config);
    await applyConfig(db, secret, { text, file: "bench", team: "bench", dryRun: false, env: {}, allowPrivate: true, now: new Date() });
    return {
      db, databaseUrl, postgresPid: cluster.pid, dataDir, apiKey: key.text, owner,
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
