import { loadInstallationSecret } from "@/lib/accounts/secret";
import { createDb } from "@/lib/db";
import type { Env } from "@/lib/env";
import { seedDatabase, type Seeded } from "./seed/seed-database";

/** The first data of an installation; null when it has some. @param report told what is being done */
export async function seed(env: Env, report: (line: string) => void): Promise<Seeded | null> {
  const db = createDb(env.DATABASE_URL);
  try {
    return await seedDatabase(db, {
      secret: loadInstallationSecret({ dataDir: env.ROUTELEDGER_DATA_DIR, fromEnv: env.ROUTELEDGER_SECRET }),
      demo: env.ROUTELEDGER_DEMO,
      practicePort: env.ROUTELEDGER_PRACTICE_PORT,
      now: new Date(),
      report,
    });
  } finally {
    await db.$disconnect();
  }
}
