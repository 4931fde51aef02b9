import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { startChild } from "./child";
import { describeFailover } from "./describe-failover";
import { measureFailover, type Measured, type Sizes } from "./failover";
import { createInstallation, type Installation } from "./installation";
import { describePlanning } from "./planning";

const USAGE = "usage: npm run bench -- [--rounds 20] [--passes 25]";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: "string", default: "20" }, passes: { type: "string", default: "25" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(USAGE);
  const sizes = { rounds: countOf(values.rounds), passes: countOf(values.passes), warmUpPasses: 200 };
  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => { interrupt.abort(new Error(`stopped by ${name}`)); });

  console.log(describeMachine());
  console.log(`\nFailover, ms: ${sizes.rounds} rounds of ${sizes.passes} calls each way, one at a time, after ${sizes.warmUpPasses} to warm up\n`);
  console.log(describeFailover(await runFailover(sizes, interrupt.signal)));
  console.log(`\nPlanning and guards, in one process\n\n${describePlanning()}`);
}

/** The load says who else was at work: figures of a busy machine are worse. */
function describeMachine(): string {
  const day = new Date().toISOString().slice(0, 10);
  return `${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${day}`;
}

async function runFailover(sizes: Sizes, signal: AbortSignal): Promise<Measured[]> {
  const upstream = await startChild("upstream.ts");
  const site = await createInstallation(upstream.url).catch(async (error: unknown) => {
    await upstream.stop();
    throw error;
  });
  try {
    const gateway = await startChild("gateway.ts", { DATABASE_URL: site.databaseUrl, ROUTELEDGER_DATA_DIR: site.dataDir });
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

main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
