import { medianOf } from "@/bench/figures";
import { readPostgresCpuMs } from "./postgres-cpu";
import type { Ledger, Question } from "./questions";

export type Asked = Ledger & { postgresPid: number };

/** One question at one size. */
export type Answered = {
  question: string;
  calls: number;
  /** Milliseconds until the answer, by round. */
  ms: number[];
  /** Of all of PostgreSQL's processes, in milliseconds of a core, by round. */
  postgresCpuMs: number[];
  /** Of the process that asks: rows into objects, sums, and Prisma. */
  ownCpuMs: number[];
};

const WARM_UP_ROUNDS = 3;

/** Every question of every size in turn, each round beginning with another size: whatever drifts meets all alike. */
export async function measure(ledgers: readonly Asked[], questions: readonly Question[], rounds: number, signal: AbortSignal): Promise<Answered[]> {
  const answered = questions.map(({ name }) => ledgers.map(({ calls }): Answered => ({ question: name, calls, ms: [], postgresCpuMs: [], ownCpuMs: [] })));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const [index, question] of questions.entries()) {
      for (let turn = 0; turn < ledgers.length; turn++) {
        const which = (turn + round + WARM_UP_ROUNDS) % ledgers.length;
        const ledger = ledgers[which];
        const into = answered[index]?.[which];
        if (!ledger || !into) continue;
        signal.throwIfAborted();
        await ask(ledger, question, round < 0 ? null : into);
      }
    }
  }
  return answered.flat();
}

async function ask(ledger: Asked, question: Question, into: Answered | null): Promise<void> {
  const cpuMs = readPostgresCpuMs(ledger.postgresPid);
  const own = process.cpuUsage();
  const startedAt = performance.now();
  const found = await question.run(ledger);
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(own);
  if (found === 0) throw new Error(`${question.name} of ${ledger.calls} calls found nothing`);
  into?.ms.push(ms);
  into?.ownCpuMs.push((user + system) / 1_000);
  into?.postgresCpuMs.push(readPostgresCpuMs(ledger.postgresPid) - cpuMs);
}

/** Of what one figure is to another within each round, the median. */
export function ratioOf(a: readonly number[], b: readonly number[]): number {
  return medianOf(a.map((value, round) => value / (b[round] ?? NaN)));
}
