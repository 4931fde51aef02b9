import { checkSecret } from "@/lib/accounts/credentials";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { createDb } from "@/lib/db";
import type { Env } from "@/lib/env";
import { openLedger } from "@/lib/ledger/ledger";
import { Gateway } from "./gateway";
import { LiveConfig } from "./live-config";

export type OpenGateway = { gateway: Gateway; close(): Promise<void> };

/** How long closing waits for the last calls to be drained. */
const CLOSE_MS = 5_000;

/** Puts the parts together, the same for both mounts. @param log takes one line about what an operator should know */
export async function openGateway(env: Env, log: (line: string) => void): Promise<OpenGateway> {
  const db = createDb(env.DATABASE_URL);
  const secret = loadInstallationSecret({ dataDir: env.ROUTELEDGER_DATA_DIR, fromEnv: env.ROUTELEDGER_SECRET });
  await checkSecret(db, secret);
  const live = await LiveConfig.open({ db, databaseUrl: env.DATABASE_URL, secret, log });
  const ledger = await openLedger({
    db,
    dataDir: env.ROUTELEDGER_DATA_DIR,
    fsync: env.ROUTELEDGER_FSYNC,
    log: (level, message) => {
      log(`${level}: ${message}`);
    },
  });
  const gateway = new Gateway({ db, ledger, live, privateAllowed: env.ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS, log });
  return {
    gateway,
    close: async () => {
      // What the database does not take in time stays in the journal, for the next process.
      await ledger.flush(AbortSignal.timeout(CLOSE_MS)).catch(() => undefined);
      await ledger.close();
      await live.close();
      await db.$disconnect();
    },
  };
}
