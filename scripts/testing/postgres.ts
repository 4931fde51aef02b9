import { join } from "node:path";
import pg from "pg";
import { applyMigrations } from "@/prisma/migrate";
import { type Cluster, startCluster } from "../postgres/cluster.mjs";
import { createThrowaway, removeThrowaway } from "../postgres/throwaway.mjs";
import { THREADS } from "../start/build-gateway.mjs";
import { bundle } from "../start/bundle.mjs";
import { ROOT } from "../start/root.mjs";
import { SERVER_VARIABLE, TEMPLATE } from "./database";
import { PROGRAMS_VARIABLE, TEST_PROGRAMS } from "./programs";

/** Nothing here outlives the run, so nothing needs to reach the disk. */
const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];

export type TestServer = { cluster: Cluster; dataDir: string; tearDown(): Promise<void> };

/** A real PostgreSQL of this process, with one migrated database in it to copy from. @param settings as after `postgres -c` */
export async function startTestServer(name: string, settings: string[]): Promise<TestServer> {
  const dataDir = await createThrowaway(ROOT, name);
  const tearDown = () => removeThrowaway(ROOT, dataDir);
  try {
    const cluster = await startCluster({ root: ROOT, dataDir, settings });
    const admin = new pg.Client({ connectionString: cluster.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await admin.end();
    const template = new URL(cluster.url);
    template.pathname = `/${TEMPLATE}`;
    await applyMigrations(template.href);
    return { cluster, dataDir, tearDown };
  } catch (error) {
    await tearDown();
    throw error;
  }
}

/**
 * Vitest's global set-up of the integration tests: one PostgreSQL for the run, from whose migrated database each suite
 * gets a copy of its own, and one bundle of the gateway for those that start its process or its thread.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  // Both projects of database tests ask for it, and take the first one's.
  if (process.env[SERVER_VARIABLE]) return () => Promise.resolve();
  const { cluster, dataDir, tearDown } = await startTestServer("integration", FAST);
  const programs = join(dataDir, "programs");
  await bundle(ROOT, ["scripts/gateway.ts", ...THREADS, ...TEST_PROGRAMS], programs);
  process.env[PROGRAMS_VARIABLE] = programs;
  process.env[SERVER_VARIABLE] = cluster.url;
  return tearDown;
}
