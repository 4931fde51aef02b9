import { checkSecret } from "@/lib/accounts/credentials";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { createDb } from "@/lib/db";
import type { Env } from "@/lib/env";
import { openLedger } from "@/lib/ledger/ledger";
import { listSpentSince } from "@/lib/ledger/list-spent";
import { Admission } from "./admission";
import { Budgets } from "./budgets";
import { loadTokenizer } from "./count-tokens";
import { findDescriptorLimit, roomFor } from "./descriptors";
import { Gateway } from "./gateway";
import { LiveConfig } from "./live-config";
import { Pulse } from "./pulse";
import { LocalRoutingState } from "./routing-state";
import { ShareOfCaps } from "./share-of-caps";

export type OpenGateway = {
  gateway: Gateway;
  /** @param withinMs how long the last calls may take to get to the database; the rest stays in the journal */
  close(withinMs?: number): Promise<void>;
};

/** Room for the bodies of this many calls of the largest size. */
const LARGEST_BODIES = 16;
/** Short beside a call, long beside a burst. */
const ADMISSION_QUEUE = 256;
const ADMISSION_WAIT_MS = 30;

const DAY_MS = 86_400_000;
/** How long opening waits for what earlier processes left in the journal. */
const ADOPT_MS = 5_000;

/** How long closing waits for the last calls to be drained. */
const CLOSE_MS = 5_000;

/** drainThread: the program of a thread for the ledger's drain, see `LedgerOptions`. */
export type OpenGatewayOptions = { drainThread?: URL };

/** Puts the parts together, the same for both mounts. @param log takes one line about what an operator should know */
export async function openGateway(env: Env, log: (line: string) => void, { drainThread }: OpenGatewayOptions = {}): Promise<OpenGateway> {
  const db = createDb(env.DATABASE_URL);
  const secret = loadInstallationSecret({ dataDir: env.ROUTELEDGER_DATA_DIR, fromEnv: env.ROUTELEDGER_SECRET });
  await checkSecret(db, secret);
  const workers = env.ROUTELEDGER_WORKERS;
  const routing = workers > 1 ? new ShareOfCaps(new LocalRoutingState(), workers) : new LocalRoutingState();
  const onCredentialChange = (endpointIds: string[]) => {
    routing.forgetEndpoints(endpointIds);
  };
  const budgets = new Budgets({ db, share: workers, log });
  const live = await LiveConfig.open({
    db, databaseUrl: env.DATABASE_URL, secret, log, onCredentialChange,
    onBudgets: (byTeam) => {
      budgets.configure(byTeam);
    },
  });
  const ledger = await openLedger({
    db,
    databaseUrl: env.DATABASE_URL,
    drainThread,
    dataDir: env.ROUTELEDGER_DATA_DIR,
    fsync: env.ROUTELEDGER_FSYNC,
    journalMaxBytes: Math.floor(env.ROUTELEDGER_JOURNAL_MAX / workers),
    onJournalFull: env.ROUTELEDGER_JOURNAL_FULL,
    keepCallsMonths: env.ROUTELEDGER_KEEP_CALLS_MONTHS,
    log: (level, message) => {
      log(`${level}: ${message}`);
    },
  });
  await loadTokenizer();
  const gateway = new Gateway({ db, ledger, live, routing, budgets, share: workers, admission: createAdmission(env, log), privateAllowed: env.ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS, log });
  await addSpentToday(gateway, Date.now());
  // Once more, now that what earlier processes left in the journal is in the books.
  await budgets.reread();
  const pulse = new Pulse(gateway);
  return {
    gateway,
    close: async (withinMs = CLOSE_MS) => {
      // What the database does not take in time stays in the journal, for the next process.
      await ledger.flush(AbortSignal.timeout(withinMs)).catch(() => undefined);
      await ledger.close();
      await pulse.stop();
      await live.close();
      await budgets.close();
      await db.$disconnect();
    },
  };
}

/** A cap by day holds over restarts: what earlier processes spent today counts. */
async function addSpentToday({ db, ledger, routing }: Gateway, nowMs: number): Promise<void> {
  const dayStartMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  await ledger.flush(AbortSignal.timeout(ADOPT_MS)).catch(() => undefined);
  for (const { endpointId, pico, ...owner } of await listSpentSince(db, new Date(dayStartMs))) {
    routing.addSpent(owner, endpointId, dayStartMs, pico);
  }
}

function createAdmission(env: Env, log: (line: string) => void): Admission {
  const descriptors = findDescriptorLimit();
  const { calls } = roomFor(env.ROUTELEDGER_MAX_CALLS, descriptors);
  if (calls < env.ROUTELEDGER_MAX_CALLS) log(`there are ${descriptors} descriptors (ulimit -n), which is enough for ${calls} calls at once`);
  return new Admission({
    calls,
    bytes: LARGEST_BODIES * env.ROUTELEDGER_MAX_BODY_BYTES,
    queue: ADMISSION_QUEUE,
    waitMs: ADMISSION_WAIT_MS,
  });
}
