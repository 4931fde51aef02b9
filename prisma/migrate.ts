import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { NO_FILTERS, readSchema, type SchemaEngine, withSchemaEngine } from "./schema-engine";

export const MIGRATIONS_DIR = fileURLToPath(new URL("migrations", import.meta.url));

/** The database cannot be brought to the schema of this version. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** The migrations on disk, as the schema engine wants them. */
export async function readMigrations(baseDir = MIGRATIONS_DIR) {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(join(baseDir, name, "migration.sql"), "utf8") },
      },
    })),
  );
  const lockfile = { path: "migration_lock.toml", content: await readFile(join(baseDir, "migration_lock.toml"), "utf8") };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}

/**
 * Brings a database to the schema of this version, as `prisma migrate deploy` does. Safe to run from several
 * processes at once (the others wait), and again after one was killed: a migration is applied whole or not at all.
 * @returns the names of the migrations that were applied now
 * @throws MigrationError when the database's history is not a part of ours, or a migration fails
 */
export async function applyMigrations(databaseUrl: string, baseDir = MIGRATIONS_DIR): Promise<string[]> {
  const migrationsList = await readMigrations(baseDir);
  return withLock(databaseUrl, () =>
    withSchemaEngine(databaseUrl, async (engine) => {
      const known = new Set(migrationsList.migrationDirectories.map(({ path }) => path));
      await checkHistory(engine, { migrationsList, known });
      try {
        const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
        return appliedMigrationNames;
      } catch (error) {
        throw new MigrationError(formatEngineError(error), { cause: error });
      }
    }),
  );
}

/**
 * The SQL that leads from a database to `schema.prisma`; empty when there is nothing between them. What Prisma has no
 * word for (functions, triggers, checks, partitions) is left as it is.
 */
export async function planMigration(databaseUrl: string): Promise<string> {
  const files = [{ path: "schema.prisma", content: await readSchema() }];
  const { stdout } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: { tag: "schemaDatasource", files, configDir: MIGRATIONS_DIR },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  return stdout?.trim() === "-- This is an empty migration." ? "" : (stdout ?? "");
}

type History = { migrationsList: Awaited<ReturnType<typeof readMigrations>>; known: Set<string> };

/** Refuses a database whose history is not a part of ours, and clears the marks of migrations that were cut short. */
async function checkHistory(engine: SchemaEngine, { migrationsList, known }: History): Promise<void> {
  const diagnosis = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NO_FILTERS });
  const failed = new Set(diagnosis.failedMigrationNames);
  const edited = diagnosis.editedMigrationNames.filter((name) => known.has(name) && !failed.has(name));
  if (edited.length > 0) {
    throw new MigrationError(`${edited.join(", ")} was changed after it had been applied to this database; restore its file, or begin with an empty database`);
  }
  const history = diagnosis.history;
  const foreign = history && "unpersistedMigrationNames" in history ? history.unpersistedMigrationNames : [];
  if (foreign.length > 0) {
    throw new MigrationError(`this database is ahead of this version of RouteLedger: it has ${foreign.join(", ")}; run the newer version`);
  }
  // Nothing of an unfinished migration is left in the database, since each is one transaction; only its mark is.
  for (const migrationName of diagnosis.failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
}

/** The engine's errors carry a trace of its own functions; what matters is the migration and the database's words. */
function formatEngineError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const name = /migration_name="([^"]+)"/.exec(text)?.[1];
  const words = text.split(/\n\s*0: /)[0]?.replace(/^external connector error\s*/, "").trim() ?? text;
  return name ? `migration ${name} failed: ${words}` : words;
}

/** Holds a lock of the database while a task runs. It ends with the connection, so that a killed process leaves none. */
async function withLock<Result>(databaseUrl: string, task: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('routeledger.migrations'))");
    return await task();
  } finally {
    await client.end();
  }
}
