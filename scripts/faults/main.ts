/** All faults, one after the other, against real processes: a table of figures, and an end in failure where a promise does not hold. */
import { createRandom } from "@/lib/ledger/journal/testing/random";
import { playAway } from "./away";
import { playClients } from "./clients";
import { playClock } from "./clock";
import { playFailpoints } from "./failpoints";
import { playFullDisk } from "./full-disk";
import { playKill } from "./kill";
import { playLostAcks } from "./lost-acks";
import { readOptions } from "./options";
import { playOrphanedStatement } from "./orphaned-statement";
import { playOverload } from "./overload";
import { playPoison } from "./poison";
import { PostgresServer } from "./postgres-server";
import { playSuites } from "./suites";
import { formatMs, formatRow, HEADER, type Scenario } from "./scenario";

const SCENARIOS: Scenario[] = [
  { name: "kill", play: playKill },
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

async function main(): Promise<void> {
  const { only, ...options } = readOptions(process.argv.slice(2), Date.now());
  const chosen = SCENARIOS.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
  console.log(`seed ${options.seed}, ${options.rounds} rounds, ${options.seconds} s, size ${options.size}\n\n${HEADER}`);
  const startedAt = performance.now();
  const failures: string[] = [];
  const server = await PostgresServer.start();
  try {
    for (const { name, play } of chosen) {
      // Each from the seed itself: it plays the same alone as among others.
      const rows = await play({ ...options, server, random: createRandom(options.seed) });
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

await main();
