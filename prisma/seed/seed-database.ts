import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { operatorOf } from "@/lib/accounts/member";
import type { InstallationSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { createUser } from "@/lib/accounts/users";
import type { Db } from "@/lib/db";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { simulateHistory } from "./demo-history";
import { createDemoTeam, type DemoTeam } from "./demo-team";
import { joinTransaction } from "./join-transaction";

export const OWNER_EMAIL = "owner@routeledger.local";
const FIRST_MODEL = "cheapest-llama";
const KEY_NAME = "First key";
const BATCH_CALLS = 1_000;
/** As long as another seed may take, and this one: seconds, but a laptop may be busy. */
const TIMEOUT = { maxWait: 20_000, timeout: 300_000 };

export type SeedOptions = {
  secret: InstallationSecret;
  /** Whether to make the Demo team, and its history. */
  demo: boolean;
  /** Where the Demo team's providers listen. */
  practicePort: number;
  now: Date;
  /** Told what is being done, one line at a time. */
  report: (line: string) => void;
};

/** What the first start prints, once. `model` is null where there is none to call yet. */
export type Seeded = { email: string; password: string; apiKey: string; model: string | null };

/**
 * Writes the first data: the owner, a team of their own, and the Demo team. All of it or nothing.
 * @returns null, having written nothing, when there are users or teams already
 */
export function seedDatabase(db: Db, options: SeedOptions): Promise<Seeded | null> {
  return db.$transaction(async (tx) => {
    // Two first starts on one database: the second waits here, and then finds what the first has written.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('routeledger.seed', 0))`;
    if ((await tx.user.count()) > 0 || (await tx.team.count()) > 0) return null;
    return seed(joinTransaction(tx), options);
  }, TIMEOUT);
}

async function seed(db: Db, { secret, demo, practicePort, now, report }: SeedOptions): Promise<Seeded> {
  report("the owner and a team");
  const team = await createTeam(db, { slug: "my-team", name: "My team" });
  const user = await createUser(db, operatorOf(team.id), { email: OWNER_EMAIL, name: "Owner", role: "owner" });
  let owner = { teamId: team.id, userId: user.id, role: "owner" as const };
  if (demo) {
    report("the Demo team");
    const made = await createDemoTeam(db, { secret, ownerId: user.id, practicePort, now });
    await writeHistory(db, made, now, report);
    owner = { ...owner, teamId: made.team.id };
  }
  const { text: apiKey } = await createApiKey(db, secret.peppers, owner, { name: KEY_NAME });
  return { email: OWNER_EMAIL, password: user.password, apiKey, model: demo ? FIRST_MODEL : null };
}

/** Thirty days of calls, by the ledger's own writer. */
async function writeHistory(db: Db, { catalog, apiKeyIds, owner }: DemoTeam, now: Date, report: (line: string) => void) {
  const calls = simulateHistory({ team: catalog, apiKeyIds, memberId: owner.userId }, now);
  const write = createCallWriter(db);
  for (let done = 0; done < calls.length; done += BATCH_CALLS) {
    report(`the Demo team's history: ${done} of ${calls.length} calls`);
    await write(calls.slice(done, done + BATCH_CALLS));
  }
}
