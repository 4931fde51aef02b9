import { type Housekeeping, runDue } from "./run-due";

/** How long a database may be away before it is told again. */
const TELL_MS = 10 * 60_000;

/**
 * Looks after every job until it is told to stop, each by itself: one that takes long delays no other. A database that
 * is away is waited for.
 * @param pollMs how often it is seen whether a job is due
 */
export async function keepHouse(keeping: Housekeeping, pollMs: number, signal: AbortSignal): Promise<void> {
  const complaint = { toldAtMs: -Infinity };
  await Promise.all(keeping.jobs.map(async (job) => {
    while (!signal.aborted) {
      await runDue({ ...keeping, jobs: [job] }, signal).catch((error: unknown) => { complain(keeping, complaint, error); });
      await pause(Math.min(pollMs, job.everyMs), signal);
    }
  }));
}

function complain({ log }: Housekeeping, complaint: { toldAtMs: number }, error: unknown): void {
  if (performance.now() - complaint.toldAtMs < TELL_MS) return;
  complaint.toldAtMs = performance.now();
  log(`the database cannot be asked what is due, and is tried again: ${error instanceof Error ? error.message : String(error)}`);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
