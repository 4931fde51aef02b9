import { EnvError, parseEnv } from "@/lib/env";
import { applyMigrations } from "@/prisma/migrate";
import { describeDatabaseError } from "./database-error";

/**
 * `npm start` runs this before anything else reads the environment or touches the database. It prints the name of each
 * migration that it applied, or one line on what is wrong.
 */
async function main(): Promise<void> {
  const databaseUrl = process.env["DATABASE_URL"] ?? "";
  try {
    parseEnv(process.env);
    for (const name of await applyMigrations(databaseUrl)) console.log(name);
  } catch (error) {
    console.error(error instanceof EnvError ? describeEnvError(error) : describeDatabaseError(error, databaseUrl));
    process.exitCode = 1;
  }
}

function describeEnvError(error: EnvError): string {
  return `The environment cannot be used: ${error.message.split("\n").join("; ")}. Correct it in .env or in the shell.`;
}

await main();
