import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startChild } from "./child";
import { runComparison } from "./compare/run";
import { listScenarios } from "./compare/scenarios";
import { describeFailover } from "./describe-failover";
import { failoverConfig, measureFailover, type Measured, type Sizes } from "./failover";
import { createInstallation, type Installation } from "./installation";
import { describePlanning } from "./planning";

const USAGE = `usage: npm run bench -- [--only NAMES] [--seconds 1.5] [--rounds 3] [--json FILE] [--profile FOLDER]
                        [--subjects direct,bare,routeledger,portkey,litellm,bifrost]
                        [--failover-rounds 20] [--failover-passes 25]
NAMES, separated by commas, are parts of: ${listScenarios(1, 1).map(({ name }) => `"${name}"`).join(", ")}, "tiers", "planning"`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: "" }, seconds: { type: "string", default: "1.5" }, rounds: { type: "string", default: "3" },
      json: { type: "string", default: join(tmpdir(), "routeledger-bench.json") }, profile: { type: "string" },
      subjects: { type: "string", default: "" },
      "failover-rounds": { type: "string", default: "20" }, "failover-passes": { type: "string", default: "25" }, help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  const isWanted = matcherOf(values.only);
  const sizes = { rounds: countOf(values["failover-rounds"]), passes: countOf(values["failover-passes"]), warmUpPasses: 200 };
  const scenarios = listScenarios(secondsOf(values.seconds), countOf(values.rounds)).filter(({ name }) => isWanted(name));
  if (scenarios.length === 0 && !isWanted("tiers") && !isWanted("planning")) throw new Error(`nothing is called ${values.only}. ${USAGE}`);
  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => { interrupt.abort(new Error(`stopped by ${name}`)); });
  const { signal } = interrupt;

  const machine = describeMachine();
  console.log(machine);
  if (scenarios.length > 0) {
    const text = await runComparison({
      scenarios, isWanted: matcherOf(values.subjects), machine, jsonPath: values.json, profileDir: values.profile, signal,
    });
    console.log(`\n${text}\n\nAll of it as JSON: ${values.json}`);
  }
  if (isWanted("tiers")) {
    console.log(`\nFailing tiers, ms: ${sizes.rounds} rounds of ${sizes.passes} calls each way, one at a time, after ${sizes.warmUpPasses} to warm up\n`);
    console.log(describeFailover(await runFailover(sizes, signal)));
  }
  if (isWanted("planning")) console.log(`\nPlanning and guards, in one process\n\n${describePlanning()}`);
}

/** Whether a name has any of the parts in it that are listed, which the empty list's one has. */
function matcherOf(list: string): (name: string) => boolean {
  const parts = list.split(",").map((part) => part.trim());
  return (name) => parts.some((part) => name.includes(part));
}

/** The load says who else was at work: figures of a busy machine are worse. */
function describeMachine(): string {
  const day = new Date().toISOString().slice(0, 10);
  return `${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${day}`;
}

async function runFailover(sizes: Sizes, signal: AbortSignal): Promise<Measured[]> {
  const upstream = await startChild("upstream.ts");
  const site = await createInstallation(failoverConfig(upstream.url)).catch(async (error: unknown) => {
    await upstream.stop();
    throw error;
  });
  try {
    const gateway = await startChild("gateway.ts", { env: { DATABASE_URL: site.databaseUrl, ROUTELEDGER_DATA_DIR: site.dataDir } });
    try {
      const measured = await measureFailover(upstream, gateway, site.apiKey, sizes, signal);
      // Drains what is in the journal before it ends.
      await gateway.stop();
      await expectBooked(site, sizes);
      return measured;
    } finally {
      await gateway.stop();
    }
  } finally {
    await upstream.stop();
    await site.remove();
  }
}

/** The figures are those of a gateway that keeps its books. */
async function expectBooked({ db }: Installation, { rounds, passes, warmUpPasses }: Sizes): Promise<void> {
  const passesMade = rounds * passes + warmUpPasses;
  const [calls, attempts] = [await db.call.count(), await db.attempt.count()];
  const expected = { calls: passesMade * 2 * 4, attempts: passesMade * 2 * (1 + 2 + 3 + 4) };
  if (calls === expected.calls && attempts === expected.attempts) return;
  throw new Error(`${calls} calls and ${attempts} attempts are booked in place of ${expected.calls} and ${expected.attempts}`);
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error(`${text} is not a count. ${USAGE}`);
  return Number(text);
}

function secondsOf(text: string): number {
  if (!/^\d{1,3}(\.\d+)?$/.test(text) || Number(text) === 0) throw new Error(`${text} is no time in seconds. ${USAGE}`);
  return Number(text);
}

main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
