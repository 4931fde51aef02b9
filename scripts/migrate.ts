import { applyMigrations } from "@/prisma/migrate";
import { describeDatabaseError } from "./database-error";

/** `npm start` runs this before anything else touches the database; it prints the name of each migration it applied. */
const databaseUrl = process.env["DATABASE_URL"];
if (!databaseUrl) throw new Error("DATABASE_URL is not set; `npm start` and `npm run routeledger` set it.");

try {
  for (const name of await applyMigrations(databaseUrl)) console.log(name);
} catch (error) {
  console.error(describeDatabaseError(error, databaseUrl));
  process.exitCode = 1;
}
