import { setTimeout as sleep } from "node:timers/promises";
import { judge } from "./judge";
import { Load } from "./load";
import { formatMs, type Row, type Setting } from "./scenario";
import { readRssMib, Stage } from "./stage";

/** What a gateway may need more while its database is away: two batches, and the journal's bookkeeping. */
const MOST_MORE_MIB = 150;
const LEAST_CALLS = 50;

type Absence = { name: string; leave(): Promise<void>; comeBack(): Promise<void> };

/** PostgreSQL frozen, and PostgreSQL stopped, for so many seconds under load: no call fails, and all is caught up with. */
export async function playAway(setting: Setting): Promise<Row[]> {
  const { server, size } = setting;
  const absences: Absence[] = [
    { name: "PostgreSQL frozen (SIGSTOP)", leave: () => Promise.resolve(server.freeze()), comeBack: () => Promise.resolve(server.thaw()) },
    { name: "PostgreSQL stopped", leave: () => server.stop(), comeBack: () => server.restart() },
  ];
  const rows: Row[] = [];
  for (const absence of size === "short" ? absences.slice(0, 1) : absences) rows.push(await playAbsence(setting, absence));
  return rows;
}

async function playAbsence({ server, random, seconds }: Setting, { name, leave, comeBack }: Absence): Promise<Row> {
  const stage = await Stage.open(server);
  try {
    await stage.start();
    const load = new Load(stage, random);
    await load.untilCompleted(LEAST_CALLS);
    await stage.untilDrained();
    const beforeMib = readRssMib(stage.pid);
    let peakMib = beforeMib;
    const watch = setInterval(() => (peakMib = Math.max(peakMib, readRssMib(stage.pid))), 100);
    await leave();
    const madeBefore = load.completed;
    await sleep(seconds * 1_000);
    await load.untilCompleted(LEAST_CALLS);
    const meanwhile = load.completed - madeBefore;
    await comeBack();
    const backAt = performance.now();
    const { calls: waiting, ms: drainMs } = await stage.untilDrained();
    const caughtUpMs = Math.max(drainMs, performance.now() - backAt);
    const seen = await load.stop();
    clearInterval(watch);
    await stage.untilIdle();
    const verdict = await judge(stage, seen, { killed: false });
    const failures = [...verdict.failures, ...(await stage.endWell())];
    const failed = verdict.told + verdict.refused + verdict.broken;
    if (failed > 0) failures.push(`${failed} calls failed while the database was away`);
    if (peakMib > beforeMib + MOST_MORE_MIB) failures.push(`memory grew from ${beforeMib.toFixed()} to ${peakMib.toFixed()} MiB`);
    const figures = `${meanwhile} calls completed meanwhile, ${failed} failed; ${waiting} waiting at its return, caught up with in ${formatMs(caughtUpMs)} under load; RSS ${beforeMib.toFixed()} MiB before, ${peakMib.toFixed()} at most`;
    return { name, faults: `away for ${seconds} s`, verdict, figures, failures };
  } finally {
    server.thaw();
    await stage.close();
  }
}
