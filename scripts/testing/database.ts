import { randomBytes } from "node:crypto";
import pg from "pg";

/** The migrated database that test databases are copied from. */
export const TEMPLATE = "migrated";
/** How the set-up tells the tests where its server is. */
export const SERVER_VARIABLE = "ROUTELEDGER_TEST_SERVER_URL";

export type TestDatabase = {
  /** Its address, as in DATABASE_URL. */
  url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
};

/** A fresh, migrated and empty database for one suite, in milliseconds. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(TEMPLATE);
}

/** A fresh database without any table. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase("template0");
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const server = process.env[SERVER_VARIABLE];
  if (!server) throw new Error("There is no test server: run this with `npx vitest run --project 'integration*'`.");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runOn(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOn(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function runOn(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
