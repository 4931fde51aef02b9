// @ts-check
import { run } from "./run.mjs";

/** @typedef {{ email: string, password: string, apiKey: string, model: string | null }} Secrets what the first start made, to be shown once */

/**
 * Applies the migrations that the database lacks.
 * @param {import("./main.mjs").Run} current
 * @param {string} databaseUrl
 */
export async function migrate({ settings: { root }, steps, signal }, databaseUrl) {
  signal.throwIfAborted();
  await steps.run("Migrations", async (report) => {
    const output = await run("Migrating the database", [process.execPath, "--import", "tsx", "scripts/migrate.ts"], {
      cwd: root, env: { DATABASE_URL: databaseUrl }, explains: true, signal,
    });
    const applied = output.split("\n").filter(Boolean);
    report(applied.length > 0 ? `applied ${applied.join(", ")}` : "up to date");
  });
}

/**
 * Writes the first data into an empty database.
 * @param {import("./main.mjs").Run} current
 * @param {string} databaseUrl
 * @returns {Promise<Secrets | null>} null when there were data already
 */
export async function seed({ settings: { root, dataDir }, steps, signal }, databaseUrl) {
  signal.throwIfAborted();
  return steps.run("First data", async (report) => {
    const output = await run("Writing the first data", [process.execPath, "--import", "tsx", "scripts/seed.ts"], {
      cwd: root, env: { DATABASE_URL: databaseUrl, ROUTELEDGER_DATA_DIR: dataDir }, onLine: report, signal,
    });
    const result = JSON.parse(output.trim().split("\n").at(-1) ?? "");
    report(result.seeded ? "written" : "there already");
    return result.seeded ? result : null;
  });
}
