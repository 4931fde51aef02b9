/** All faults, one after the other, against real processes: a table of figures, and an end in failure where a promise does not hold. */
import { cpus, loadavg } from "node:os";
import { createRandom } from "@/lib/ledger/journal/testing/random";
import { playAway } from "./away";
import { playBudget } from "./budget";
import { playClients } from "./clients";
import { playClock } from "./clock";
import { playFailpoints } from "./failpoints";
import { playFullDisk } from "./full-disk";
import { playKnownBugs } from "./known-bugs";
import { playKill } from "./kill";
import { playLostAcks } from "./lost-acks";
import { readOptions, USAGE } from "./options";
import { playOrphanedStatement } from "./orphaned-statement";
import { playOverload } from "./overload";
import { playPoison } from "./poison";
import { PostgresServer } from "./postgres-server";
import { playSuites } from "./suites";
import { formatMs, formatRow, HEADER, type Row, type Scenario } from "./scenario";

const SCENARIOS: Scenario[] = [
  { name: "kill", play: playKill },
  { name: "budget", play: playBudget },
  { name: "steps", play: playFailpoints },
  { name: "orphan", play: playOrphanedStatement },
  { name: "away", play: playAway },
  { name: "disk", play: playFullDisk },
  { name: "clock", play: playClock },
  { name: "acks", play: playLostAcks },
  { name: "poison", play: playPoison },
  { name: "clients", play: playClients },
  { name: "overload", play: playOverload },
  { name: "suites", play: playSuites },
];

/** Takes minutes and says the same each time, until the sources change: in the long form, or when it is asked for. */
const KNOWN_BUGS: Scenario = { name: "known-bugs", play: playKnownBugs };

async function main(): Promise<void> {
  const { only, ...options } = readOptions(process.argv.slice(2), Date.now());
  const chosen = only.length > 0 ? [...SCENARIOS, KNOWN_BUGS].filter(({ name }) => only.includes(name)) : [...SCENARIOS, ...(options.size === "long" ? [KNOWN_BUGS] : [])];
  if (only.length > 0 && chosen.length !== new Set(only).size) throw new Error(`${USAGE}\nWORD is one of ${[...SCENARIOS, KNOWN_BUGS].map(({ name }) => name).join(", ")}`);
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
  console.log(`seed ${options.seed}, ${options.rounds} rounds, ${options.seconds} s, size ${options.size}\n\n${HEADER}`);
  const startedAt = performance.now();
  const failures: string[] = [];
  const server = await PostgresServer.start();
  try {
    for (const { name, play } of chosen) {
      // Each from the seed itself: it plays the same alone as among others.
      const rows = await play({ ...options, server, random: createRandom(options.seed) }).catch((error: unknown): Row[] => {
        const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
        return [{ name, faults: "", verdict: null, figures: "", failures: [failure] }];
      });
      for (const row of rows) {
        console.log(formatRow(row));
        failures.push(...row.failures.map((failure) => `${name}: ${failure}`));
      }
    }
  } finally {
    await server.close();
  }
  console.log(`\n${formatMs(performance.now() - startedAt)}`);
  for (const failure of failures) console.error(`FAILED ${failure}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
