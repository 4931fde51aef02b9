import type { Db } from "@/lib/db";
import type { Job } from "./job";

type Named = Pick<Job, "name" | "everyMs">;

/**
 * Makes a job this process's for a while, when it is due and nobody else's. By the database's clock: those of several
 * machines never agree.
 */
export async function claimJob(db: Db, { name }: Pick<Job, "name">, holder: string, leaseMs: number): Promise<boolean> {
  const claimed = await db.$queryRaw<unknown[]>`
    INSERT INTO job_runs AS run (name, holder, held_until, next_at)
    VALUES (${name}, ${holder}, now() + ${leaseMs} * interval '1 ms', now())
    ON CONFLICT (name) DO UPDATE SET holder = ${holder}, held_until = excluded.held_until
    WHERE run.next_at <= now() AND (run.held_until IS NULL OR run.held_until < now())
    RETURNING 1`;
  return claimed.length > 0;
}

/** @returns whether the job is still this process's */
export async function keepJob(db: Db, { name }: Pick<Job, "name">, holder: string, leaseMs: number): Promise<boolean> {
  const kept = await db.$executeRaw`
    UPDATE job_runs SET held_until = now() + ${leaseMs} * interval '1 ms' WHERE name = ${name} AND holder = ${holder}`;
  return kept > 0;
}

/** Gives a job back, to be due again after its time. @param problem empty when it was done */
export async function endJob(db: Db, { name, everyMs }: Named, holder: string, problem: string): Promise<void> {
  await db.$executeRaw`
    UPDATE job_runs
    SET holder = NULL, held_until = NULL, next_at = now() + ${everyMs} * interval '1 ms', problem = ${problem},
      done_at = CASE WHEN ${problem} = '' THEN now() ELSE done_at END
    WHERE name = ${name} AND holder = ${holder}`;
}
