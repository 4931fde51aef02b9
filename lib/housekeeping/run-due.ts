import type { Db } from "@/lib/db";
import { claimJob, endJob, keepJob } from "./claim";
import type { Job } from "./job";

export type Housekeeping = {
  db: Db;
  jobs: readonly Job[];
  /** Names this process among all that do the same work. */
  holder: string;
  /** For how long a job is this process's without a word: then another may take it. */
  leaseMs: number;
  log(line: string): void;
};

/**
 * Does every job that is due and that no other process is at, one after the other. What a job throws is logged, and
 * the job is tried again at its next time.
 * @returns the names of those that were done or tried
 */
export async function runDue(keeping: Housekeeping, signal: AbortSignal): Promise<string[]> {
  const run: string[] = [];
  for (const job of keeping.jobs) {
    if (signal.aborted) break;
    if (!(await claimJob(keeping.db, job, keeping.holder, keeping.leaseMs))) continue;
    run.push(job.name);
    await runClaimed(keeping, job, signal);
  }
  return run;
}

async function runClaimed(keeping: Housekeeping, job: Job, signal: AbortSignal): Promise<void> {
  const { db, holder, log } = keeping;
  const lost = new AbortController();
  const renewing = renew(keeping, job, lost);
  let problem = "";
  try {
    await job.run(db, new Date(), AbortSignal.any([signal, lost.signal]));
  } catch (error) {
    problem = describe(error);
    // What was told to stop has nothing to tell.
    if (!signal.aborted) log(`could not ${job.name}: ${problem}`);
  } finally {
    clearInterval(renewing);
  }
  await endJob(db, job, holder, problem.slice(0, 500));
}

/** Says three times a lease that the job is still this process's; takes the job's signal away when it is not. */
function renew({ db, holder, leaseMs }: Housekeeping, job: Job, lost: AbortController): NodeJS.Timeout {
  return setInterval(() => {
    keepJob(db, job, holder, leaseMs).then((isKept) => {
      if (!isKept) lost.abort(new Error("another process has taken this job"));
    }, () => undefined);
  }, leaseMs / 3).unref();
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
