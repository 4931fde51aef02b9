import { writeSync } from "node:fs";
import fc from "fast-check";
import { createDb } from "@/lib/db";
import { openLedger } from "../ledger";
import { newId } from "../new-id";
import { DEFAULT_OPTIONS } from "./default-options";
import { callRecords } from "./records";

// Records calls until it is killed, and says which ones were promised: one id a line.
const [databaseUrl = "", dataDir = "", fsync] = process.argv.slice(2);
const samples = fc.sample(callRecords(), { numRuns: 200, seed: 99 });
const ledger = await openLedger({
  ...DEFAULT_OPTIONS,
  db: createDb(databaseUrl),
  databaseUrl,
  dataDir,
  fsync: fsync === "always" ? "always" : "batch",
});

for (let turn = 0; ; turn++) {
  const calls = samples.slice(turn % 180, (turn % 180) + 20).map((call) => ({
    ...call,
    id: newId(),
    startedAtMs: Date.now(),
    attempts: call.attempts.map((attempt) => ({ ...attempt, id: newId() })),
  }));
  await Promise.all(
    calls.map(async (call) => {
      await ledger.record(call);
      say(call.id);
    }),
  );
}

/** At once, so that a kill finds it said. A reader that is behind makes the pipe full for a moment. */
function say(id: string): void {
  for (;;) {
    try {
      writeSync(1, `${id}\n`);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}
