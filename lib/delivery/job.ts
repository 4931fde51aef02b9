import { loadInstallationSecret } from "@/lib/accounts/secret";
import type { Db } from "@/lib/db";
import { getEnv } from "@/lib/env";
import { findMailer } from "@/lib/mail";
import type { Sender } from "./send";
import { sendDue } from "./send-due";

/** What this process sends with, by its environment. Throws SecretError. */
export function createSender(db: Db): Sender {
  const env = getEnv();
  return {
    db,
    mailer: findMailer(env),
    keys: loadInstallationSecret({ dataDir: env.ROUTELEDGER_DATA_DIR, fromEnv: env.ROUTELEDGER_SECRET }),
    privateAllowed: env.ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS,
  };
}

export const sendMessages = {
  name: "send messages",
  everyMs: 5_000,
  async run(db: Db, _now: Date, signal: AbortSignal): Promise<void> {
    await sendDue(createSender(db), () => new Date(), signal);
  },
};
