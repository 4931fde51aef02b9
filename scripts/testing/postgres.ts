import pg from "pg";
import { applyMigrations } from "@/prisma/migrate";
import { startCluster } from "../postgres/cluster.mjs";
import { createThrowaway, removeThrowaway } from "../postgres/throwaway.mjs";
import { ROOT } from "../start/root.mjs";
import { SERVER_VARIABLE, TEMPLATE } from "./database";

/** Nothing here outlives the run, so nothing needs to reach the disk. */
const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];

/**
 * Vitest's global set-up of the integration tests: one real PostgreSQL for the run, and one migrated database in it,
 * from which each suite gets a copy of its own.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const dataDir = await createThrowaway(ROOT, "integration");
  const tearDown = () => removeThrowaway(ROOT, dataDir);
  try {
    const cluster = await startCluster({ root: ROOT, dataDir, settings: FAST });
    const admin = new pg.Client({ connectionString: cluster.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await admin.end();
    const template = new URL(cluster.url);
    template.pathname = `/${TEMPLATE}`;
    await applyMigrations(template.href);
    process.env[SERVER_VARIABLE] = cluster.url;
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}
