import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { applyMigrations, MIGRATIONS_DIR, planMigration } from "@/prisma/migrate";
import { startCluster } from "./postgres/cluster.mjs";
import { createThrowaway, removeThrowaway } from "./postgres/throwaway.mjs";
import { ROOT } from "./start/root.mjs";

/**
 * `npm run migration -- NAME`: writes the SQL that leads from the migrations to `schema.prisma`, found by running the
 * migrations on a database that is thrown away. What Prisma has no word for is then added to the file by hand.
 */
async function main(name: string | undefined): Promise<void> {
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Error("Name the migration in lower case: npm run migration -- add_budgets");
  }
  const dataDir = await createThrowaway(ROOT, "migration");
  try {
    const { url } = await startCluster({ root: ROOT, dataDir, settings: ["fsync=off"] });
    await applyMigrations(url);
    const sql = await planMigration(url);
    if (!sql) {
      console.log("The migrations lead to schema.prisma already: nothing to write.");
      return;
    }
    const folder = join(MIGRATIONS_DIR, `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`);
    await mkdir(folder);
    await writeFile(join(folder, "migration.sql"), sql);
    console.log(`Written: ${join(folder, "migration.sql")}`);
  } finally {
    await removeThrowaway(ROOT, dataDir);
  }
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
