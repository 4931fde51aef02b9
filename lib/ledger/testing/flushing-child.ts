import fc from "fast-check";
import { createDb } from "@/lib/db";
import { openLedger } from "../ledger";
import { newId } from "../new-id";
import { DEFAULT_OPTIONS, MODES } from "./default-options";
import { callRecords } from "./records";

// Records calls, waits until they are in the database, and has nothing else to do meanwhile.
const [databaseUrl = "", dataDir = "", count] = process.argv.slice(2);
// Its connections would keep the process alive too.
const db = createDb("postgresql://postgres@127.0.0.1:1/none", 1);
const ledger = await openLedger({ ...DEFAULT_OPTIONS, ...MODES["in a thread"], db, databaseUrl, dataDir });
const samples = fc.sample(callRecords().filter(({ attempts }) => attempts.length === 0), { numRuns: 50, seed: 98 });
for (let turn = 0; turn < Number(count) / samples.length; turn++) await Promise.all(samples.map((call) => ledger.record({ ...call, id: newId() })));
await ledger.flush(AbortSignal.timeout(40_000));
await ledger.close();
await db.$disconnect();
