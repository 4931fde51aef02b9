import type { Loaded } from "@/bench/load";
import type { Account } from "@/bench/upstream";
import { compareBooks, type Books } from "./books";
import { cpuBetween, readUsage } from "./process-usage";
import type { Scenario } from "./scenarios";
import { OURS, type Stage, type Subject } from "./subjects";

/** One subject in one round of one scenario. CPU in milliseconds of one core; null where the system does not say. */
export type Measure = Loaded & {
  /** After the last answer, until nothing was left to be done. */
  settleMs: number;
  cpuMs: number | null;
  rssBytes: number | null;
  postgresCpuMs: number | null;
  loadCpuMs: number | null;
};

export type Compared = {
  scenario: Scenario;
  bySubject: Map<string, Measure[]>;
  /** After all rounds. */
  books: Books;
};

const WARM_UP_SECONDS = 0.4;
/** Code that runs for the first time is slow in Node, and we have more of it than others: everybody is asked this long first. */
const FIRST_WARM_UP_SECONDS = 3;

/** Everybody in turn, round by round, each round beginning with another one: whatever drifts meets all alike. */
export async function compare(stage: Stage, scenarios: readonly Scenario[], signal: AbortSignal, say: (line: string) => void): Promise<Compared[]> {
  const results: Compared[] = [];
  let answered = 0;
  for (const scenario of scenarios) {
    say(scenario.name);
    const bySubject = new Map<string, Measure[]>();
    const run = async (subject: Subject, seconds: number) => {
      signal.throwIfAborted();
      const measure = await measureOne(stage, subject, scenario, seconds);
      if (measure && subject.name === OURS) answered += measure.done;
      return measure;
    };
    const warmUpSeconds = results.length === 0 ? FIRST_WARM_UP_SECONDS : WARM_UP_SECONDS;
    if (scenario.seconds > 0) for (const subject of stage.subjects) await run(subject, Math.min(warmUpSeconds, 2 * scenario.seconds));
    for (let round = 0; round < scenario.rounds; round += 1) {
      const first = round % stage.subjects.length;
      for (const subject of [...stage.subjects.slice(first), ...stage.subjects.slice(0, first)]) {
        const measure = await run(subject, scenario.seconds);
        if (measure) bySubject.set(subject.name, [...(bySubject.get(subject.name) ?? []), measure]);
      }
    }
    const accounts = (await stage.upstream.tell("accounts")) as Record<string, Account>;
    results.push({ scenario, bySubject, books: await compareBooks(stage.site.db, accounts, answered) });
  }
  return results;
}

async function measureOne({ load, site }: Stage, subject: Subject, scenario: Scenario, seconds: number): Promise<Measure | null> {
  const target = subject.targetOf(scenario);
  if (!target) return null;
  const pids = [subject.pid, site.postgresPid, load.pid] as const;
  const before = pids.map(readUsage);
  const loaded = (await load.tell({ ...target, ...scenario.load, ms: seconds * 1_000 })) as Loaded;
  const answeredAt = performance.now();
  const loadAfter = readUsage(load.pid);
  await subject.settle();
  const [own = null, postgres = null] = pids.map(readUsage);
  return {
    ...loaded,
    settleMs: performance.now() - answeredAt,
    cpuMs: cpuBetween(before[0] ?? null, own),
    rssBytes: own && own.rssBytes,
    postgresCpuMs: subject.name === OURS ? cpuBetween(before[1] ?? null, postgres) : null,
    loadCpuMs: cpuBetween(before[2] ?? null, loadAfter),
  };
}
